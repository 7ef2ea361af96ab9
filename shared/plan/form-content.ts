import { formOf } from '../format/form-and-year.ts'
import { blocksOf, fieldIdsOf, tableOf, tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format, FormatPart, Table } from '../format/schema.ts'
import { atOnce, type Steps } from '../steps.ts'
import type { PlanContent, Row, TableTotals, Target } from './content.ts'

/** The content of the form alone: what a version freezes, and what is compared with it. */
export function formContent(content: PlanContent, format: Format): PlanContent {
  return atOnce(formContentInSteps(content, format))
}

/** The same, a row at a time. */
export function* formContentInSteps(content: PlanContent, format: Format): Steps<PlanContent> {
  const form = formOf(format)
  const tables: Record<string, Row[]> = {}
  const totals: Record<string, TableTotals> = {}
  for (const table of tablesOf(form)) {
    const rows: Row[] = []
    for (const row of content.tables[table.id] ?? []) {
      rows.push(cellsOf(table, row))
      yield cellUnits * table.columns.length
    }
    tables[table.id] = rows
    const sums = content.totals[table.id]
    if (sums !== undefined) totals[table.id] = totalsOf(table, sums)
  }
  return {
    ...content,
    values: only(
      content.values,
      valuesOf(form).map(({ id }) => id),
    ),
    fields: only(content.fields, fieldIdsOf(form)),
    tables,
    totals,
    problems: content.problems.filter(({ target }) => partAt(target, format) === 'plan'),
  }
}

const cellUnits = 0.2

/**
 * The version as it was frozen, beside the year as it is now: rules judge both when a plan is handed in, and the year is in
 * no version.
 */
export function withYear(version: PlanContent, now: PlanContent, format: Format): PlanContent {
  const form = formContent(version, format)
  return {
    ...form,
    values: { ...now.values, ...form.values },
    fields: { ...now.fields, ...form.fields },
    tables: { ...now.tables, ...form.tables },
    totals: { ...now.totals, ...form.totals },
  }
}

/** The part of a format that a place belongs to. A row of the form is of the form, whatever of the year it holds. */
export function partAt(target: Target, format: Format): FormatPart {
  return isInForm(target, format) ? 'plan' : 'execution'
}

function isInForm({ kind, section, field, table, column }: Target, format: Format): boolean {
  const form = formOf(format)
  switch (kind) {
    case 'plan':
      return true
    case 'section':
      return form.sections.some(({ id }) => id === section)
    case 'value':
      return valuesOf(form).some(({ id }) => id === field)
    case 'field':
      return [...blocksOf(form)].some(({ block }) => block.id === field)
    case 'table':
    case 'row':
      return tableOf(form, table ?? '') !== undefined
    case 'cell':
      return tableOf(form, table ?? '')?.columns.some(({ id }) => id === column) === true
  }
}

function cellsOf({ columns }: Table, row: Row): Row {
  const cells: Row = { id: row.id }
  for (const { id } of columns) {
    const cell = row[id]
    if (cell !== undefined) cells[id] = cell
  }
  return cells
}

function totalsOf(table: Table, totals: TableTotals): TableTotals {
  return {
    ...totals,
    columns: only(
      totals.columns,
      table.totals.map(({ column }) => column),
    ),
  }
}

function only<Value>(
  record: Readonly<Record<string, Value>>,
  ids: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const value = record[id]
      return value === undefined ? [] : [[id, value]]
    }),
  )
}
