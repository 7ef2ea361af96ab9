import type { Alignment, Cell, CellValue, Row, Worksheet } from 'exceljs'
import {
  columnName,
  type Formula,
  type Reference,
  type Sheet,
  type SheetCell,
  type SheetRowKind,
  shownNumber,
  type Unit,
  type Workbook,
} from './sheet-tree.ts'

/** Separators follow the language of who opens the file; a minus stands after the sign, as in `€ -12,50` (T17). */
const numberFormats: Record<Unit, string> = {
  money: '"€"\u00a0#,##0.00;"€"\u00a0-#,##0.00',
  quantity: '#,##0.00',
  count: '#,##0',
}
const dateFormat = 'dd-mm-yyyy'
const fills: Partial<Record<SheetRowKind, string>> = {
  header: 'FFE6EBEA',
  group: 'FFF3F5F5',
  subtotal: 'FFF3F5F5',
  total: 'FFE6EBEA',
  balance: 'FFF3F5F5',
}
const a4 = 9
const font = { name: 'Calibri', family: 2, size: 11 } as const
const lineHeight = 15

/** The only file that knows exceljs, so that it can be replaced. Loaded when it is first needed: it takes 0.4 s. */
export async function writeXlsx(workbook: Workbook): Promise<Uint8Array> {
  const { default: ExcelJs } = await import('exceljs')
  const file = new ExcelJs.Workbook()
  file.title = workbook.title
  file.creator = workbook.author
  file.lastModifiedBy = 'Wijktafel'
  file.description = workbook.description
  file.created = file.modified = new Date(workbook.generatedAtIso)
  // Excel and LibreOffice compute again on opening; until then they show our results.
  file.calcProperties = { fullCalcOnLoad: true }
  for (const sheet of workbook.sheets)
    writeSheet(file.addWorksheet(sheet.name), sheet, workbook.title)
  return new Uint8Array(await file.xlsx.writeBuffer())
}

function writeSheet(worksheet: Worksheet, sheet: Sheet, title: string): void {
  const header = sheet.headerRow + 1
  worksheet.columns = sheet.columns.map((column) => ({ width: column.width }))
  worksheet.views = [{ state: 'frozen', xSplit: 0, ySplit: header, showGridLines: true }]
  worksheet.pageSetup = {
    paperSize: a4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${header}:${header}`,
    margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
  }
  worksheet.headerFooter.oddFooter = `&L${footerText(`${title} · ${sheet.name}`)}&RPagina &P van &N`
  sheet.rows.forEach(({ kind, cells }, y) => {
    const row = worksheet.getRow(y + 1)
    cells.forEach((cell, x) => {
      writeCell(row.getCell(x + 1), cell, { kind, align: sheet.columns[x]?.align ?? 'left' })
    })
    styleRow(row, kind, sheet.columns.length)
    // Not every program makes a row as high as its text by itself.
    if (kind !== 'title' && kind !== 'note')
      row.height = lineHeight * (kind === 'group' ? 1 : linesOf(cells, sheet))
  })
}

/** Excel draws rows up to 409 points high. */
const mostLines = Math.floor(409 / lineHeight)

function linesOf(cells: readonly SheetCell[], sheet: Sheet): number {
  const lines = cells.map((cell, x) =>
    cell.kind === 'text'
      ? cell.text
          .split('\n')
          .reduce(
            (sum, line) =>
              sum + Math.max(1, Math.ceil(line.length / (sheet.columns[x]?.width ?? 10))),
            0,
          )
      : 1,
  )
  return Math.min(Math.max(1, ...lines), mostLines)
}

/** `&` starts a code in a footer. Longer ones than 255 letters damage the file. */
function footerText(text: string): string {
  return text.slice(0, 100).replaceAll('&', '&&')
}

function writeCell(
  target: Cell,
  cell: SheetCell,
  { kind, align }: { kind: SheetRowKind; align: 'left' | 'right' },
): void {
  const isTable = kind !== 'title' && kind !== 'note' && kind !== 'blank'
  // The name of a group runs on over the empty cells beside it.
  const alignment: Partial<Alignment> = {
    vertical: kind === 'header' ? 'bottom' : 'top',
    wrapText: isTable && kind !== 'group',
    horizontal: isTable ? align : 'left',
  }
  target.alignment = alignment
  target.value = cellValue(cell)
  if (cell.kind === 'date') target.numFmt = dateFormat
  if (cell.kind === 'number' || cell.kind === 'formula') target.numFmt = numberFormats[cell.unit]
}

/** Text is always a string here: what looks like a formula stays words. */
function cellValue(cell: SheetCell): CellValue {
  switch (cell.kind) {
    case 'empty':
      return null
    case 'text':
      return cell.text
    case 'number':
      return shownNumber(cell.unit, cell.value)
    case 'date':
      return new Date(`${cell.iso}T00:00:00Z`)
    case 'formula':
      return {
        formula: formulaText(cell.formula),
        result: cell.result === null ? '' : shownNumber(cell.unit, cell.result),
      }
  }
}

function formulaText(formula: Formula): string {
  return formula.map((part) => (typeof part === 'string' ? part : referenceText(part))).join('')
}

function referenceText({ sheet, from, to }: Reference): string {
  const name = (at: Reference['from']) => `${columnName(at.column)}${at.row + 1}`
  return `${sheet === undefined ? '' : `'${sheet.replaceAll("'", "''")}'!`}${name(from)}${to === undefined ? '' : `:${name(to)}`}`
}

function styleRow(row: Row, kind: SheetRowKind, columns: number): void {
  row.font = kind === 'title' ? { ...font, bold: true, size: 14 } : font
  const fill = fills[kind]
  if (kind === 'blank' || kind === 'note' || kind === 'title') return
  for (let x = 1; x <= columns; x += 1) {
    const cell = row.getCell(x)
    const edge = { style: 'thin' as const, color: { argb: 'FFB8BFBE' } }
    cell.border = { top: edge, bottom: edge, left: edge, right: edge }
    if (fill === undefined) continue
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: fill } }
    cell.font = { ...font, bold: true }
  }
}
