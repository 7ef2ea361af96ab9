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

/**
 * `form`: the issuer asks for it, with these words. `ours`: added, because a rule or a
 * calculation needs it. What is ours is marked on the screen and never prints as official.
 */
const SourceSchema = z.enum(['form', 'ours'])

/**
 * `plan`: the form itself, what is agreed and handed in. `execution`: the administration of the year beside it.
 */
export const PartSchema = z.enum(['plan', 'execution'])

/** The properties of every column of a table, whatever its kind. */
export const columnBase = {
  id: IdSchema,
  label: z.string().min(1),
  /** Left out: that of its table. */
  source: SourceSchema.optional(),
  /**
   * Share of the table's width, relative to the other columns; used on screen and in the export.
   */
  width: z.number().positive().max(20).default(1),
  /** The rule of the source that requires this column, such as M16. */
  rule: z.string().optional(),
  /** The column where the caret of a new row starts and by which screen readers name a row. */
  isTitle: z.boolean().default(false),
  hint: z.string().optional(),
  /** Left out of the exported form (still in JSON). */
  isInternal: z.boolean().default(false),
  /**
   * `execution`: kept during the year in a row of the form, such as an actual cost. Without a default, so that the stored
   * text of earlier versions of a form stays as it was sealed.
   */
  part: PartSchema.optional(),
}

/** The properties of every block of a section, whatever its kind. */
export const blockBase = {
  id: IdSchema,
  /**
   * Required in a file (`FormatFileSchema`). Absent only in a form that was stored with a plan
   * before blocks said their source: its hash may not change, and all of it counts as the form.
   */
  source: SourceSchema.optional(),
  label: z.string().optional(),
  hint: z.string().optional(),
  rule: z.string().optional(),
  /** `execution`: kept during the year, in a section of the form. */
  part: PartSchema.optional(),
  /** Internal, such as the available budget: left out of the exported form (still in JSON). */
  isInternal: z.boolean().optional(),
  /**
   * Names people: left out of the public version. The table `people` and its names need no mark.
   */
  isPersonal: z.boolean().optional(),
}

/** The id of an amount ends in its unit, so that no reader of the JSON mistakes cents for euros. */
export const centsId = (message: string) => IdSchema.refine((id) => id.endsWith('Cents'), message)
