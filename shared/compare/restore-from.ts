import * as Y from 'yjs'
import { type ByStorage, byStorage } from '../format/columns.ts'
import { notApplicable, type PlainValue } from '../format/kinds/plain-value.ts'
import { tableOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { isAmountRow, productColumn } from '../plan/computed.ts'
import type { PlanContent, Row } from '../plan/content.ts'
import { fieldFragment, rowCells } from '../plan/layout.ts'
import { readPlan } from '../plan/read.ts'
import { rowOf } from '../plan/row-places.ts'
import {
  addRow,
  moveRow,
  orderedRows,
  removeRow,
  restoreRow,
  setCell,
  setValue,
} from '../plan/rows.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { RichDoc } from '../richtext/rich-doc.ts'
import { comparePlans } from './compare-plans.ts'
import type { CellDifference, Difference, RowDifference } from './differences.ts'
import { editFragment } from './edit-fragment.ts'

/** The part to restore: everything, the difference with this id, or one cell of a row. */
export type Chosen =
  | { kind: 'all' }
  /**
   * By the ids of the differences that `comparePlans` finds from the current plan to the version.
   */
  | { kind: 'differences'; ids: ReadonlySet<string> }
  | { kind: 'difference'; id: string }
  | { kind: 'cell'; id: string; column: string }

/**
 * Restores what a version had, as edits of the current differences; everything else, including
 * concurrent edits by others, is kept. Row ids are kept, so that comments and references find their
 * row again. Runs inside a transaction of the caller. Returns the number of restored parts. Throws
 * `formats-differ` for a version of another form.
 */
export function restoreFrom(
  doc: Y.Doc,
  format: Format,
  { version, chosen }: { version: PlanContent; chosen: Chosen },
): number {
  const now = readPlan(doc, format, { epoch: version.epoch, seq: version.seq })
  const found =
    chosen.kind === 'differences'
      ? comparePlans(now, version, format).sections.flatMap(({ differences }) =>
          differences.map(turned),
        )
      : comparePlans(version, now, format).sections.flatMap((section) => section.differences)
  const differences = found.filter(
    (difference) =>
      chosen.kind === 'all' ||
      (chosen.kind === 'differences' ? chosen.ids.has(difference.id) : difference.id === chosen.id),
  )
  const column = chosen.kind === 'cell' ? chosen.column : null
  const rows: RowDifference[] = []
  for (const difference of differences) {
    if (difference.kind === 'row') rows.push(difference)
    else restoreField(doc, difference, version)
  }
  for (const id of new Set(rows.map((row) => row.table))) {
    const table = tableOf(format, id)
    if (table !== undefined)
      restoreRows(
        { doc, table, version, column },
        rows.filter((row) => row.table === id),
      )
  }
  return differences.length
}

/**
 * The same difference in the other direction: an addition is a removal. The set of moved rows may
 * differ in that direction, so moves stay.
 */
function turned(difference: Difference): Difference {
  if (difference.kind !== 'row' || difference.change === 'kept') return difference
  return { ...difference, change: difference.change === 'added' ? 'removed' : 'added' }
}

/**
 * True if a cell can be restored by itself: not if it is computed, nor in a row that was added or
 * removed.
 */
export function isCellRestorable(row: RowDifference, cell: CellDifference): boolean {
  return row.change === 'kept' && !cell.isComputed
}

function restoreField(
  doc: Y.Doc,
  { target: { field = '' }, content }: Extract<Difference, { kind: 'field' }>,
  version: PlanContent,
): void {
  if (content.kind === 'text')
    editFragment(fieldFragment(doc, field), version.fields[field] ?? emptyDoc())
  else setValue(doc, field, version.values[field] ?? null)
}

type TableRestore = {
  doc: Y.Doc
  table: Table
  version: PlanContent
  /** Set when only this column is put back. */
  column: string | null
}

function restoreRows(restore: TableRestore, differences: readonly RowDifference[]): void {
  const { doc, table, version, column } = restore
  const then = version.tables[table.id] ?? []
  const misplaced = new Set<string>()
  for (const { row: id, change, isMoved, cells } of differences) {
    const row = rowOf(then, id)
    if (row === undefined) {
      removeRow(doc, table.id, id)
      continue
    }
    if (change === 'removed') bringBack(restore, row)
    else restoreCells(restore, row, cells)
    if ((isMoved || change === 'removed') && column === null) misplaced.add(id)
  }
  placeRows(restore, then, misplaced)
}

function bringBack({ doc, table }: TableRestore, row: Row): void {
  if (rowCells(doc, table.id, row.id) === null) addRow(doc, table, { id: row.id })
  restoreRow(doc, table.id, row.id)
  for (const { id } of table.columns) restoreCell({ doc, table }, row, id)
}

function restoreCells(
  { doc, table, column }: TableRestore,
  row: Row,
  cells: readonly CellDifference[],
): void {
  const chosen = column === null ? null : cellsWith(table, column, cells)
  for (const cell of cells)
    if (!cell.isComputed && (chosen === null || chosen.includes(cell.column)))
      restoreCell({ doc, table }, row, cell.column)
}

/**
 * The cells to restore together with a single cell. If a line changed from an amount to quantity
 * times rate, or back, its three cells belong together: an amount without the `nvt` beside it would
 * be read as a product, and be lost.
 */
function cellsWith(
  table: Table,
  column: string,
  cells: readonly CellDifference[],
): readonly string[] {
  const product = productColumn(table)
  const line: readonly string[] = product === undefined ? [] : [product.id, ...product.product]
  const isTurned = cells.some(
    ({ column: id, content }) =>
      line.includes(id) &&
      content.kind === 'plain' &&
      (content.old === notApplicable) !== (content.new === notApplicable),
  )
  return isTurned && line.includes(column) ? line : [column]
}

function restoreCell(
  { doc, table }: Pick<TableRestore, 'doc' | 'table'>,
  row: Row,
  columnId: string,
): void {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  if (column !== undefined) byStorage(restorers, column, { doc, table }, row)
}

const restorers: ByStorage<void, [restore: Pick<TableRestore, 'doc' | 'table'>, row: Row]> = {
  plain: (column, { doc, table }, row) => {
    // An amount that follows from quantity and rate is not stored.
    const isProduct = column.id === productColumn(table)?.id && !isAmountRow(table, row)
    const value = isProduct ? null : ((row[column.id] ?? null) as PlainValue)
    setCell(doc, table.id, row.id, column.id, value)
  },
  richText: (column, { doc, table }, row) => {
    const text = rowCells(doc, table.id, row.id)?.get(column.id)
    // Made together with its row or never: two users who each made one would not see each other's
    // words.
    if (text instanceof Y.XmlFragment) editFragment(text, (row[column.id] ?? emptyDoc()) as RichDoc)
  },
  computed: () => undefined,
}

/** Each row is placed after the row that it followed then, if that still exists. */
function placeRows(
  { doc, table }: TableRestore,
  then: readonly Row[],
  misplaced: Set<string>,
): void {
  for (const [index, { id }] of then.entries()) {
    if (!misplaced.has(id)) continue
    const others = orderedRows(doc, table.id)
      .map((row) => row.id)
      .filter((other) => other !== id)
    const before = then
      .slice(0, index)
      .map((row) => row.id)
      .findLast((other) => others.includes(other) && !misplaced.has(other))
    moveRow(doc, table.id, id, before === undefined ? 0 : others.indexOf(before) + 1)
    misplaced.delete(id)
  }
}
