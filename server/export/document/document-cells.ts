import {
  type ByColumnKind,
  byColumnKind,
  type Column,
  columnKinds,
  isReference,
} from '#shared/format/columns.ts'
import type { NumberUnit } from '#shared/format/kinds/column-kind.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatCount, formatEuro, formatHundredths } from '#shared/money.ts'
import type { CellValue, PlanContent } from '#shared/plan/content.ts'
import { optionLabel } from '#shared/plan/words.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { formatDate } from './document-dates.ts'
import type { TypedValue } from './document-tree.ts'

/** A plan with its format, from which a cell prints a name instead of an id. */
export type Source = { content: PlanContent; format: Format }

/** Number columns are right-aligned, so that their digits line up (T17). */
export function isNumeric(column: Column): boolean {
  return columnKinds[column.kind].unit !== null
}

/** A cell as one text: for a label with a value, and outside a table. */
export function cellText(column: Column, cell: CellValue | undefined, source: Source): string {
  if (cell === null || cell === undefined) return ''
  if (isRich(cell)) return plainText(cell).trim()
  const value = printedValue(column, cell, source)
  return typeof value === 'string' ? value : valueText(value)
}

export function valueText(value: TypedValue): string {
  switch (value.kind) {
    case 'money':
      return formatEuro(value.cents)
    case 'quantity':
      return formatHundredths(value.hundredths)
    case 'count':
      return formatCount(value.count)
    case 'date':
      return formatDate(value.iso)
    case 'notApplicable':
      return notApplicable
  }
}

/** The printed form of a cell: a typed value, or text. */
export function printedValue(
  column: Column,
  cell: string | number,
  source: Source,
): TypedValue | string {
  if (typeof cell === 'number') return numberValue(column, cell) ?? String(cell)
  if (isNumeric(column) && cell === notApplicable) return { kind: 'notApplicable' }
  return byColumnKind(textValues, column, cell, source)
}

const asWritten = (_: unknown, cell: string) => cell

/** A text in a cell. A numeric column contains none, but a client may have written one. */
const textValues: ByColumnKind<TypedValue | string, [cell: string, source: Source]> = {
  line: asWritten,
  richText: asWritten,
  choice: ({ options }, cell) => optionLabel(options, cell),
  date: (_, cell) => ({ kind: 'date', iso: cell }),
  count: asWritten,
  quantity: asWritten,
  money: asWritten,
  reference: ({ tables }, cell, source) => referenceText(tables, cell, source),
  computed: asWritten,
}

/** A number in the unit of its column; undefined in a column that holds none. */
export function numberValue(column: Column, amount: number): TypedValue | undefined {
  const { unit } = columnKinds[column.kind]
  return unit === null ? undefined : unitValues[unit](amount)
}

const unitValues: Readonly<Record<NumberUnit, (amount: number) => TypedValue>> = {
  cents: (cents) => ({ kind: 'money', cents }),
  hundredths: (hundredths) => ({ kind: 'quantity', hundredths }),
  count: (count) => ({ kind: 'count', count }),
}

/** A row of another table by its title. A deleted row has none. */
function referenceText(tables: readonly string[], id: string, source: Source): string {
  for (const table of tablesOf(source.format).filter((candidate) =>
    tables.includes(candidate.id),
  )) {
    const row = source.content.tables[table.id]?.find((candidate) => candidate.id === id)
    const title = table.columns.find((column) => column.isTitle)
    // A title that is itself a reference would loop for two rows that name each other.
    if (row !== undefined && title !== undefined && !isReference(title))
      return cellText(title, row[title.id], source)
  }
  return ''
}

export function isRich(cell: CellValue | undefined): cell is Extract<CellValue, RichNode> {
  return typeof cell === 'object' && cell !== null
}
