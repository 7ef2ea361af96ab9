import { type Column, isReference } from '../format/columns.ts'
import type { SummaryPart } from '../format/kinds/table-schema.ts'
import { tableOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { formatEuro } from '../money.ts'
import { type DateStyle, formatDay, formatDaySpan } from '../text/moment.ts'
import type { PlanContent, Row } from './content.ts'
import { rowOf } from './row-places.ts'
import { titleOf } from './row-title.ts'
import { cellWords } from './words.ts'

/** `wide`: several values beside each other. `status`: an option of a choice that says how far a row is. `short`: a word or two. */
export type FactKind = 'text' | 'wide' | 'short' | 'days' | 'status' | 'money'

/** What a folded row says beside its name; `text` is empty where the row has no such value. */
export type Fact = { kind: FactKind; text: string; option?: string }

/** The tables that every form has, for forms that do not say how their rows are summarised. */
const usual: Readonly<Record<string, readonly SummaryPart[]>> = {
  people: [{ columns: ['position', 'party'] }, { columns: ['mandateLevel'], before: 'mandaat' }],
  themes: [{ columns: ['lead'] }, { columns: ['status'] }],
  activities: [{ columns: ['lead'] }, { columns: ['dateFrom', 'dateTo'] }, { columns: ['status'] }],
}

/** How many columns a table without a summary says, after the name of the row. */
const fallbackParts = 3

const known = new WeakMap<Table, readonly ShownPart[]>()
type ShownPart = { columns: readonly Column[]; before: string; kind: FactKind }

/** The parts of the summary of a table that this form has columns for. */
export function summaryParts(table: Table): readonly ShownPart[] {
  const found = known.get(table)
  if (found !== undefined) return found
  const wanted = table.summary ?? usual[table.id] ?? firstColumns(table)
  const parts = wanted.flatMap(({ columns: ids, before = '' }): ShownPart[] => {
    const columns = ids.flatMap((id) => table.columns.find((column) => column.id === id) ?? [])
    return columns.length === 0 ? [] : [{ columns, before, kind: kindOf(columns) }]
  })
  known.set(table, parts)
  return parts
}

function firstColumns(table: Table): SummaryPart[] {
  return table.columns
    .filter(({ isTitle, kind }) => !isTitle && kind !== 'richText' && kind !== 'computed')
    .slice(0, fallbackParts)
    .map(({ id }) => ({ columns: [id] }))
}

function kindOf(columns: readonly Column[]): FactKind {
  const [first] = columns
  if (columns.every(({ kind }) => kind === 'date')) return 'days'
  if (columns.length === 1 && first?.kind === 'choice')
    return first.id === 'status' ? 'status' : 'short'
  if (columns.length > 1) return 'wide'
  return first?.kind === 'money' ? 'money' : 'text'
}

/** The budget of a row that has a group of its own in the budget, such as a theme; null if it has none. */
function budgetOf(table: Table, row: Row, { totals }: PlanContent, format: Format): number | null {
  const budget = tableOf(format, format.summary.budgetTable ?? '')
  const hasGroup = budget?.groups?.some(
    (group) => group.kind === 'perRow' && group.table === table.id,
  )
  return budget === undefined || hasGroup !== true ? null : (totals[budget.id]?.groups[row.id] ?? 0)
}

/** `dates`: the way in which the reader has days written. */
export type FactsFor = { content: PlanContent; format: Format; dates: DateStyle }

/** The facts of a row, in the same order for every row of its table. */
export function factsOf(table: Table, row: Row, { content, format, dates }: FactsFor): Fact[] {
  const facts = summaryParts(table).map(({ columns, before, kind }): Fact => {
    const [first] = columns
    const option = kind === 'status' && first !== undefined ? row[first.id] : undefined
    return {
      kind,
      text:
        kind === 'days'
          ? daysOf(columns, row, dates)
          : wordsOf({ columns, before, row, content, format, dates }),
      ...(typeof option === 'string' && option !== '' ? { option } : {}),
    }
  })
  const cents = budgetOf(table, row, content, format)
  if (cents !== null) facts.push({ kind: 'money', text: cents === 0 ? '' : formatEuro(cents) })
  return facts
}

function daysOf(columns: readonly Column[], row: Row, dates: DateStyle): string {
  const [from = '', to = ''] = columns.map(({ id }) => (typeof row[id] === 'string' ? row[id] : ''))
  return formatDaySpan(from, to, dates)
}

type Words = {
  columns: readonly Column[]
  before: string
  row: Row
  content: PlanContent
  format: Format
  dates: DateStyle
}

function wordsOf({ columns, before, row, content, format, dates }: Words): string {
  const words = columns
    .map((column) => {
      const value = row[column.id] ?? null
      if (column.kind === 'date' && typeof value === 'string') return formatDay(value, dates)
      return isReference(column)
        ? nameOf(column.tables, value, content, format)
        : cellWords(value, column, content)
    })
    .filter((text) => text !== '')
    .join(' · ')
  return before === '' || words === '' ? words : `${before} ${words.toLocaleLowerCase('nl-NL')}`
}

function nameOf(
  tables: readonly string[],
  value: unknown,
  content: PlanContent,
  format: Format,
): string {
  for (const id of tables) {
    const row = rowOf(content.tables[id], value)
    const table = tableOf(format, id)
    if (row !== undefined && table !== undefined) return titleOf(table, row)
  }
  return ''
}
