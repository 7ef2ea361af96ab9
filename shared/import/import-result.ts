import { z } from 'zod'
import { PlainValueSchema } from '../format/kinds/plain-value.ts'
import { CellValueSchema } from '../plan/content.ts'
import { RichDocSchema } from '../richtext/rich-doc.ts'

/**
 * The content of a file in the terms of a form, independent of any plan: it contains only places
 * that occur in the file. A reference to another row ("Trekker: Noor") is kept as text until the
 * rows are known.
 */

export const ImportedRowSchema = z.object({
  /** For a row that turns out to be new. */
  id: z.string(),
  cells: z.record(z.string(), CellValueSchema),
  /**
   * Columns that refer to rows of other tables, with the names in the file; empty: refers to
   * nothing.
   */
  names: z.record(z.string(), z.string()),
  /** The group's name in the file; null if it names none. */
  group: z.string().nullable(),
  where: z.string(),
})
export type ImportedRow = z.infer<typeof ImportedRowSchema>

/** A printed sum, to be compared with the imported rows. */
export const PrintedSumSchema = z.object({
  /** `balance`: the lines that our own exports print below a total, such as the remainder. */
  kind: z.enum(['subtotal', 'total', 'balance']),
  /** The column that it is the sum of. */
  column: z.string(),
  label: z.string(),
  where: z.string(),
  /** In the unit of the column. */
  printed: z.int(),
  /** The lines of the file that it may be the sum of, as ranges of indexes: the likeliest first. */
  lines: z.array(z.tuple([z.int(), z.int()])),
})
export type PrintedSum = z.infer<typeof PrintedSumSchema>

export const ImportedTableSchema = z.object({
  rows: z.array(ImportedRowSchema),
  sums: z.array(PrintedSumSchema),
  /** True if every row of the file was read: only then a missing row was left out on purpose. */
  isWhole: z.boolean(),
})
export type ImportedTable = z.infer<typeof ImportedTableSchema>

/** Content of the file without a place in the plan, with its text: nothing is dropped silently. */
export const UnplacedSchema = z.object({
  text: z.string(),
  /** Where in the file it stood. */
  where: z.string(),
  /** The reason why it has no place, and the next step. */
  why: z.string(),
})
export type Unplaced = z.infer<typeof UnplacedSchema>

export const ImportResultSchema = z.object({
  format: z.object({ id: z.string(), version: z.int() }),
  values: z.record(z.string(), PlainValueSchema),
  fields: z.record(z.string(), RichDocSchema),
  tables: z.record(z.string(), ImportedTableSchema),
  unplaced: z.array(UnplacedSchema),
  /** Content that was skipped on purpose, such as images. */
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
