import * as Y from 'yjs'
import { AppError, type FieldError } from '../errors.ts'
import type { Column } from '../format/columns.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { isRowId } from '../ids.ts'
import { initialOrder } from '../order.ts'
import { writeFragment } from '../richtext/fragment.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import { readCell, readPlainValue } from './cells.ts'
import { isAmountLine, productColumn } from './computed.ts'
import type { CellValue, PlanInput, RichDoc, Row } from './content.ts'
import { groupIdOf, groupsOf } from './groups.ts'
import { fieldFragment, orderCell, planValues, tableRows } from './layout.ts'

/**
 * The first state of a plan, as one Yjs update: preset rows of the format and what was given. Only the server calls it,
 * once, in the transaction that creates the plan, so that first content can't be doubled. Tables that are given replace
 * the preset rows. What is computed is taken out again, so that `content` round-trips.
 * Throws `invalid-values` with every input that is wrong.
 */
export function seedPlan(format: Format, input: PlanInput, newRowId: () => string): Uint8Array {
  const problems: FieldError[] = []
  const doc = new Y.Doc()
  doc.transact(() => {
    seedValues(doc, format, input, problems)
    seedFields(doc, format, input, problems)
    seedTables(doc, format, input, newRowId, problems)
  })
  if (problems.length > 0) throw new AppError('invalid-values', { fields: problems })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

function seedValues(doc: Y.Doc, format: Format, input: PlanInput, problems: FieldError[]): void {
  const definitions = new Map(valuesOf(format).map((value) => [value.id, value]))
  for (const [id, raw] of Object.entries(input.values)) {
    const definition = definitions.get(id)
    const read = definition === undefined ? undefined : readPlainValue(definition, raw)
    if (read === undefined)
      problems.push({ path: `values.${id}`, message: 'Dit veld kent het formulier niet.' })
    else if (read.kind === 'bad')
      problems.push({
        path: `values.${id}`,
        message: `“${definition?.label ?? id}” is niet goed ingevuld.`,
      })
    else if (read.value !== null) planValues(doc).set(id, read.value)
  }
}

function seedFields(doc: Y.Doc, format: Format, input: PlanInput, problems: FieldError[]): void {
  const known = new Set(fieldIdsOf(format))
  for (const [id, text] of Object.entries(input.fields ?? {})) {
    if (!known.has(id))
      problems.push({ path: `fields.${id}`, message: 'Dit veld kent het formulier niet.' })
    else writeFragment(fieldFragment(doc, id), toDoc(text))
  }
}

const toDoc = (text: string | RichDoc): RichDoc =>
  typeof text === 'string' ? plainDoc(text) : text

function seedTables(
  doc: Y.Doc,
  format: Format,
  input: PlanInput,
  newRowId: () => string,
  problems: FieldError[],
): void {
  const tables = tablesOf(format)
  const known = new Set(tables.map((table) => table.id))
  for (const id of Object.keys(input.tables ?? {}))
    if (!known.has(id))
      problems.push({ path: `tables.${id}`, message: 'Deze tabel kent het formulier niet.' })

  const rows: Record<string, Row[]> = {}
  for (const table of tables) {
    const given = input.tables?.[table.id] ?? table.presetRows
    rows[table.id] = given.map(
      (row): Row => ({ ...row, id: typeof row['id'] === 'string' ? row['id'] : newRowId() }),
    )
  }
  for (const table of tables) seedRows(doc, table, rows, problems)
}

function seedRows(
  doc: Y.Doc,
  table: Table,
  tables: Readonly<Record<string, readonly Row[]>>,
  problems: FieldError[],
): void {
  const rows = tables[table.id] ?? []
  const columns = new Map(table.columns.map((column) => [column.id, column]))
  const groups = groupsOf(table, tables)
  const keys = initialOrder(rows.length)
  const seen = new Set<string>()
  rows.forEach((row, index) => {
    const at = `tables.${table.id}.${index}`
    if (!isRowId(row.id) || seen.has(row.id)) {
      problems.push({ path: `${at}.id`, message: 'Deze regel heeft geen eigen, geldig id.' })
      return
    }
    seen.add(row.id)
    for (const id of Object.keys(row))
      if (id !== 'id' && !columns.has(id))
        problems.push({ path: `${at}.${id}`, message: 'Deze kolom kent het formulier niet.' })
    const amountLine = isAmountLine(
      table,
      row,
      groups.find((group) => group.id === groupIdOf(row, groups))?.entry ?? 'either',
    )
    // In the document first: a rich text can only be filled where it is part of one.
    const cells = new Y.Map<unknown>()
    tableRows(doc, table.id).set(row.id, cells)
    cells.set(orderCell, keys[index])
    for (const column of table.columns) {
      const value = row[column.id]
      // An amount that follows from quantity and rate is not stored; typed amounts are.
      if (column.kind === 'computed' || (column.id === productColumn(table)?.id && !amountLine))
        continue
      seedCell(cells, column, value, (message) =>
        problems.push({ path: `${at}.${column.id}`, message }),
      )
    }
  })
}

function seedCell(
  cells: Y.Map<unknown>,
  column: Column,
  value: CellValue | undefined,
  complain: (message: string) => void,
): void {
  if (column.kind === 'richText') {
    const fragment = new Y.XmlFragment()
    cells.set(column.id, fragment)
    if (typeof value === 'string' || (typeof value === 'object' && value !== null))
      writeFragment(fragment, toDoc(value))
    else if (typeof value === 'number') complain(`“${column.label}” is een tekst.`)
    return
  }
  const read = readCell(column, value === undefined && 'default' in column ? column.default : value)
  if (read.kind === 'bad') complain(`“${column.label}” is niet goed ingevuld.`)
  else if (read.value !== null) cells.set(column.id, read.value)
}
