import { z } from 'zod'
import { ApprovalSchema, SubmissionSchema } from './approval.ts'
import { BlockSchema } from './blocks.ts'
import { IdSchema, PartSchema } from './kinds/base.ts'
import { RequirementSchema } from './requirement.ts'
import { RuleSchema } from './rules.ts'

/** Guidance of the source, verbatim. Never stored in a field, never exported by default (Z7). */
export const GuidanceSchema = z.strictObject({
  /** The place where the source prints it, for the export. */
  position: z.enum(['inBox', 'before', 'after', 'appendix']),
  title: z.string().optional(),
  /** Paragraphs; one that starts with `· ` is a list item, as in the sources. */
  paragraphs: z.array(z.string().min(1)).min(1),
})
export type Guidance = z.infer<typeof GuidanceSchema>

export const SectionSchema = z.strictObject({
  id: IdSchema,
  /**
   * The number as the source prints it ("3."); a section without a number is not numbered in the
   * export.
   */
  number: z.string().optional(),
  /** Exact title of the source; also the heading in the export. */
  title: z.string().min(1),
  /** Short name for the outline. */
  shortTitle: z.string().min(1),
  /** Of all its blocks; a section of the form may still hold a block or a column of the year. */
  part: PartSchema.default('plan'),
  /**
   * The lines above the first heading of the source: the export prints the blocks without this
   * section's title.
   */
  isHead: z.boolean().default(false),
  guidance: z.array(GuidanceSchema).default([]),
  blocks: z.array(BlockSchema).min(1),
})
export type Section = z.infer<typeof SectionSchema>
export type FormatPart = z.infer<typeof PartSchema>

export const FormatDefinitionSchema = z.strictObject({
  $schema: z.string().optional(),
  id: IdSchema,
  version: z.int().min(1),
  /** The title of the document: "Wijkplan". */
  name: z.string().min(1),
  /** The organisation that issues the form. */
  issuer: z.string().min(1),
  /** Exact head of the source document; {wijk} {team} are filled in for the plan's own title. */
  documentTitle: z.string().min(1),
  planTitle: z.string().min(1),
  /** Plain Dutch for the user who chooses a form: its purpose and its users. */
  usedWhen: z.string().min(1),
  usedBy: z.string().min(1),
  /**
   * Only `true`: the issuer does not publish its form, so that every block is ours. Said here,
   * because a part of a form (what a member may see) may hold nothing of the form either.
   */
  isUnpublished: z.boolean().optional(),
  /** The form prints a box for each section, with its title above the answer. */
  printsBoxes: z.boolean().optional(),
  /** Assumptions that the source does not state, shown to the user. */
  note: z.string().optional(),
  guidance: z.array(GuidanceSchema).default([]),
  /** The line above guidance with position `appendix`, as the source prints it. */
  appendixTitle: z.string().optional(),
  sections: z.array(SectionSchema).min(1),
  /** The tables and values that the budget bar and the plan list read. */
  summary: z.strictObject({
    budgetTable: IdSchema.optional(),
    hoursColumn: IdSchema.optional(),
    incomeTable: IdSchema.optional(),
    /** A single value of kind money: the available budget. */
    available: IdSchema.optional(),
  }),
  /**
   * The seats that have to agree with a version. A form without seats is adopted by its coordinator
   * alone.
   */
  approval: ApprovalSchema.optional(),
  submission: SubmissionSchema.optional(),
  /** Which requirements are the source's and which ours; rules refer to them. */
  requirements: z.array(RequirementSchema).default([]),
  rules: z.array(RuleSchema).default([]),
  /**
   * The programmes that this form serves, by the first day of a plan. The year of a goal is data of
   * a programme: the form is used again the next year.
   */
  programmes: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        from: z.iso.date(),
        to: z.iso.date(),
        /** The last day on which the goal is reached. */
        goalBy: z.iso.date(),
      }),
    )
    .default([]),
})
export type Format = z.infer<typeof FormatDefinitionSchema>
