// The sheets of a workbook as cells. A formula is named as one: what it showed last is no value that a person typed.
import { repack } from './package.mjs'
import { Refusal } from './refusal.mjs'

const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/
const ignored = [
  'drawing',
  'picture',
  'legacyDrawing',
  'tableParts',
  'dataValidations',
  'hyperlinks',
  'conditionalFormatting',
  'extLst',
  'mergeCells',
  'rowBreaks',
  'oleObjects',
  'controls',
]
const maxRows = 3000
const maxColumns = 60
const maxCells = 60_000

export async function readSheets(zip) {
  const { default: ExcelJs } = await import('exceljs')
  const file = new ExcelJs.Workbook()
  try {
    await file.xlsx.load(await repack(zip, (name) => wanted.test(name)), { ignoreNodes: ignored })
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('import-broken')
  }
  let count = 0
  const sheets = file.worksheets.map((worksheet) => {
    const rows = []
    worksheet.eachRow({ includeEmpty: false }, (row, number) => {
      if (number > maxRows && row.actualCellCount > 0) throw new Refusal('import-too-heavy')
      const cells = []
      row.eachCell({ includeEmpty: false }, (cell, column) => {
        if (cell.value === null || cell.value === undefined || cell.value === '') return
        count += 1
        if (column > maxColumns || count > maxCells) throw new Refusal('import-too-heavy')
        cells.push({ column: column - 1, ...cellOf(cell) })
      })
      if (cells.length > 0) rows.push({ number, cells })
    })
    return { name: worksheet.name, isHidden: worksheet.state !== 'visible', rows }
  })
  return { kind: 'xlsx', sheets }
}

function cellOf(cell) {
  const value = cell.value
  const isFormula = cell.formula !== undefined && cell.formula !== null && cell.formula !== ''
  const shown = isFormula ? cell.result : value
  return { ...plainOf(shown, cell.numFmt), isFormula, at: cell.address }
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
  if (typeof value === 'string') return { text: value }
  if (Array.isArray(value.richText))
    return { text: value.richText.map((part) => part.text ?? '').join('') }
  if (value.text !== undefined) return plainOf(value.text, format)
  return { text: typeof value.error === 'string' ? value.error : '' }
}
