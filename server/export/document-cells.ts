import type { Column } from '#shared/format/columns.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatCount, formatEuro, formatHundredths } from '#shared/money.ts'
import {
  type CellValue,
  notApplicable,
  type PlanContent,
  type RichNode,
  type Row,
} from '#shared/plan/content.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { formatDate } from './dates.ts'
import { richTextBlocks } from './document-richtext.ts'
import { paragraph, type TableCell, type TypedValue } from './document-tree.ts'

/** A plan with its format: what a cell needs to print a name instead of an id. */
export type Source = { content: PlanContent; format: Format }

/** Columns of numbers stand right, so that their digits stand below each other (T17). */
export function isNumeric(column: Column): boolean {
  return (
    column.kind === 'money' ||
    column.kind === 'computed' ||
    column.kind === 'quantity' ||
    column.kind === 'count'
  )
}

export function tableCell(column: Column, row: Row, source: Source): TableCell {
  const cell = row[column.id]
  if (column.kind === 'richText')
    return {
      content: isRich(cell)
        ? richTextBlocks(cell, { below: null })
        : [paragraph(cellText(column, cell, source))],
    }
  const value = typedValue(column, cell)
  const content = [paragraph(cellText(column, cell, source))]
  return value === undefined ? { content } : { content, value }
}

/** A cell as one text: for a label with a value, and for what stands in no table. */
export function cellText(column: Column, cell: CellValue | undefined, source: Source): string {
  if (cell === null || cell === undefined) return ''
  if (isRich(cell)) return plainText(cell).trim()
  const value = typedValue(column, cell)
  if (value !== undefined) return valueText(value)
  if (column.kind === 'choice')
    return column.options.find((option) => option.id === cell)?.label ?? String(cell)
  if (column.kind === 'reference') return referenceText(column.tables, String(cell), source)
  return String(cell)
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

function typedValue(column: Column, cell: CellValue | undefined): TypedValue | undefined {
  if (isNumeric(column) && cell === notApplicable) return { kind: 'notApplicable' }
  if (column.kind === 'date' && typeof cell === 'string') return { kind: 'date', iso: cell }
  return typeof cell === 'number' ? numberValue(column, cell) : undefined
}

/** A number in the unit of its column. */
export function numberValue(column: Column, amount: number): TypedValue | undefined {
  if (column.kind === 'money' || column.kind === 'computed') return { kind: 'money', cents: amount }
  if (column.kind === 'quantity') return { kind: 'quantity', hundredths: amount }
  return column.kind === 'count' ? { kind: 'count', count: amount } : undefined
}

/** A row of another table by its title. A row that was removed has none left to print. */
function referenceText(tables: readonly string[], id: string, source: Source): string {
  for (const table of tablesOf(source.format).filter((candidate) =>
    tables.includes(candidate.id),
  )) {
    const row = source.content.tables[table.id]?.find((candidate) => candidate.id === id)
    const title = table.columns.find((column) => column.isTitle)
    // A title that is itself a reference would send two rows that name each other round for ever.
    if (row !== undefined && title !== undefined && title.kind !== 'reference')
      return cellText(title, row[title.id], source)
  }
  return ''
}

export function isRich(cell: CellValue | undefined): cell is Extract<CellValue, RichNode> {
  return typeof cell === 'object' && cell !== null
}
