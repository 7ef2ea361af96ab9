import * as Y from 'yjs'
import { type ByStorage, byStorage, readCell } from '../format/columns.ts'
import type { PlainValue } from '../format/kinds/plain-value.ts'
import { readPlainValue } from '../format/kinds/values.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { isRowId } from '../ids.ts'
import { compareRows, isOrderKey, lastOrder } from '../order.ts'
import { readFragment, readFragmentInSteps } from '../richtext/fragment.ts'
import type { Normalized } from '../richtext/normalize.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { RichDoc } from '../richtext/rich-doc.ts'
import { atOnce, type Steps } from '../steps.ts'
import { computeRow } from './computed.ts'
import type { CellValue, PlanContent, Problem, Row, TableTotals, Target } from './content.ts'
import { entryOf, groupsOf } from './groups.ts'
import { fieldFragment, orderCell, planValues, removedCell, tableRows } from './layout.ts'
import { totalsOf } from './totals.ts'

/** Cost of reading a row and its place in the order, a cell of it, and a text. */
const rowUnits = 4
const cellUnits = 1
const fieldUnits = 100
/**
 * Cost of adding a row to a sum: a hundred thousand of them take a moment, so that is not split
 * into steps.
 */
const sumUnits = 0.2

type PlanPosition = { epoch: string; seq: number }

/**
 * The only reader of a plan document: plain JSON out of any bytes that a client can put there. A
 * bad cell becomes empty and is reported; nothing here throws. Split into parts so that a screen
 * can read only the changed parts again.
 */
export function readPlan(doc: Y.Doc, format: Format, at: PlanPosition): PlanContent {
  return atOnce(readPlanInSteps(doc, format, at))
}

/** The same, one row at a time. Nobody may write to the document until it is done. */
export function* readPlanInSteps(doc: Y.Doc, format: Format, at: PlanPosition): Steps<PlanContent> {
  const values = readValues(doc, format)
  const problems = [...values.problems]
  const fields: Record<string, RichDoc> = {}
  for (const id of fieldIdsOf(format)) {
    const field = yield* readFragmentInSteps(fieldFragment(doc, id))
    fields[id] = field.doc
    if (field.isDamaged) problems.push(unreadable({ kind: 'field', field: id }))
    yield fieldUnits
  }
  const raw: Record<string, Row[]> = {}
  for (const table of tablesOf(format)) {
    const part = yield* readRowsInSteps(doc, table)
    raw[table.id] = part.rows
    // Not spread: there may be more problems than the maximum number of arguments.
    for (const problem of part.problems) problems.push(problem)
  }
  const { tables, totals } = yield* assembleInSteps(format, raw)
  return {
    format: { id: format.id, version: format.version },
    ...at,
    values: values.values,
    fields,
    tables,
    totals,
    problems,
  }
}

type Raw = Readonly<Record<string, readonly Row[]>>
type Assembled = { tables: Record<string, Row[]>; totals: Record<string, TableTotals> }

/** Adds the values computed from other rows: `nvt`, products, differences, totals. */
export function assembleTables(format: Format, raw: Raw): Assembled {
  return atOnce(assembleInSteps(format, raw))
}

function* assembleInSteps(format: Format, raw: Raw): Steps<Assembled> {
  const tables: Record<string, Row[]> = {}
  const totals: Record<string, TableTotals> = {}
  for (const table of tablesOf(format)) {
    const groups = groupsOf(table, raw)
    const rows: Row[] = []
    for (const row of raw[table.id] ?? []) {
      rows.push(computeRow(table, row, entryOf(row, groups)))
      yield cellUnits * table.columns.length
    }
    tables[table.id] = rows
    yield sumUnits * rows.length * table.totals.length
    const sums = totalsOf(table, rows, groups, raw)
    if (sums !== null) totals[table.id] = sums
  }
  return { tables, totals }
}

export function readField(doc: Y.Doc, fieldId: string): Normalized {
  return readFragment(fieldFragment(doc, fieldId))
}

export function readValues(
  doc: Y.Doc,
  format: Format,
): { values: Record<string, PlainValue>; problems: Problem[] } {
  const stored = planValues(doc)
  const values: Record<string, PlainValue> = {}
  const problems: Problem[] = []
  for (const definition of valuesOf(format)) {
    const read = readPlainValue(definition, stored.get(definition.id))
    values[definition.id] = read.kind === 'ok' ? read.value : null
    if (read.kind === 'bad') problems.push(unreadable({ kind: 'value', field: definition.id }))
  }
  return { values, problems }
}

type Rows = { rows: Row[]; problems: Problem[] }

/** Rows of a table as stored, in their order, without the removed ones. */
export function readRows(doc: Y.Doc, table: Table): Rows {
  return atOnce(readRowsInSteps(doc, table))
}

function* readRowsInSteps(doc: Y.Doc, table: Table): Steps<Rows> {
  const problems: Problem[] = []
  const found: { id: string; order: string; row: Row }[] = []
  for (const [id, cells] of tableRows(doc, table.id).entries()) {
    yield rowUnits + cellUnits * table.columns.length
    if (!isRowId(id) || !(cells instanceof Y.Map)) {
      problems.push(unreadable({ kind: 'table', table: table.id }))
      continue
    }
    if (cells.get(removedCell) === true) continue
    const order = cells.get(orderCell)
    found.push({
      id,
      order: isOrderKey(order) ? order : lastOrder,
      row: yield* readRow(table, id, cells, problems),
    })
  }
  found.sort(compareRows)
  return { rows: found.map((entry) => entry.row), problems }
}

function* readRow(
  table: Table,
  id: string,
  cells: Y.Map<unknown>,
  problems: Problem[],
): Steps<Row> {
  const row: Row = { id }
  for (const column of table.columns) {
    const found = byStorage(readers, column, cells)
    if (found === null) continue
    const read = found instanceof Y.XmlFragment ? yield* readTextCell(found) : found
    row[column.id] = read.cell
    if (read.isDamaged)
      problems.push(unreadable({ kind: 'cell', table: table.id, row: id, column: column.id }))
  }
  return row
}

type ReadCell = { cell: CellValue; isDamaged: boolean }

function* readTextCell(fragment: Y.XmlFragment): Steps<ReadCell> {
  const { doc, isDamaged } = yield* readFragmentInSteps(fragment)
  return { cell: doc, isDamaged }
}

/** The value of a cell, or the text that holds it; null if it is not stored. */
const readers: ByStorage<ReadCell | Y.XmlFragment | null, [cells: Y.Map<unknown>]> = {
  plain: (column, cells) => {
    const read = readCell(column, cells.get(column.id))
    return read.kind === 'ok'
      ? { cell: read.value, isDamaged: false }
      : { cell: null, isDamaged: true }
  },
  richText: (column, cells) => {
    const raw = cells.get(column.id)
    if (!(raw instanceof Y.XmlFragment) || raw instanceof Y.XmlElement)
      return { cell: emptyDoc(), isDamaged: raw !== undefined }
    return raw
  },
  computed: () => null,
}

function unreadable(target: Target): Problem {
  return {
    rule: 'leesbaar',
    severity: 'warn',
    message: 'Hier staat iets dat niet te lezen is. Vul het opnieuw in.',
    target,
  }
}
