import { z } from 'zod'
import { IdSchema } from './kinds/base.ts'

const SeveritySchema = z.enum(['block', 'warn', 'info'])

const where = z.record(z.string(), z.string()).default({})
const base = {
  /** The rule of the source: M3, Z10, R1. */
  id: z.string().regex(/^[A-Z]{1,2}\d{1,2}[a-z]?$/),
  severity: SeveritySchema,
  /** Dutch sentence with the next step; {row}, {names}, {count}, {sum}, {limit} are filled in. */
  message: z.string().min(1),
  /** The requirement of the form that this rule checks: it says whose it is. */
  requirement: IdSchema.optional(),
}

/**
 * The checks of a plan of this format. Rules are data; each kind is one small pure function in
 * `plan/problems`. No rule blocks typing: the severity only matters when a plan is submitted.
 */
export const RuleSchema = z.discriminatedUnion('kind', [
  /** periodFrom is not after periodTo. */
  z.strictObject({ kind: z.literal('periodOrder'), ...base }),
  /** The period is exactly one calendar year. */
  z.strictObject({ kind: z.literal('periodCalendarYear'), ...base }),
  /** A single value is filled in. */
  z.strictObject({ kind: z.literal('valueFilled'), ...base, value: IdSchema }),
  /** A single value has one of these answers. */
  z.strictObject({
    kind: z.literal('valueIs'),
    ...base,
    value: IdSchema,
    oneOf: z.array(z.string()).min(1),
  }),
  /** A value must be filled when another value has this answer. */
  z.strictObject({
    kind: z.literal('valueFilledWhen'),
    ...base,
    value: IdSchema,
    when: IdSchema,
    is: z.string(),
  }),
  /** A rich text field has words. */
  z.strictObject({ kind: z.literal('fieldFilled'), ...base, field: IdSchema }),
  /** The table has a row for each of these values of a column; {names} lists the missing. */
  z.strictObject({
    kind: z.literal('coverage'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    values: z.array(z.string()).min(1),
    where,
    /** Other values that count for one of them: welzijn for sociaal domein. */
    counts: z.record(z.string(), z.array(z.string()).min(1)).default({}),
    /**
     * Values that may be meant when one of them is missing, and the sentence that asks it: a team
     * of the gemeente may be the sociaal wijkteam.
     */
    asks: z
      .record(
        z.string(),
        z.strictObject({ values: z.array(z.string()).min(1), message: z.string().min(1) }),
      )
      .default({}),
  }),
  /**
   * The number of rows (that match `where`) lies between min and max; {count} is the number found.
   */
  z.strictObject({
    kind: z.literal('rowCount'),
    ...base,
    table: IdSchema,
    where,
    min: z.int().min(0).default(0),
    max: z.int().optional(),
  }),
  /**
   * Each row (that match `where`) has these cells filled; {names} lists the empty columns. Nothing
   * is asked while `unlessValue` has the answer for all rows.
   */
  z.strictObject({
    kind: z.literal('cellsFilled'),
    ...base,
    table: IdSchema,
    columns: z.array(IdSchema).min(1),
    where,
    unlessValue: IdSchema.optional(),
  }),
  /** Each row (that match `where`) has one of these answers: a rule that asks for a yes says so. */
  z.strictObject({
    kind: z.literal('cellIs'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    oneOf: z.array(z.string()).min(1),
    where,
  }),
  /**
   * At most one row (that match `where`) has the same answer in this column; {names} is the answer,
   * {count} the number of rows.
   */
  z.strictObject({
    kind: z.literal('onlyOnce'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    where,
  }),
  /**
   * A row has the same answer in this column as the row that it refers to; {names} is the answer of
   * that row, {row} its own name.
   */
  z.strictObject({
    kind: z.literal('sameAsReferred'),
    ...base,
    table: IdSchema,
    via: IdSchema,
    column: IdSchema,
    where,
  }),
  /** Each row (that match `where`) is named by a row of another table, in this column. */
  z.strictObject({
    kind: z.literal('referredTo'),
    ...base,
    table: IdSchema,
    where,
    by: z.strictObject({ table: IdSchema, column: IdSchema }),
  }),
  /** A date cell is not before another date of its row. */
  z.strictObject({
    kind: z.literal('dateOrder'),
    ...base,
    table: IdSchema,
    columns: z.tuple([IdSchema, IdSchema]),
  }),
  /**
   * Each calendar year of the plan's period has at least `min` rows (that match `where`) with a
   * date in it; {names} lists the years that have not.
   */
  z.strictObject({
    kind: z.literal('rowEachYear'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    where,
    min: z.int().min(1),
  }),
  /** A date value is not before another one; nothing is asked while one of them is empty. */
  z.strictObject({
    kind: z.literal('valueOrder'),
    ...base,
    value: IdSchema,
    notBefore: IdSchema,
  }),
  /**
   * A date cell lies within the plan's period, and not after `notAfter` when given. `isForProgramme`:
   * not after the goal of the programme in which the plan begins either; {limit} is that date.
   */
  z.strictObject({
    kind: z.literal('dateInPeriod'),
    ...base,
    table: IdSchema,
    columns: z.array(IdSchema).min(1),
    notAfter: z.iso.date().optional(),
    isForProgramme: z.boolean().default(false),
  }),
  /**
   * The sum of a numeric column reaches `min`, in the unit of the column. Rows that the table does
   * not count are left out, and so are rows whose `unless.via` reference has unless.column =
   * unless.is (R9).
   */
  z.strictObject({
    kind: z.literal('sumAtLeast'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    min: z.int(),
    unless: z.strictObject({ via: IdSchema, column: IdSchema, is: z.string() }).optional(),
  }),
  /** A money cell differs from its column's default. */
  z.strictObject({ kind: z.literal('deviation'), ...base, table: IdSchema, column: IdSchema }),
  /**
   * A number differs from the number `of` of the row that `via` refers to, such as the rate of a line from that of its
   * profession; {name} is that row, {limit} its number.
   */
  z.strictObject({
    kind: z.literal('differsFromReference'),
    ...base,
    table: IdSchema,
    column: IdSchema,
    via: IdSchema,
    of: IdSchema,
  }),
  /** A line that is in use has an empty number, which counts as zero. */
  z.strictObject({ kind: z.literal('amountMissing'), ...base, table: IdSchema, column: IdSchema }),
  /** Each of these groups of a table has at least one row in use. */
  z.strictObject({
    kind: z.literal('groupsFilled'),
    ...base,
    table: IdSchema,
    groups: z.array(z.string()).min(1),
  }),
  /** A text is nothing but a placeholder of the form, also in a cell: the field as it was given. */
  z.strictObject({ kind: z.literal('placeholderLeft'), ...base }),
  /** A paragraph beside a user's own text is nothing but a placeholder of the form. */
  z.strictObject({ kind: z.literal('placeholderBeside'), ...base }),
  /**
   * All seats of the format agreed with the current version; {names} lists those that did not
   * (yet).
   */
  z.strictObject({ kind: z.literal('agreed'), ...base }),
])
export type Rule = z.infer<typeof RuleSchema>
