import type { Cell, CellStyle, FontStyle, RowDef, WriteSheet } from 'hucre'
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

/**
 * Separators follow the language of the person who opens the file; a minus stands after the sign,
 * as in `€ -12,50` (T17).
 */
const numberFormats: Record<Unit, string> = {
  money: '"€"\u00a0#,##0.00;"€"\u00a0-#,##0.00',
  quantity: '#,##0.00',
  count: '#,##0',
}
const dateFormat = 'dd-mm-yyyy'
const fills: Partial<Record<SheetRowKind, string>> = {
  header: 'E6EBEA',
  group: 'F3F5F5',
  subtotal: 'F3F5F5',
  total: 'E6EBEA',
  balance: 'F3F5F5',
}
const font: FontStyle = { name: 'Calibri', family: 2, size: 11 }
const edge = { style: 'thin', color: { rgb: 'B8BFBE' } } as const
const lineHeight = 15

/** The only file that knows hucre, so that it can be replaced. Loaded when it is first needed. */
export async function writeXlsx(workbook: Workbook): Promise<Uint8Array> {
  const { writeXlsx: write } = await import('hucre/xlsx')
  const at = new Date(workbook.generatedAtIso)
  // Excel and LibreOffice compute again on opening; until then they show our results.
  return write({
    properties: {
      title: workbook.title,
      creator: workbook.author,
      lastModifiedBy: 'Wijktafel',
      description: workbook.description,
      created: at,
      modified: at,
    },
    defaultFont: font,
    sheets: workbook.sheets.map((sheet) => worksheetOf(sheet, workbook.title)),
  })
}

function worksheetOf(sheet: Sheet, title: string): WriteSheet {
  const header = sheet.headerRow + 1
  const cells = new Map<string, Partial<Cell>>()
  const rowDefs = new Map<number, RowDef>()
  sheet.rows.forEach((row, y) => {
    // Each cell of a table has a border, also an empty one.
    const width = isTable(row.kind)
      ? Math.max(row.cells.length, sheet.columns.length)
      : row.cells.length
    for (let x = 0; x < width; x += 1) {
      const cell = row.cells[x] ?? { kind: 'empty' }
      const align = sheet.columns[x]?.align ?? 'left'
      cells.set(`${y},${x}`, {
        ...cellValue(cell),
        style: styleOf(cell, { kind: row.kind, align }),
      })
    }
    // Not every program makes a row as high as its text by itself.
    if (row.kind !== 'title' && row.kind !== 'note')
      rowDefs.set(y, {
        height: lineHeight * (row.kind === 'group' ? 1 : linesOf(row.cells, sheet)),
      })
  })
  return {
    name: sheet.name,
    columns: sheet.columns.map((column) => ({ width: column.width })),
    rows: sheet.rows.map(() => []),
    cells,
    rowDefs,
    freezePane: { rows: header },
    view: { showGridLines: true },
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${header}:$${header}`,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: {
      oddFooter: `&L${footerText(`${title} · ${sheet.name}`)}&RPagina &P van &N`,
    },
  }
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

const isTable = (kind: SheetRowKind) => kind !== 'title' && kind !== 'note' && kind !== 'blank'

function styleOf(
  cell: SheetCell,
  { kind, align }: { kind: SheetRowKind; align: 'left' | 'right' },
): CellStyle {
  const fill = fills[kind]
  const style: CellStyle = {
    font: kind === 'title' ? { ...font, bold: true, size: 14 } : font,
    alignment: {
      vertical: kind === 'header' ? 'bottom' : 'top',
      // The name of a group extends over the empty cells beside it.
      wrapText: isTable(kind) && kind !== 'group',
      horizontal: isTable(kind) ? align : 'left',
    },
  }
  if (cell.kind === 'date') style.numFmt = dateFormat
  if (cell.kind === 'number' || cell.kind === 'formula') style.numFmt = numberFormats[cell.unit]
  if (!isTable(kind)) return style
  style.border = { top: edge, bottom: edge, left: edge, right: edge }
  if (fill === undefined) return style
  return {
    ...style,
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: fill } },
    font: { ...font, bold: true },
  }
}

/** Text is always written as a string: a text that looks like a formula stays text. */
function cellValue(cell: SheetCell): Pick<Partial<Cell>, 'value' | 'formula' | 'formulaResult'> {
  switch (cell.kind) {
    case 'empty':
      return { value: null }
    case 'text':
      return { value: cell.text }
    case 'number':
      return { value: shownNumber(cell.unit, cell.value) }
    case 'date':
      return { value: new Date(`${cell.iso}T00:00:00Z`) }
    case 'formula': {
      const result = cell.result === null ? '' : shownNumber(cell.unit, cell.result)
      return { value: result, formula: formulaText(cell.formula), formulaResult: result }
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
