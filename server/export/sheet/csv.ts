import { markedOurs } from '#shared/format/official-form.ts'
import { csvCell, csvFile, quoted } from './csv-cell.ts'
import type { Sheet, SheetCell, SheetRowKind, Unit } from './sheet-tree.ts'

/**
 * The kind of a row, in a column of its own: a user can filter out sums before adding the column
 * up.
 */
const rowNames: Partial<Record<SheetRowKind, string>> = {
  body: 'regel',
  subtotal: 'subtotaal',
  total: 'totaal',
  balance: 'saldo',
}

/**
 * One sheet as plain values: numbers with a comma and without thousands dots or euro sign, dates as
 * 2026-03-09.
 */
export function writeCsv(sheet: Sheet): Uint8Array {
  const isGrouped = sheet.rows.some((row) => row.kind === 'group')
  const rows = [
    [
      // No line above the names of the columns: a program would read that as data.
      csvCell(sheet.isOurs ? markedOurs('Soort') : 'Soort'),
      ...(isGrouped ? ['Onderdeel'] : []),
      ...sheet.columns.map(({ label, isOurs }) => csvCell(isOurs ? markedOurs(label) : label)),
    ],
  ]
  let group = ''
  for (const { kind, cells } of sheet.rows) {
    if (kind === 'group') group = cells[0]?.kind === 'text' ? cells[0].text : ''
    const name = rowNames[kind]
    if (name === undefined) continue
    const of = kind === 'total' || kind === 'balance' ? '' : group
    rows.push([
      name,
      ...(isGrouped ? [csvCell(of)] : []),
      ...sheet.columns.map((_, x) => cellText(cells[x] ?? { kind: 'empty' })),
    ])
  }
  return csvFile(rows)
}

function cellText(cell: SheetCell): string {
  switch (cell.kind) {
    case 'empty':
      return ''
    case 'text':
      return csvCell(cell.text)
    case 'date':
      return cell.iso
    case 'number':
      return number(cell.unit, cell.value)
    case 'formula':
      return cell.result === null ? '' : number(cell.unit, cell.result)
  }
}

function number(unit: Unit, value: number): string {
  if (unit === 'count') return String(value)
  const magnitude = String(Math.abs(value)).padStart(3, '0')
  const text = `${value < 0 ? '-' : ''}${magnitude.slice(0, -2)},${magnitude.slice(-2)}`
  return quoted(text)
}
