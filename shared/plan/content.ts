import { z } from 'zod'
import { type PlainValue, PlainValueSchema } from '../format/kinds/plain-value.ts'
import { isRichDoc, type RichDoc, RichDocSchema } from '../richtext/rich-doc.ts'

/**
 * `PlanContent`: a plan as plain JSON, made only by `readPlan`. It is the answer of `GET
 * /api/plans/:id/content`, the input of exports, versions and checks, and (values, fields, tables)
 * the input of `POST /api/plans`, so that a plan round-trips.
 */

/**
 * The value of a cell: text (also option ids, ISO dates and row ids), an integer (cents,
 * hundredths, a count), `nvt`, a rich text, or null when empty.
 */
export const CellValueSchema = z.union([z.string(), z.int(), RichDocSchema, z.null()])
export type CellValue = z.infer<typeof CellValueSchema>

export const RowSchema = z.object({ id: z.string() }).catchall(CellValueSchema)
export type Row = z.infer<typeof RowSchema>

/** Sums of one column, in the unit of that column. */
export const ColumnTotalSchema = z.object({ groups: z.record(z.string(), z.int()), total: z.int() })
export type ColumnTotal = z.infer<typeof ColumnTotalSchema>

export const TableTotalsSchema = z.object({
  /** Cents of the table's first total column, per group id. */
  groups: z.record(z.string(), z.int()),
  totalCents: z.int(),
  quantityHundredths: z.int().optional(),
  /** The same for each total column, such as `actualCents` and `differenceCents` (M16). */
  columns: z.record(z.string(), ColumnTotalSchema),
})
export type TableTotals = z.infer<typeof TableTotalsSchema>

/** A place in a plan. */
export const TargetSchema = z.object({
  kind: z.enum(['plan', 'section', 'field', 'value', 'table', 'row', 'cell']),
  section: z.string().optional(),
  field: z.string().optional(),
  table: z.string().optional(),
  row: z.string().optional(),
  column: z.string().optional(),
})
export type Target = z.infer<typeof TargetSchema>

export const ProblemSchema = z.object({
  /** The rule of the source, or `leesbaar` for unreadable content in the document. */
  rule: z.string(),
  severity: z.enum(['block', 'warn', 'info']),
  message: z.string(),
  target: TargetSchema,
  /** The requirement of the form that the rule checks, and whose it is. */
  requirement: z
    .object({ id: z.string(), basis: z.enum(['form', 'submission', 'ours']) })
    .optional(),
})
export type Problem = z.infer<typeof ProblemSchema>

export const PlanContentSchema = z.object({
  format: z.object({ id: z.string(), version: z.int() }),
  epoch: z.string(),
  seq: z.int(),
  values: z.record(z.string(), PlainValueSchema),
  fields: z.record(z.string(), RichDocSchema),
  tables: z.record(z.string(), z.array(RowSchema)),
  totals: z.record(z.string(), TableTotalsSchema),
  problems: z.array(ProblemSchema),
})
export type PlanContent = z.infer<typeof PlanContentSchema>

const plainTypes = [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] as const
const textTypes = [{ type: 'string' }, { type: 'object' }] as const

type RowInput = { id?: string | undefined; [column: string]: CellValue | undefined }

/**
 * The initial content of a new plan. A rich text may be a plain string: blank lines separate
 * paragraphs. Checked by hand, only up to the first error: the schema library would report each of
 * three hundred thousand wrong cells, which takes eight seconds.
 */
export const PlanInputSchema = z.object({
  values: z
    .custom<Record<string, PlainValue>>(recordOf(isPlainValue), 'geen waarden')
    .meta({ type: 'object', additionalProperties: { anyOf: plainTypes } }),
  fields: z
    .custom<Record<string, string | RichDoc>>(
      recordOf((value) => typeof value === 'string' || isRichDoc(value)),
      'geen teksten',
    )
    .meta({ type: 'object', additionalProperties: { anyOf: textTypes } })
    .optional(),
  tables: z
    .custom<Record<string, RowInput[]>>(
      recordOf((rows) => Array.isArray(rows) && rows.every(isRowInput)),
      'geen tabellen',
    )
    .meta({
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string' } },
          additionalProperties: { anyOf: [...plainTypes, { type: 'object' }] },
        },
      },
    })
    .optional(),
})
export type PlanInput = z.infer<typeof PlanInputSchema>

function isPlainValue(value: unknown): boolean {
  return typeof value === 'string' || value === null || Number.isSafeInteger(value)
}

function recordOf(isGood: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isGood)
}

function isRowInput(row: unknown): boolean {
  return (
    recordOf((cell) => isPlainValue(cell) || isRichDoc(cell))(row) &&
    ['string', 'undefined'].includes(typeof (row as RowInput).id)
  )
}
