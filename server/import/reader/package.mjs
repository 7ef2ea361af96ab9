// What an office file may carry besides its text: macros and links to elsewhere are refused, the rest is left behind and named.
import JSZip from 'jszip'
import { Refusal } from './refusal.mjs'
import { openZip } from './zip.mjs'

/** `kind` by what is inside, whatever the file is called. */
export function openPackage(bytes) {
  const zip = openZip(bytes)
  if (!zip.has('[Content_Types].xml')) return openDocument(zip)
  const types = zip.text('[Content_Types].xml')
  if (
    typesInUse(types, zip.names).some((tag) =>
      /macroEnabled|vbaProject|macrosheet|activeX/i.test(tag),
    ) ||
    zip.names.some((name) => /vbaProject\.bin$|vbaData\.xml$|macrosheets\/|activeX\//i.test(name))
  )
    throw new Refusal('import-macros')
  const kind = zip.has('word/document.xml')
    ? 'docx'
    : zip.has('xl/workbook.xml')
      ? 'xlsx'
      : mainPart(types)
  if (kind === null) throw new Refusal('import-wrong-type')
  return { kind, zip, notices: [...checkLinks(zip), ...leftBehind(zip)] }
}

const openKinds = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
}

/** What LibreOffice writes: the kind is a part of its own. A text that was made from a template is one too. */
function openDocument(zip) {
  if (!zip.has('mimetype') || !zip.has('content.xml')) throw new Refusal('import-wrong-type')
  const kind =
    openKinds[
      zip
        .text('mimetype')
        .trim()
        .replace(/-template$/, '')
    ]
  if (kind === undefined) throw new Refusal('import-wrong-type')
  const manifest = zip.has('META-INF/manifest.xml') ? zip.text('META-INF/manifest.xml') : ''
  if (/<(?:\w+:)?encryption-data\b/.test(manifest)) throw new Refusal('import-locked')
  if (zip.names.some((name) => /^(Basic|Scripts)\/./.test(name))) throw new Refusal('import-macros')
  return { kind, zip, notices: leftBehind(zip) }
}

/**
 * What is said of an extension counts when a part has it: a library that many systems write workbooks with names the type
 * of binary workbooks in each of its files, which have none.
 */
function typesInUse(types, names) {
  const tags = types.match(/<(?:\w+:)?(?:Default|Override)\b[^<>]*>/g) ?? []
  return tags.filter((tag) => {
    const extension = /\bExtension\s*=\s*["']([^"']*)["']/.exec(tag)?.[1]
    if (extension === undefined) return true
    const end = `.${extension}`.toLowerCase()
    return names.some((name) => name.toLowerCase().endsWith(end))
  })
}

/** Another name for the main part is allowed, and rare. */
function mainPart(types) {
  if (types.includes('wordprocessingml.document.main+xml')) return 'docx'
  return types.includes('spreadsheetml.sheet.main+xml') ? 'xlsx' : null
}

/**
 * What is said of a part of the file that is somewhere else. Nothing is fetched. A link to click on is text; a template gives
 * its look only; a picture and a film are no words. What remains is text of the file that is not in the file: it is refused.
 */
const elsewhere = {
  attachedTemplate:
    'Het bestand hoort bij een sjabloon op een andere plek. Dat is niet opgehaald; het gaat alleen om de opmaak.',
  image: 'Een afbeelding staat op een andere plek dan het bestand. Die is niet opgehaald.',
  video: 'Een film staat op een andere plek dan het bestand. Die is niet opgehaald.',
  audio: 'Geluid staat op een andere plek dan het bestand. Dat is niet opgehaald.',
  externalLinkPath:
    'Het bestand verwijst naar een ander Excel-bestand. Dat is niet opgehaald: formules die het gebruiken, worden bij de regel genoemd.',
}

function checkLinks(zip) {
  const notices = []
  for (const name of zip.names.filter((candidate) => candidate.endsWith('.rels'))) {
    for (const [tag] of zip.text(name).matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
      if (!/TargetMode\s*=\s*["']External["']/i.test(tag)) continue
      const type = /Type\s*=\s*["'][^"']*\/(\w+)["']/.exec(tag)?.[1] ?? ''
      if (type === 'hyperlink') continue
      if (!Object.hasOwn(elsewhere, type)) throw new Refusal('import-external')
      notices.push(elsewhere[type])
    }
  }
  return [...new Set(notices)]
}

function leftBehind(zip) {
  const count = (pattern) => zip.names.filter((name) => pattern.test(name)).length
  const images = count(/^((word|xl)\/media|Pictures)\/./)
  const attached = count(/^(word|xl)\/embeddings\//)
  return [
    ...(images > 0
      ? [
          images === 1
            ? 'Eén afbeelding is niet overgenomen.'
            : `${images} afbeeldingen zijn niet overgenomen.`,
        ]
      : []),
    ...(attached > 0
      ? ['Ingevoegde bestanden (zoals een Excel-blad in Word) zijn niet gelezen. Importeer ze los.']
      : []),
  ]
}

/** A package of just these parts, each unpacked within its bounds and changed by `prepare`: what the libraries open. */
export async function repack(zip, isWanted, prepare = (_name, xml) => xml) {
  const clean = new JSZip()
  for (const name of zip.names.filter(isWanted)) clean.file(name, prepare(name, zip.text(name)))
  return clean.generateAsync({ type: 'nodebuffer', compression: 'STORE' })
}
