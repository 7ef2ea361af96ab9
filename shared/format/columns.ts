import { z } from 'zod'

/** Ids are permanent: they name shared types inside the plan document and keys in `PlanContent`. */
export const IdSchema = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9-]{0,63}$/,
    'een id begint met een letter en heeft alleen letters, cijfers en streepjes',
  )

export const OptionSchema = z.strictObject({
  id: z.string().min(1).max(64),
  label: z.string().min(1),
})
export type Option = z.infer<typeof OptionSchema>

const columnBase = {
  id: IdSchema,
  label: z.string().min(1),
  /** Share of the table's width, relative to the other columns; used on screen and in the export. */
  width: z.number().positive().max(20).default(1),
  /** The rule of the source this column exists for, such as M16. */
  rule: z.string().optional(),
  /** The column in which a new row's caret starts and by which a row is named to screen readers. */
  isTitle: z.boolean().default(false),
  hint: z.string().optional(),
  /** Left out of the exported form (still in JSON). */
  isInternal: z.boolean().default(false),
}

const money = (id: string) => id.endsWith('Cents')
const quantity = (id: string) => id.endsWith('Hundredths')

/** Typed columns of a table. Cells of kind money hold integer cents, quantities integer hundredths. */
export const ColumnSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('line'), ...columnBase, default: z.string().optional() }),
  z.strictObject({ kind: z.literal('richText'), ...columnBase }),
  z.strictObject({
    kind: z.literal('choice'),
    ...columnBase,
    options: z.array(OptionSchema).min(1),
    default: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('date'), ...columnBase }),
  /** A whole number of things, such as ION patients. */
  z.strictObject({
    kind: z.literal('count'),
    ...columnBase,
    default: z.int().min(0).optional(),
    max: z.int().positive().default(9_999_999),
  }),
  z.strictObject({
    kind: z.literal('quantity'),
    ...columnBase,
    id: IdSchema.refine(quantity, 'een hoeveelheid heet …Hundredths'),
    default: z.int().min(0).optional(),
  }),
  z.strictObject({
    kind: z.literal('money'),
    ...columnBase,
    id: IdSchema.refine(money, 'een bedrag heet …Cents'),
    default: z.int().optional(),
    /** A value that differs from the default is marked (Z12). */
    marksDeviation: z.boolean().default(false),
    /** A rate stays below € 10.000 (domain.md 1.4); an amount may be larger. */
    isRate: z.boolean().default(false),
    /**
     * When set, the cell is the product of two other cells of the row, unless those do not apply to it. A quantity
     * counts in hundredths, a count in whole things (R2: patients times € 2,24 needs no rounding).
     */
    product: z.tuple([IdSchema, IdSchema]).optional(),
  }),
  /** Row ids of other tables: a person, a party, a theme, a budget line. */
  z.strictObject({ kind: z.literal('reference'), ...columnBase, tables: z.array(IdSchema).min(1) }),
  z.strictObject({
    kind: z.literal('computed'),
    ...columnBase,
    id: IdSchema.refine(money, 'een berekend bedrag heet …Cents'),
    formula: z.strictObject({ op: z.enum(['sum', 'difference']), of: z.array(IdSchema).min(2) }),
  }),
])
export type Column = z.infer<typeof ColumnSchema>
