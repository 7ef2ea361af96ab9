import { z } from 'zod'
import { ApprovalSchema, SubmissionSchema } from './agreement.ts'
import { ColumnSchema, IdSchema, OptionSchema } from './columns.ts'
import { RuleSchema } from './rules.ts'

/** Guidance of the source, to the letter. Never stored in a field, never exported by default (Z7). */
export const GuidanceSchema = z.strictObject({
  /** Where the source prints it, so that an export can mirror it. */
  position: z.enum(['inBox', 'before', 'after', 'appendix']),
  title: z.string().optional(),
  /** Paragraphs; one that starts with `· ` is a list item, as in the sources. */
  paragraphs: z.array(z.string().min(1)).min(1),
})
export type Guidance = z.infer<typeof GuidanceSchema>

const blockBase = {
  id: IdSchema,
  label: z.string().optional(),
  hint: z.string().optional(),
  rule: z.string().optional(),
  /** Kept for ourselves, such as the budget that is available: left out of the exported form (still in JSON). */
  isInternal: z.boolean().optional(),
  /** Names people: left out of what is published. The table `people` and its names need no mark. */
  isPersonal: z.boolean().optional(),
}

const GroupSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    id: IdSchema,
    label: z.string().min(1),
    /** `rate`: quantity times rate. `amount`: quantity and rate are not applicable (Z13). `either`: chosen per line. */
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

export const TableSchema = z.strictObject({
  kind: z.literal('table'),
  ...blockBase,
  layout: z.enum(['cards', 'grid']),
  /** What a row is called: "thema", "begrotingsregel". */
  item: z.strictObject({ one: z.string(), many: z.string() }),
  /** Rows are numbered and their order is a priority (M11): "Thema {n}:". */
  numbering: z.string().optional(),
  columns: z.array(ColumnSchema).min(1),
  groups: z.array(GroupSchema).optional(),
  /** Column totals below the table; the first one is the table's total. */
  totals: z.array(z.strictObject({ column: IdSchema, label: z.string() })).default([]),
  /** Rows the source prints already. Untouched ones are left out of an export by default (Z14). */
  presetRows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).default([]),
})
export type Table = z.infer<typeof TableSchema>

export const BlockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('richText'), ...blockBase, placeholder: z.string().optional() }),
  z.strictObject({ kind: z.literal('line'), ...blockBase, isRequired: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('date'), ...blockBase, isRequired: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('number'), ...blockBase, unit: z.string().optional() }),
  z.strictObject({ kind: z.literal('money'), ...blockBase }),
  z.strictObject({
    kind: z.literal('choice'),
    ...blockBase,
    options: z.array(OptionSchema).min(1),
  }),
  /** Answers are single values: `<item>` is ja, nee or empty, `<item>Note` the note. */
  z.strictObject({
    kind: z.literal('checklist'),
    ...blockBase,
    items: z
      .array(
        z.strictObject({
          id: IdSchema,
          label: z.string().min(1),
          noteLabel: z.string().optional(),
        }),
      )
      .min(1),
  }),
  /** Questions are rows (`question`, then one score per moment): the original set is to be entered or imported (Z5). */
  z.strictObject({
    kind: z.literal('questionnaire'),
    ...blockBase,
    item: z.strictObject({ one: z.string(), many: z.string() }),
    scale: z.array(OptionSchema).min(2),
    moments: z
      .array(z.strictObject({ id: IdSchema, label: z.string(), dateLabel: z.string() }))
      .min(1),
  }),
  TableSchema,
])
export type Block = z.infer<typeof BlockSchema>

export const SectionSchema = z.strictObject({
  id: IdSchema,
  /** The number as the source prints it ("3."); a section without one is not numbered in the export. */
  number: z.string().optional(),
  /** Exact title of the source; also the heading in the export. */
  title: z.string().min(1),
  /** Short name for the outline. */
  shortTitle: z.string().min(1),
  /** `plan` is the form itself; `execution` is what is kept beside it during the year and not exported with the form. */
  part: z.enum(['plan', 'execution']).default('plan'),
  /** The lines above the first heading of the source: the export prints the blocks without this section's title. */
  isHead: z.boolean().default(false),
  guidance: z.array(GuidanceSchema).default([]),
  blocks: z.array(BlockSchema).min(1),
})
export type Section = z.infer<typeof SectionSchema>

export const FormatDefinitionSchema = z.strictObject({
  $schema: z.string().optional(),
  id: IdSchema,
  version: z.int().min(1),
  /** What the document is called: "Wijkplan". */
  name: z.string().min(1),
  /** Who issues the form. */
  issuer: z.string().min(1),
  /** Exact head of the source document; {wijk} {team} are filled in for the plan's own title. */
  documentTitle: z.string().min(1),
  planTitle: z.string().min(1),
  /** Plain Dutch for the person who chooses: when this form is used, and by whom. */
  usedWhen: z.string().min(1),
  usedBy: z.string().min(1),
  /** What the source does not tell and we inferred, said to the user. */
  note: z.string().optional(),
  guidance: z.array(GuidanceSchema).default([]),
  /** What the source prints above its guidance with position `appendix`. */
  appendixTitle: z.string().optional(),
  sections: z.array(SectionSchema).min(1),
  /** Which tables and values the budget bar and the plan list read. */
  summary: z.strictObject({
    budgetTable: IdSchema.optional(),
    hoursColumn: IdSchema.optional(),
    incomeTable: IdSchema.optional(),
    /** A single value of kind money: what is available. */
    available: IdSchema.optional(),
  }),
  /** Who has to agree with a version. A form without it is adopted by its coordinator alone. */
  approval: ApprovalSchema.optional(),
  submission: SubmissionSchema.optional(),
  rules: z.array(RuleSchema).default([]),
})
export type Format = z.infer<typeof FormatDefinitionSchema>
