// The sheets of a workbook as cells. A formula is named as one: what it showed last is no value that a person typed.
import { repack } from './package.mjs'
import { Refusal } from './refusal.mjs'
import { columnName, SheetSize } from './sheet-size.mjs'
import { attribute, descendants, parseXml } from './xml-tree.mjs'

const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/

export async function readSheets(zip) {
  const { readXlsx } = await import('hucre/xlsx')
  let file
  const size = new SheetSize()
  const prepare = (name, xml) => onlyCells(name, xml, size)
  try {
    file = await readXlsx(await repack(zip, (name) => wanted.test(name), prepare), {
      readStyles: true,
    })
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('import-broken')
  }
  return {
    kind: 'sheets',
    asides: asidesOf(zip),
    sheets: file.sheets.map(({ name, rows, cells, hidden, veryHidden, rowDefs }) => ({
      name,
      isHidden: hidden === true || veryHidden === true,
      rows: rows.flatMap((values, y) => {
        const found = values.flatMap((value, x) => {
          const cell = cells?.get(`${y},${x}`)
          const isFormula = cell?.formula !== undefined
          if (!isFormula && (value === null || value === '')) return []
          const shown = plainOf(value, cell?.style?.numFmt)
          return [{ column: x, ...shown, isFormula, at: `${columnName(x)}${y + 1}` }]
        })
        const isHidden = rowDefs?.get(y)?.hidden === true
        return found.length === 0
          ? []
          : [{ number: y + 1, ...(isHidden ? { isHidden } : {}), cells: found }]
      }),
    })),
  }
}

const cell = /<((?:\w+:)?)c\b([^<>]*?)(\/?)>/g
const emptyCell = /<((?:\w+:)?c)\b(?=[^<>]*\br\s*=)[^<>]*(?:\/>|(?<!\/)>\s*<\/\1\s*>)/g
const emptyRow = /<((?:\w+:)?row)\b(?=[^<>]*\br\s*=)[^<>]*(?:\/>|(?<!\/)>\s*<\/\1\s*>)/g

/**
 * Of a sheet only what stands in its cells: the library makes a full rectangle of it, so one empty cell with a colour in the
 * last row of a sheet would cost a million rows, and a list of merged cells as much as someone likes to write in it.
 */
function onlyCells(name, xml, size) {
  if (!name.startsWith('xl/worksheets/')) return xml
  const head = /<((?:\w+:)?)worksheet\b[^<>]*>/.exec(xml)
  if (head === null) throw new Refusal('import-broken')
  const prefix = head[1]
  const open = xml.indexOf(`<${prefix}sheetData`, head.index)
  const end = xml.indexOf(`</${prefix}sheetData>`, open)
  if (open === -1 || end === -1) return `${head[0]}</${prefix}worksheet>`
  const data = xml.slice(open, end).replace(emptyCell, '').replace(emptyRow, '')
  checkSize(data, size)
  return `${head[0]}${data}</${prefix}sheetData></${prefix}worksheet>`
}

function checkSize(data, size) {
  for (const [, , attributes] of data.matchAll(cell)) {
    const at = /\br\s*=\s*["']([A-Z]{1,4})(\d{1,8})["']/i.exec(attributes)
    size.takeCell(at === null ? undefined : columnNumber(at[1]))
    if (at !== null) size.takeRow(Number(at[2]))
  }
  const rows = data.match(/<(?:\w+:)?row\b[^<>]*>/g) ?? []
  size.takeRow(rows.length)
  for (const row of rows) size.takeRow(Number(/\br\s*=\s*["'](\d+)["']/.exec(row)?.[1] ?? 0))
}

/** A is 1. */
function columnNumber(letters) {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

function plainOf(value, format) {
  if (value === null || value === undefined) return { text: '' }
  if (typeof value === 'number')
    return /%/.test(format ?? '')
      ? { text: `${value * 100}%` }
      : { text: String(value).replace('.', ','), number: value }
  if (typeof value === 'boolean') return { text: value ? 'Ja' : 'Nee' }
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? { text: '' }
      : { text: value.toISOString().slice(0, 10), date: value.toISOString().slice(0, 10) }
  return { text: String(value) }
}

/** Notes at cells, and the words of text boxes, shapes and charts that lie over a sheet. */
function asidesOf(zip) {
  const textsOf = (pattern, element, letters) =>
    zip.names
      .filter((name) => pattern.test(name))
      .flatMap((name) => descendants(parseXml(zip.text(name)).documentElement, element))
      .map((found) => ({
        at: attribute(found, 'ref'),
        text: descendants(found, ...letters)
          .map((text) => text.textContent)
          .join('')
          .trim(),
      }))
      .filter(({ text }) => text !== '')
  const notes = textsOf(/^xl\/comments\/?[^/]*\.xml$/, 'comment', ['t'])
  const threads = textsOf(/^xl\/threadedComments\/[^/]+\.xml$/, 'threadedComment', ['text'])
  // Excel keeps a thread as a note too, for programs that do not know threads.
  const inThread = new Set(threads.map(({ at }) => at))
  return [
    ...[...notes.filter(({ at }) => !inThread.has(at)), ...threads].map(({ at, text }) => ({
      kind: 'comment',
      text,
      ...(at === undefined ? {} : { quote: at }),
    })),
    ...textsOf(/^xl\/(drawings\/drawing|charts\/chart)\d*\.xml$/, 'p', ['t']).map(({ text }) => ({
      kind: 'drawing',
      text,
    })),
  ]
}
