// The sheets of a workbook as cells. A formula is named as one: what it showed last is no value that a person typed.
import { repack } from './package.mjs'
import { Refusal } from './refusal.mjs'

const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/
const maxRows = 3000
const maxColumns = 60
const maxCells = 60_000

export async function readSheets(zip) {
  const { readXlsx } = await import('hucre/xlsx')
  let file
  // Of all sheets together.
  const taken = { cells: 0 }
  const prepare = (name, xml) => onlyCells(name, xml, taken)
  try {
    file = await readXlsx(await repack(zip, (name) => wanted.test(name), prepare), {
      readStyles: true,
    })
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('import-broken')
  }
  return {
    kind: 'xlsx',
    sheets: file.sheets.map(({ name, rows, cells, hidden, veryHidden }) => ({
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
        return found.length === 0 ? [] : [{ number: y + 1, cells: found }]
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
function onlyCells(name, xml, taken) {
  if (!name.startsWith('xl/worksheets/')) return xml
  const head = /<((?:\w+:)?)worksheet\b[^<>]*>/.exec(xml)
  if (head === null) throw new Refusal('import-broken')
  const prefix = head[1]
  const open = xml.indexOf(`<${prefix}sheetData`, head.index)
  const end = xml.indexOf(`</${prefix}sheetData>`, open)
  if (open === -1 || end === -1) return `${head[0]}</${prefix}worksheet>`
  const data = xml.slice(open, end).replace(emptyCell, '').replace(emptyRow, '')
  checkSize(data, taken)
  return `${head[0]}${data}</${prefix}sheetData></${prefix}worksheet>`
}

function checkSize(data, taken) {
  for (const [, , attributes] of data.matchAll(cell)) {
    taken.cells += 1
    const at = /\br\s*=\s*["']([A-Z]{1,4})(\d{1,8})["']/i.exec(attributes)
    if (taken.cells > maxCells) throw new Refusal('import-too-heavy')
    if (at === null) continue
    if (Number(at[2]) > maxRows || columnNumber(at[1]) > maxColumns)
      throw new Refusal('import-too-heavy')
  }
  const rows = data.match(/<(?:\w+:)?row\b[^<>]*>/g) ?? []
  if (rows.length > maxRows) throw new Refusal('import-too-heavy')
  for (const row of rows)
    if (Number(/\br\s*=\s*["'](\d+)["']/.exec(row)?.[1] ?? 0) > maxRows)
      throw new Refusal('import-too-heavy')
}

/** A is 1. */
function columnNumber(letters) {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

/** 0 is A. */
function columnName(column) {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`
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
