import { createHash } from 'node:crypto'
import JSZip from 'jszip'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import type { DocumentOptions } from './document/document.ts'
import { documentMeta } from './document/document.ts'
import type { Signature } from './document/document-tree.ts'
import { csvCell, csvFile } from './sheet/csv-cell.ts'

export type ArchiveFile = { name: string; bytes: Uint8Array }

export type ArchiveInput = {
  content: PlanContent
  format: Format
  options: DocumentOptions
  isPublic: boolean
  /** False if the server can't make PDFs: the archive says so. */
  hasPdf: boolean
  files: readonly ArchiveFile[]
}

/**
 * One file for archiving (T15): the plan in durable formats, its source data, checksums and a
 * description.
 */
export async function writeArchive({
  content,
  format,
  options,
  isPublic,
  hasPdf,
  files,
}: ArchiveInput): Promise<Uint8Array> {
  const approvals =
    options.signatures === undefined || isPublic
      ? []
      : [{ name: 'akkoorden.csv', bytes: approvalsCsv(options.signatures) }]
  const kept = [...files, ...approvals]
  const described = [
    ...kept,
    {
      name: 'metadata.json',
      bytes: encoded(
        `${JSON.stringify(metadata({ content, format, options, isPublic }), null, 2)}\n`,
      ),
    },
    { name: 'LEESMIJ.txt', bytes: encoded(readMe(kept, options, hasPdf)) },
  ]
  const zip = new JSZip()
  const date = new Date(options.generatedAt)
  for (const { name, bytes } of [
    ...described,
    { name: 'SHA256SUMS', bytes: encoded(checksums(described)) },
  ])
    zip.file(name, bytes, { date })
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
}

const encoded = (text: string) => new TextEncoder().encode(text)

/** As `sha256sum -c SHA256SUMS` reads it. */
function checksums(files: readonly ArchiveFile[]): string {
  return files
    .map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('')
}

const approvalColumns: readonly (readonly [string, (signature: Signature) => string])[] = [
  ['Voor', ({ seat }) => seat],
  ['Naam', ({ name }) => name],
  ['Functie', ({ position }) => position],
  ['Organisatie', ({ organisation }) => organisation],
  ['Namens', ({ onBehalfOf }) => onBehalfOf],
  ['Mandaat', ({ level }) => level],
  ['Oordeel', ({ verdict }) => verdict],
  ['Opmerking', ({ remark }) => remark ?? ''],
  ['Datum', ({ date }) => date],
  ['Ingelogd', ({ signedIn }) => signedIn],
  ['Bevestigd', ({ statement }) => statement],
]

function approvalsCsv(signatures: readonly Signature[]): Uint8Array {
  const rows = signatures.map((signature) => approvalColumns.map(([, of]) => of(signature)))
  return csvFile([approvalColumns.map(([label]) => label), ...rows].map((row) => row.map(csvCell)))
}

function metadata({
  content,
  format,
  options,
  isPublic,
}: Omit<ArchiveInput, 'files' | 'hasPdf'>): object {
  const meta = documentMeta(content, format, options)
  const parties = (content.tables['parties'] ?? []).flatMap((row) =>
    typeof row['name'] === 'string' && row['name'] !== '' ? [row['name']] : [],
  )
  return {
    titel: options.title,
    wijk: meta.wijk,
    team: meta.team,
    periodeVan: content.values['periodFrom'] ?? null,
    periodeTot: content.values['periodTo'] ?? null,
    formulier: {
      naam: format.name,
      uitgever: format.issuer,
      id: format.id,
      versie: format.version,
    },
    status: meta.status,
    versie: options.version ?? null,
    wijziging: options.seq,
    gemaaktOp: options.generatedAt,
    partijen: parties,
    openbareVersie: isPublic,
    taal: 'nl-NL',
    gemaaktMet: 'Wijktafel',
  }
}

const explanations: readonly [RegExp, string][] = [
  [/^afbeeldingen\//, 'een afbeelding uit een tekst van het plan'],
  [/^bijlagen\//, 'een bijlage bij het plan'],
  [/^bijlagen\.csv$/, 'welke bijlage bij welke plek in het plan hoort'],
  [/^lijsten\//, 'een lijst van wat het team tijdens het jaar bijhoudt'],
  [/\.pdf$/, 'het plan om te lezen en te bewaren (PDF/A-2a)'],
  [/\.md$/, 'het plan als platte tekst (Markdown)'],
  [/\.odt$/, 'het plan als OpenDocument-tekst'],
  [/\.docx$/, 'het plan als Word-document'],
  [/\.ods$/, 'begroting, uren en activiteiten met formules (OpenDocument)'],
  [/\.xlsx$/, 'hetzelfde als Excel-bestand'],
  [/^reacties.*\.csv$/, 'alle reacties op het plan'],
  [/^logboek\.csv$/, 'wie wat deed en wanneer; te controleren op wijzigingen achteraf'],
  [/^akkoorden\.csv$/, 'wie akkoord gaf, namens wie en wanneer'],
  [/\.csv$/, 'een tabel zonder opmaak'],
  [/\.json$/, 'alle gegevens van het plan'],
]

function readMe(files: readonly ArchiveFile[], options: DocumentOptions, hasPdf: boolean): string {
  const list = files.map(
    ({ name }) =>
      `- ${name}: ${explanations.find(([pattern]) => pattern.test(name))?.[1] ?? 'bijlage'}`,
  )
  const what =
    options.version === undefined || options.version === null
      ? options.status
      : `versie ${options.version}, ${options.status.toLowerCase()}`
  return [
    `${options.title}`,
    `${what}; wijziging ${options.seq}`,
    '',
    'In dit archief:',
    ...list,
    ...(hasPdf ? [] : ['- geen pdf: de server waarop dit archief is gemaakt kan die niet maken']),
    '- metadata.json: wat dit is',
    '- SHA256SUMS: controlecodes; controleer met: sha256sum -c SHA256SUMS',
    '',
  ].join('\r\n')
}
