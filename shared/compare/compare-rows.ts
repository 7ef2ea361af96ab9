import { placeOf } from '../comments/place-name.ts'
import { type Column, isComputed, isRichText } from '../format/columns.ts'
import type { PlainValue } from '../format/kinds/plain-value.ts'
import type { Format, Table } from '../format/schema.ts'
import { isAmountRow, productColumn } from '../plan/computed.ts'
import type { CellValue, PlanContent, Row } from '../plan/content.ts'
import { type Group, groupOf, groupsOf } from '../plan/groups.ts'
import { placesOf } from '../plan/row-places.ts'
import { bareLabel, cellWords } from '../plan/words.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { Steps } from '../steps.ts'
import * as compareText from '../text/compare.ts'
import { compareTexts } from './compare-text.ts'
import type { CellDifference, ContentDifference, RowDifference } from './differences.ts'

/** The compared parts of a plan: problems and totals follow from them. */
type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>
type Sides = { old: Readable; new: Readable }

/** Added, removed, moved and changed rows: in the current order of the table, removed rows last. */
export function* compareRows(table: Table, sides: Sides, format: Format): Steps<RowDifference[]> {
  const [before, after] = [sides.old.tables[table.id] ?? [], sides.new.tables[table.id] ?? []]
  const [oldPlaces, newPlaces] = [placesOf(before), placesOf(after)]
  const moved = movedRows(before, after, newPlaces)
  yield placeUnits * (before.length + after.length)
  const found: RowDifference[] = []
  for (const [newIndex, row] of after.entries()) {
    yield cellUnits * table.columns.length
    const oldIndex = oldPlaces.get(row.id) ?? null
    const old = oldIndex === null ? undefined : before[oldIndex]
    const cells = yield* compareCells(table, { old, new: row }, sides)
    const isMoved = moved.has(row.id)
    if (old !== undefined && !isMoved && cells.length === 0) continue
    found.push(
      rowDifference(table, row.id, {
        change: old === undefined ? 'added' : 'kept',
        oldIndex,
        newIndex,
        isMoved,
        cells,
        label: nameOf(table, row, format, sides.new),
      }),
    )
  }
  for (const [oldIndex, row] of before.entries()) {
    if (newPlaces.has(row.id)) continue
    yield cellUnits * table.columns.length
    found.push(
      rowDifference(table, row.id, {
        change: 'removed',
        oldIndex,
        newIndex: null,
        isMoved: false,
        cells: yield* compareCells(table, { old: row, new: undefined }, sides),
        label: nameOf(table, row, format, sides.old),
      }),
    )
  }
  return found
}

/** Cost of finding a row on both sides and comparing a cell. */
const placeUnits = 0.5
const cellUnits = 4

function rowDifference(
  table: Table,
  row: string,
  rest: Pick<RowDifference, 'change' | 'oldIndex' | 'newIndex' | 'isMoved' | 'cells' | 'label'>,
): RowDifference {
  return {
    kind: 'row',
    id: `row/${table.id}/${row}`,
    target: { kind: 'row', table: table.id, row },
    table: table.id,
    row,
    ...rest,
  }
}

function nameOf(table: Table, row: Row, format: Format, content: Readable): string {
  return placeOf({ kind: 'row', table: table.id, row: row.id }, format, content) ?? table.item.one
}

function* compareCells(
  table: Table,
  rows: { old: Row | undefined; new: Row | undefined },
  sides: Sides,
): Steps<CellDifference[]> {
  const found: CellDifference[] = []
  for (const column of table.columns) {
    const cell = { old: rows.old?.[column.id] ?? null, new: rows.new?.[column.id] ?? null }
    const content = isRichText(column)
      ? yield* compareTexts(
          (cell.old ?? emptyDoc()) as RichNode,
          (cell.new ?? emptyDoc()) as RichNode,
        )
      : comparePlain(table, column, cell, sides)
    if (content !== null)
      found.push({
        column: column.id,
        label: bareLabel(column.label),
        isComputed: isComputedIn(table, column, rows),
        content,
      })
  }
  return found
}

function comparePlain(
  table: Table,
  column: Column,
  cell: { old: CellValue; new: CellValue },
  sides: Sides,
): ContentDifference | null {
  const [old, changed] = [cell.old as PlainValue, cell.new as PlainValue]
  // A changed title of a referenced row is a difference of that row.
  if (old === changed) return null
  const words = (value: PlainValue, side: Readable) =>
    table.groups !== undefined && column.id === 'group'
      ? groupWords(table, value, side)
      : cellWords(value, column, side)
  return {
    kind: 'plain',
    old,
    new: changed,
    oldWords: words(old, sides.old),
    newWords: words(changed, sides.new),
  }
}

/** A group is stored by an id, which may be that of a theme. */
function groupWords(table: Table, value: PlainValue, { tables }: Readable): string {
  return value === null
    ? ''
    : (groupOf(groupsNow(table, tables), String(value))?.label ?? compareText.noGroup)
}

const groupsKnown = new WeakMap<Readable['tables'], Map<string, Group[]>>()

/** Once per side and table: computing them takes a walk over all rows. */
function groupsNow(table: Table, tables: Readable['tables']): Group[] {
  const known = groupsKnown.get(tables) ?? new Map<string, Group[]>()
  groupsKnown.set(tables, known)
  const groups = known.get(table.id) ?? groupsOf(table, tables)
  known.set(table.id, groups)
  return groups
}

/** Differences in computed cells of rows that exist on both sides. */
function isComputedIn(
  table: Table,
  column: Column,
  rows: { old: Row | undefined; new: Row | undefined },
): boolean {
  if (isComputed(column)) return true
  const product = productColumn(table)
  if (product === undefined) return false
  const isAmount = (row: Row | undefined) => row !== undefined && isAmountRow(table, row)
  return product.id === column.id && !isAmount(rows.old) && !isAmount(rows.new)
}

/** The minimal set of moved rows: those outside the longest run that kept its order. */
function movedRows(
  before: readonly Row[],
  after: readonly Row[],
  newPlaces: ReadonlyMap<string, number>,
): Set<string> {
  const shared = before.filter((row) => newPlaces.has(row.id)).map((row) => row.id)
  const staying = longestAscending(shared.map((id) => newPlaces.get(id) ?? 0))
  const stayed = new Set([...staying].map((place) => after[place]?.id))
  return new Set(shared.filter((id) => !stayed.has(id)))
}

/** Values of a longest ascending subsequence (patience sorting). */
function longestAscending(values: readonly number[]): Set<number> {
  const tails: number[] = []
  const previous = new Map<number, number | undefined>()
  for (const value of values) {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((tails[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    previous.set(value, tails[low - 1])
    tails[low] = value
  }
  const found = new Set<number>()
  for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) found.add(at)
  return found
}
