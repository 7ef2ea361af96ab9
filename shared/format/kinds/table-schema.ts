import { z } from 'zod'
import { ColumnSchema } from '../columns.ts'
import { blockBase, IdSchema } from './base.ts'

const GroupSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    id: IdSchema,
    label: z.string().min(1),
    /**
     * `rate`: quantity times rate. `amount`: quantity and rate do not apply (Z13). `either`: chosen
     * per line.
     */
    entry: z.enum(['rate', 'amount', 'either']).default('either'),
  }),
  /** One group for each row of a table, with that row's id: a budget group per theme (M13). */
  z.strictObject({
    kind: z.literal('perRow'),
    table: IdSchema,
    /** {n} is the row's number, {title} its title cell. */
    label: z.string().min(1),
    entry: z.enum(['rate', 'amount', 'either']).default('either'),
  }),
])

/** The name for a row, and its article where that is not `de`: "het thema", "de begrotingsregel". */
export const ItemSchema = z.strictObject({
  one: z.string(),
  many: z.string(),
  article: z.literal('het').optional(),
})

/** A part of what a folded row says beside its name: the values of these columns, after a word that explains them. */
const SummaryPartSchema = z.strictObject({
  columns: z.array(IdSchema).min(1),
  before: z.string().optional(),
})
export type SummaryPart = z.infer<typeof SummaryPartSchema>

export const TableSchema = z.strictObject({
  kind: z.literal('table'),
  ...blockBase,
  layout: z.enum(['cards', 'grid']),
  item: ItemSchema,
  /** Rows are numbered and their order is a priority (M11): "Thema {n}:". */
  numbering: z.string().optional(),
  columns: z.array(ColumnSchema).min(1),
  /** For a layout of cards. Absent in forms from before rows were folded (`usual` in row-summary.ts). */
  summary: z.array(SummaryPartSchema).optional(),
  /** The columns that a card shows although they are empty; the other empty ones are offered by name. */
  asks: z.array(IdSchema).optional(),
  groups: z.array(GroupSchema).optional(),
  /** Only `false`: the form adds up its groups nowhere. */
  hasSubtotals: z.boolean().optional(),
  /** Column totals below the table; the first one is the table's total. */
  totals: z.array(z.strictObject({ column: IdSchema, label: z.string() })).default([]),
  /**
   * The rows that count in the totals, if not all do: those that refer (`via`) to a row with this
   * answer, once for each such row. A row without a reference counts unless it has a `quantity`.
   * Rows that do not count are named beside the total.
   */
  countedBy: z
    .strictObject({ via: IdSchema, column: IdSchema, is: z.string(), quantity: IdSchema })
    .optional(),
  /**
   * Rows that the source prints already. Unchanged ones are left out of an export by default (Z14).
   */
  presetRows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).default([]),
})
export type Table = z.infer<typeof TableSchema>
