import { z } from 'zod'
import { PlainValueSchema } from '../format/kinds/plain-value.ts'
import { CellValueSchema, type RichDoc } from '../plan/content.ts'

/**
 * What a file says, in the terms of a form and before anyone looked at a plan: only places that the file speaks of are in
 * it. A name of another row ("Trekker: Noor") is kept as words until the rows are known.
 */

const RichDocSchema = z
  .custom<RichDoc>(
    (value) =>
      typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'doc',
  )
  .meta({ type: 'object', description: 'ProseMirror document' })

export const ImportedRowSchema = z.object({
  /** For a row that turns out to be new. */
  id: z.string(),
  cells: z.record(z.string(), CellValueSchema),
  /** Columns that point at rows of other tables, by what the file calls them; empty: pointed at nothing. */
  names: z.record(z.string(), z.string()),
  /** What the file calls the group; null where it names none. */
  group: z.string().nullable(),
  where: z.string(),
})
export type ImportedRow = z.infer<typeof ImportedRowSchema>

/** A sum that the file prints, to be compared with what comes in. */
export const PrintedSumSchema = z.object({
  /** `balance`: what our own exports print below a total, such as what is left. */
  kind: z.enum(['subtotal', 'total', 'balance']),
  /** The column that it is the sum of. */
  column: z.string(),
  label: z.string(),
  where: z.string(),
  /** In the unit of the column. */
  printed: z.int(),
  /** Which lines of the file it may be the sum of, as ranges of indexes: the first is the likeliest. */
  lines: z.array(z.tuple([z.int(), z.int()])),
})
export type PrintedSum = z.infer<typeof PrintedSumSchema>

export const ImportedTableSchema = z.object({
  rows: z.array(ImportedRowSchema),
  sums: z.array(PrintedSumSchema),
  /** Whether every row of the file was read: only then a row that is missing was left out on purpose. */
  isWhole: z.boolean(),
})
export type ImportedTable = z.infer<typeof ImportedTableSchema>

/** Something of the file that has no place in the plan, with its words: nothing is dropped in silence. */
export const UnplacedSchema = z.object({
  text: z.string(),
  /** Where in the file it stood. */
  where: z.string(),
  /** Why it has no place, and what to do. */
  why: z.string(),
})
export type Unplaced = z.infer<typeof UnplacedSchema>

export const ImportResultSchema = z.object({
  format: z.object({ id: z.string(), version: z.int() }),
  values: z.record(z.string(), PlainValueSchema),
  fields: z.record(z.string(), RichDocSchema),
  tables: z.record(z.string(), ImportedTableSchema),
  unplaced: z.array(UnplacedSchema),
  /** What was left behind on purpose, such as images. */
  notices: z.array(z.string()),
})
export type ImportResult = z.infer<typeof ImportResultSchema>

export function isNothing(found: ImportResult): boolean {
  return (
    Object.keys(found.values).length +
      Object.keys(found.fields).length +
      Object.keys(found.tables).length ===
    0
  )
}
