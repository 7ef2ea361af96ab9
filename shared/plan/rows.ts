import * as Y from 'yjs'
import { type ByStorage, byStorage, defaultOf } from '../format/columns.ts'
import { notApplicable, type PlainValue } from '../format/kinds/plain-value.ts'
import type { Table } from '../format/schema.ts'
import { compareRows, isOrderKey, lastOrder, type Ordered, placeAt } from '../order.ts'
import { writeFragment } from '../richtext/fragment.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import type { RichDoc } from '../richtext/rich-doc.ts'
import { isProduct } from './computed.ts'
import type { CellValue, Row } from './content.ts'
import type { LineEntry } from './groups.ts'
import { orderCell, planValues, removedCell, rowCells, tableRows } from './layout.ts'

/**
 * Changes to rows and values. Each runs inside one `doc.transact` of the caller, who gives it an
 * origin.
 */

export type NewRow = {
  id: string
  /** Position among the rows that are not removed; the end if left out. */
  index?: number
  cells?: Readonly<Record<string, CellValue>>
}

/**
 * Adds a row with all its parts at once: a rich text cell that is created later would be created
 * twice by two clients.
 */
export function addRow(doc: Y.Doc, table: Table, row: NewRow): void {
  const existing = orderedRows(doc, table.id)
  const writes = placeAt(existing, row.id, row.index ?? existing.length)
  const cells = new Y.Map<unknown>()
  tableRows(doc, table.id).set(row.id, cells)
  for (const column of table.columns) {
    byStorage(firstCells, column, cells, row.cells?.[column.id])
  }
  applyOrder(doc, table.id, writes)
}

/**
 * Writes a cell of a new row. Null makes the cell empty, even if the form prints something in a new
 * one.
 */
const firstCells: ByStorage<void, [cells: Y.Map<unknown>, given: CellValue | undefined]> = {
  plain: (column, cells, given) => {
    const value = given === undefined ? (defaultOf(column) ?? null) : given
    if (value !== null) cells.set(column.id, value)
  },
  richText: (column, cells, given) => {
    const fragment = new Y.XmlFragment()
    cells.set(column.id, fragment)
    if (given !== undefined && given !== null && typeof given !== 'number')
      writeFragment(fragment, typeof given === 'string' ? plainDoc(given) : (given as RichDoc))
  },
  computed: () => undefined,
}

/**
 * Moves a row to `index` among the others: normally one write, so that a concurrent edit of the row
 * stays in it.
 */
export function moveRow(doc: Y.Doc, tableId: string, rowId: string, index: number): void {
  applyOrder(doc, tableId, placeAt(orderedRows(doc, tableId), rowId, index))
}

/** Removes a row by marking it; `restoreRow` brings it back with its content. */
export function removeRow(doc: Y.Doc, tableId: string, rowId: string): void {
  rowCells(doc, tableId, rowId)?.set(removedCell, true)
}

export function restoreRow(doc: Y.Doc, tableId: string, rowId: string): void {
  rowCells(doc, tableId, rowId)?.delete(removedCell)
}

/** Sets a plain cell; null empties it. A removed row is left unchanged. */
export function setCell(
  doc: Y.Doc,
  tableId: string,
  rowId: string,
  columnId: string,
  value: PlainValue,
): void {
  const cells = rowCells(doc, tableId, rowId)
  if (cells === null || (cells.get(columnId) ?? null) === value) return
  if (value === null) cells.delete(columnId)
  else cells.set(columnId, value)
}

/**
 * Sets a cell of a table as a user types it. A typed amount marks its line as an amount line in the
 * same change, so that it stays one when the amount is cleared.
 */
export function typeCell(
  doc: Y.Doc,
  table: Table,
  cell: { row: string; column: string; value: PlainValue },
): void {
  const column = table.columns.find(({ id }) => id === cell.column)
  if (column !== undefined && isProduct(column))
    for (const factor of column.product) setCell(doc, table.id, cell.row, factor, notApplicable)
  setCell(doc, table.id, cell.row, cell.column, cell.value)
}

/**
 * Turns a line into an amount (quantity and rate do not apply) or into quantity times rate. In a
 * group that asks amounts, a quantity marks a line as quantity times rate, so it starts at 0 there.
 */
export function setLineEntry(
  doc: Y.Doc,
  { table, row, group }: { table: Table; row: Row; group: LineEntry },
  entry: 'rate' | 'amount',
): void {
  for (const column of table.columns) {
    if (!isProduct(column)) continue
    for (const factor of column.product) {
      const definition = table.columns.find((candidate) => candidate.id === factor)
      const fallback =
        definition?.kind === 'money'
          ? (definition.default ?? null)
          : group === 'amount' && factor === column.product[0]
            ? 0
            : null
      setCell(doc, table.id, row.id, factor, entry === 'amount' ? notApplicable : fallback)
    }
    if (entry === 'rate') setCell(doc, table.id, row.id, column.id, null)
  }
}

export function setValue(doc: Y.Doc, id: string, value: PlainValue): void {
  const values = planValues(doc)
  if ((values.get(id) ?? null) === value) return
  if (value === null) values.delete(id)
  else values.set(id, value)
}

/** Rows in their order, without the removed ones. */
export function orderedRows(doc: Y.Doc, tableId: string): Ordered[] {
  const rows: Ordered[] = []
  tableRows(doc, tableId).forEach((cells, id) => {
    if (!(cells instanceof Y.Map) || cells.get(removedCell) === true) return
    const order = cells.get(orderCell)
    rows.push({ id, order: isOrderKey(order) ? order : lastOrder })
  })
  return rows.sort(compareRows)
}

function applyOrder(
  doc: Y.Doc,
  tableId: string,
  writes: readonly { id: string; order: string }[],
): void {
  for (const write of writes) rowCells(doc, tableId, write.id)?.set(orderCell, write.order)
}
