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

/** What every column of a table has, whatever its kind. */
export const columnBase = {
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

/** What every block of a section has, whatever its kind. */
export const blockBase = {
  id: IdSchema,
  label: z.string().optional(),
  hint: z.string().optional(),
  rule: z.string().optional(),
  /** Kept for ourselves, such as the budget that is available: left out of the exported form (still in JSON). */
  isInternal: z.boolean().optional(),
  /** Names people: left out of what is published. The table `people` and its names need no mark. */
  isPersonal: z.boolean().optional(),
}

/** The id of an amount says its unit, so that nobody who reads the JSON takes cents for euros. */
export const centsId = (message: string) => IdSchema.refine((id) => id.endsWith('Cents'), message)
