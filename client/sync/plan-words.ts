import type { Column } from '#shared/format/columns.ts'
import { blocksOf, type ValueDefinition, yesNo } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { type CellValue, notApplicable, type PlainValue, type PlanContent, type RichNode, type Row } from '#shared/plan/content.ts'
import { plainText } from '#shared/richtext/normalize.ts'

/** A cell as a person reads it; empty when there is nothing in it. */
export function cellWords(value: CellValue, column: Column, content: Pick<PlanContent, 'tables'>): string {
  if (value === null) return ''
  if (typeof value === 'object') return plainText(value as RichNode).trim()
  if (value === notApplicable) return 'n.v.t.'
  if (typeof value === 'number') return column.kind === 'money' || column.kind === 'quantity' || column.kind === 'computed' ? decimal(value) : String(value)
  if (column.kind === 'choice') return column.options.find((option) => option.id === value)?.label ?? value
  return column.kind === 'reference' ? rowName(column.tables.flatMap((table) => content.tables[table] ?? []).find((row) => row.id === value)) : value
}

/** A single value as a person reads it. */
export function valueWords(value: PlainValue, { id, kind }: ValueDefinition, format: Format): string {
  if (value === null) return ''
  if (kind === 'money') return decimal(Number(value))
  return kind === 'choice' ? (optionsOf(id, format).find((option) => option.id === value)?.label ?? String(value)) : String(value)
}

/** What a row is called: its first words. */
export function rowName(row: Row | undefined): string {
  const words = Object.entries(row ?? {}).find(([key, value]) => key !== 'id' && typeof value === 'string' && value !== '')
  return typeof words?.[1] === 'string' ? words[1] : ''
}

/** The form prints some labels with a colon and some without. */
export function labelled(label: string, words: string): string {
  return `${label.replace(/\s*:\s*$/, '')}: ${words}`
}

function optionsOf(id: string, format: Format): readonly { id: string; label: string }[] {
  for (const { block } of blocksOf(format)) if (block.kind === 'choice' && block.id === id) return block.options
  return yesNo
}

function decimal(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace('.', ',')
}
