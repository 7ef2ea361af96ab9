import { formatDate } from '../dates.ts'
import {
  type ByColumnKind,
  byColumnKind,
  type Column,
  type ColumnKind,
  columnKinds,
} from '../format/columns.ts'
import type { NumberUnit } from '../format/kinds/column-kind.ts'
import { notApplicable, type PlainValue } from '../format/kinds/plain-value.ts'
import { type ValueDefinition, type ValueKind, valueKinds, yesNo } from '../format/kinds/values.ts'
import { blocksOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { formatCount, formatEuro, formatHundredths } from '../money.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { CellValue, PlanContent, Row } from './content.ts'
import { rowOf } from './row-places.ts'

/** A cell in words; empty if the cell is empty. */
export function cellWords(
  value: CellValue,
  column: Column,
  content: Pick<PlanContent, 'tables'>,
): string {
  if (value === null) return ''
  if (typeof value === 'object') return plainText(value as RichNode).trim()
  if (value === notApplicable) return 'nvt'
  if (typeof value === 'number') return amountWords(value, column.kind)
  return byColumnKind(columnWords, column, value, content.tables)
}

const asWritten = (_: unknown, value: string) => value

/** The words of a cell that holds a text. A numeric column should have none, but a document may. */
const columnWords: ByColumnKind<string, [value: string, tables: PlanContent['tables']]> = {
  line: asWritten,
  richText: asWritten,
  choice: (column, value) => optionLabel(column.options, value),
  date: (_, value) => formatDate(value),
  count: asWritten,
  quantity: asWritten,
  money: asWritten,
  reference: (column, value, tables) =>
    rowName(
      column.tables.map((table) => rowOf(tables[table], value)).find((row) => row !== undefined),
    ),
  computed: asWritten,
}

/** The label of an option; its id if the form no longer has it. */
export function optionLabel(options: Options, id: string): string {
  return options.find((option) => option.id === id)?.label ?? id
}

/** A single value in words. */
export function valueWords(
  value: PlainValue,
  { id, kind }: ValueDefinition,
  format: Format,
): string {
  if (value === null) return ''
  if (typeof value === 'number') return amountWords(value, kind)
  return textWords[kind](value, () => optionsOf(id, format))
}

type Options = readonly { id: string; label: string }[]

const textWords: Readonly<Record<ValueKind, (value: string, options: () => Options) => string>> = {
  line: (value) => value,
  date: (value) => formatDate(value),
  number: (value) => value,
  money: (value) => value,
  choice: (value, options) => optionLabel(options(), value),
}

/** A number in the words of its kind. */
export function amountWords(value: number, kind: ColumnKind | ValueKind): string {
  const { unit } =
    kind in columnKinds ? columnKinds[kind as ColumnKind] : valueKinds[kind as ValueKind]
  return unitWords[unit ?? 'count'](value)
}

/** A number as it is written in its unit. */
const unitWords: Readonly<Record<NumberUnit, (value: number) => string>> = {
  cents: formatEuro,
  hundredths: formatHundredths,
  count: formatCount,
}

/** The name of a row: its first words. */
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

function optionsOf(id: string, format: Format): Options {
  for (const { block } of blocksOf(format))
    if (block.kind === 'choice' && block.id === id) return block.options
  return yesNo
}
