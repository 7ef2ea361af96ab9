import type { ExportKind } from '#shared/api/exports.ts'

export type ExportOption = 'guidance' | 'archive' | 'comments'

export type ExportChoice = {
  kind: ExportKind
  title: string
  /** For whom this kind is. */
  text: string
  /** As it stands beside the name of a file. */
  type: string
  options: readonly ExportOption[]
}

/** Every kind of file, most asked for first. */
export const exportChoices: readonly ExportChoice[] = [
  {
    kind: 'docx',
    title: 'Word',
    type: 'Word',
    text: 'Het plan in de volgorde van het formulier, om in te dienen of mee verder te werken.',
    options: ['guidance', 'comments'],
  },
  {
    kind: 'pdf',
    title: 'Pdf',
    type: 'pdf',
    text: 'Om te lezen, te printen of te bewaren; ook voor wie een schermlezer gebruikt.',
    options: ['guidance', 'archive'],
  },
  {
    kind: 'xlsx',
    title: 'Excel',
    type: 'Excel',
    text: 'Begroting, inkomsten, uren en activiteiten, met formules die narekenen.',
    options: [],
  },
  {
    kind: 'odt',
    title: 'OpenDocument-tekst',
    type: 'ODT',
    text: 'Zoals Word, voor LibreOffice en overheden.',
    options: ['guidance'],
  },
  {
    kind: 'ods',
    title: 'OpenDocument-rekenblad',
    type: 'ODS',
    text: 'Zoals Excel, voor LibreOffice en overheden.',
    options: [],
  },
  {
    kind: 'csv',
    title: 'CSV',
    type: 'CSV',
    text: 'Eén tabel als platte gegevens, voor een ander systeem.',
    options: [],
  },
  {
    kind: 'html',
    title: 'Webpagina',
    type: 'HTML',
    text: 'Om op een website te zetten.',
    options: ['guidance'],
  },
  {
    kind: 'md',
    title: 'Markdown',
    type: 'Markdown',
    text: 'Platte tekst met tekens voor koppen en lijsten.',
    options: ['guidance'],
  },
  {
    kind: 'json',
    title: 'JSON',
    type: 'JSON',
    text: 'Alle gegevens, ook om er een nieuw plan van te maken.',
    options: [],
  },
  {
    kind: 'zip',
    title: 'Archief',
    type: 'ZIP',
    text: 'Alles bij elkaar, met reacties en controlegetallen, om te bewaren.',
    options: [],
  },
]

export function choiceOf(kind: ExportKind): ExportChoice {
  const [first] = exportChoices
  const found = exportChoices.find((choice) => choice.kind === kind) ?? first
  if (found === undefined) throw new Error('no kinds of file')
  return found
}

/** `259 kB`, as people read the size of a file. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${amount < 10 ? amount.toFixed(1).replace('.', ',').replace(',0', '') : Math.round(amount)} ${unit}`
}
