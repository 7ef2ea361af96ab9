import { formatDate } from '../dates.ts'
import type { Column } from '../format/columns.ts'
import { blocksOf, type ValueDefinition, yesNo } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { formatCount, formatEuro, formatHundredths } from '../money.ts'
import { plainText } from '../richtext/plain-text.ts'
import {
  type CellValue,
  notApplicable,
  type PlainValue,
  type PlanContent,
  type RichNode,
  type Row,
} from './content.ts'
import { rowOf } from './row-places.ts'

/** A cell as a person reads it; empty when there is nothing in it. */
export function cellWords(
  value: CellValue,
  column: Column,
  content: Pick<PlanContent, 'tables'>,
): string {
  if (value === null) return ''
  if (typeof value === 'object') return plainText(value as RichNode).trim()
  if (value === notApplicable) return 'n.v.t.'
  if (typeof value === 'number') return amountWords(value, column.kind)
  if (column.kind === 'date') return formatDate(value)
  if (column.kind === 'choice')
    return column.options.find((option) => option.id === value)?.label ?? value
  return column.kind === 'reference'
    ? rowName(
        column.tables
          .map((table) => rowOf(content.tables[table], value))
          .find((row) => row !== undefined),
      )
    : value
}

/** A single value as a person reads it. */
export function valueWords(
  value: PlainValue,
  { id, kind }: ValueDefinition,
  format: Format,
): string {
  if (value === null) return ''
  if (typeof value === 'number') return amountWords(value, kind)
  if (kind === 'date') return formatDate(value)
  return kind === 'choice'
    ? (optionsOf(id, format).find((option) => option.id === value)?.label ?? value)
    : value
}

/** A number in the words of its kind. */
export function amountWords(value: number, kind: Column['kind'] | ValueDefinition['kind']): string {
  if (kind === 'money' || kind === 'computed') return formatEuro(value)
  return kind === 'quantity' ? formatHundredths(value) : formatCount(value)
}

/** What a row is called: its first words. */
function rowName(row: Row | undefined): string {
  const words = Object.entries(row ?? {}).find(
    ([key, value]) => key !== 'id' && typeof value === 'string' && value !== '',
  )
  return typeof words?.[1] === 'string' ? words[1] : ''
}

/** The form prints some labels with a colon and some without. */
export function bareLabel(label: string): string {
  return label.replace(/\s*:\s*$/, '')
}

export function labelled(label: string, words: string): string {
  return `${bareLabel(label)}: ${words}`
}

function optionsOf(id: string, format: Format): readonly { id: string; label: string }[] {
  for (const { block } of blocksOf(format))
    if (block.kind === 'choice' && block.id === id) return block.options
  return yesNo
}
