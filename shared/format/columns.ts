import { z } from 'zod'
import { choiceColumn } from './kinds/columns/choice.ts'
import { computedColumn } from './kinds/columns/computed.ts'
import { countColumn } from './kinds/columns/count.ts'
import { dateColumn } from './kinds/columns/date.ts'
import { lineColumn } from './kinds/columns/line.ts'
import { moneyColumn } from './kinds/columns/money.ts'
import { quantityColumn } from './kinds/columns/quantity.ts'
import { referenceColumn } from './kinds/columns/reference.ts'
import { richTextColumn } from './kinds/columns/rich-text.ts'
import type { ReadValue } from './kinds/plain-value.ts'

/** Every kind of column, by the name that a format gives it. */
export const columnKinds = {
  line: lineColumn,
  richText: richTextColumn,
  choice: choiceColumn,
  date: dateColumn,
  count: countColumn,
  quantity: quantityColumn,
  money: moneyColumn,
  reference: referenceColumn,
  computed: computedColumn,
} as const

/**
 * Typed columns of a table. Cells of kind money hold integer cents, quantities integer hundredths.
 */
export const ColumnSchema = z.discriminatedUnion('kind', [
  lineColumn.schema,
  richTextColumn.schema,
  choiceColumn.schema,
  dateColumn.schema,
  countColumn.schema,
  quantityColumn.schema,
  moneyColumn.schema,
  referenceColumn.schema,
  computedColumn.schema,
])
export type Column = z.infer<typeof ColumnSchema>
export type ColumnKind = Column['kind']
export type ColumnOf<Kind extends ColumnKind> = Extract<Column, { kind: Kind }>

/** One handler per kind of column: a consumer that lacks a kind does not compile. */
export type ByColumnKind<Answer, Rest extends readonly unknown[] = []> = {
  readonly [Kind in ColumnKind]: (column: ColumnOf<Kind>, ...rest: Rest) => Answer
}

/** Calls the handler of the column's own kind. */
export function byColumnKind<Answer, Rest extends readonly unknown[]>(
  handlers: ByColumnKind<Answer, Rest>,
  column: Column,
  ...rest: Rest
): Answer {
  // The record pairs each kind with its own column, which the compiler can't see through a union.
  const handler = handlers[column.kind] as (column: Column, ...rest: Rest) => Answer
  return handler(column, ...rest)
}

type KindsStored<Stored> = {
  [Kind in ColumnKind]: (typeof columnKinds)[Kind]['stored'] extends Stored ? Kind : never
}[ColumnKind]
export type PlainColumn = ColumnOf<KindsStored<'plain'>>
export type RichTextColumn = ColumnOf<KindsStored<'richText'>>
export type ComputedColumn = ColumnOf<KindsStored<'computed'>>

type KindsThatRefer = {
  [Kind in ColumnKind]: (typeof columnKinds)[Kind]['isReference'] extends true ? Kind : never
}[ColumnKind]
export type ReferenceColumn = ColumnOf<KindsThatRefer>

/**
 * How the cells of a column are stored in the document: in one of three ways, whatever the kind.
 */
export type ByStorage<Answer, Rest extends readonly unknown[] = []> = {
  readonly plain: (column: PlainColumn, ...rest: Rest) => Answer
  readonly richText: (column: RichTextColumn, ...rest: Rest) => Answer
  readonly computed: (column: ComputedColumn, ...rest: Rest) => Answer
}

export function byStorage<Answer, Rest extends readonly unknown[]>(
  handlers: ByStorage<Answer, Rest>,
  column: Column,
  ...rest: Rest
): Answer {
  const { stored } = columnKinds[column.kind]
  const handler = handlers[stored] as (column: Column, ...rest: Rest) => Answer
  return handler(column, ...rest)
}

export const isPlain = (column: Column): column is PlainColumn =>
  columnKinds[column.kind].stored === 'plain'
export const isRichText = (column: Column): column is RichTextColumn =>
  columnKinds[column.kind].stored === 'richText'
export const isComputed = (column: Column): column is ComputedColumn =>
  columnKinds[column.kind].stored === 'computed'

export const isReference = (column: Column): column is ReferenceColumn =>
  columnKinds[column.kind].isReference

/** The initial content of a new cell; undefined if the form prints nothing there. */
export function defaultOf(column: Column): string | number | undefined {
  return 'default' in column ? column.default : undefined
}

/** Reads a cell of a kind that is stored as a value. An empty cell is empty in every kind. */
export function readCell(column: PlainColumn, raw: unknown): ReadValue {
  if (raw === undefined || raw === null || raw === '') return { kind: 'ok', value: null }
  const { read } = columnKinds[column.kind] as { read(column: Column, raw: unknown): ReadValue }
  return read(column, raw)
}
