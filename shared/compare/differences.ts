import { z } from 'zod'
import { PlainValueSchema } from '../format/kinds/plain-value.ts'
import { TargetSchema } from '../plan/content.ts'
import type { RichNode } from '../richtext/rich-doc.ts'

/**
 * The differences between two states of a plan: everything a user has to see, and everything needed
 * to turn one state into the other.
 */

/** Type and attributes of a node that exists on both sides with other content. */
export type Shell = { type: string; attrs?: Record<string, unknown> }
export type Op = 'same' | 'inserted' | 'deleted'

/** A part of a paragraph. `marked`: the same words with other formatting. */
export type InlineDifference =
  | { op: Op; nodes: RichNode[] }
  | { op: 'marked'; old: RichNode[]; new: RichNode[] }

export type BlockDifference =
  | { op: Op; node: RichNode }
  | { op: 'changed'; old: Shell; new: Shell; blocks: BlockDifference[] }
  /** A paragraph or heading, word by word. */
  | { op: 'reworded'; old: Shell; new: Shell; inline: InlineDifference[] }

const BlocksSchema = z
  .custom<BlockDifference[]>((value) => Array.isArray(value))
  .meta({
    type: 'array',
    description: 'A text as a tree of blocks, each same, inserted, deleted, changed or reworded',
  })

const PlainSchema = z.object({
  kind: z.literal('plain'),
  old: PlainValueSchema,
  new: PlainValueSchema,
  /** As a person reads them. */
  oldWords: z.string(),
  newWords: z.string(),
})
const TextSchema = z.object({
  kind: z.literal('text'),
  blocks: BlocksSchema,
  /** The words are the same; only bold, lists and the like differ. */
  isLayoutOnly: z.boolean(),
})
const ContentSchema = z.discriminatedUnion('kind', [PlainSchema, TextSchema])
export type ContentDifference = z.infer<typeof ContentSchema>

const CellDifferenceSchema = z.object({
  column: z.string(),
  label: z.string(),
  /** Computed from other cells: it can't be restored by itself. */
  isComputed: z.boolean(),
  content: ContentSchema,
})
export type CellDifference = z.infer<typeof CellDifferenceSchema>

const base = {
  /** Unique within the comparison, and the same in each comparison of that plan. */
  id: z.string(),
  target: TargetSchema,
  label: z.string(),
}
export const FieldDifferenceSchema = z.object({
  kind: z.literal('field'),
  ...base,
  content: ContentSchema,
})
export type FieldDifference = z.infer<typeof FieldDifferenceSchema>

export const RowDifferenceSchema = z.object({
  kind: z.literal('row'),
  ...base,
  table: z.string(),
  row: z.string(),
  change: z.enum(['added', 'removed', 'kept']),
  /** Positions in the table, from 0; null if the row does not exist on that side. */
  oldIndex: z.int().nullable(),
  newIndex: z.int().nullable(),
  /** True if somebody moved the row; rows that only shifted because of others are not marked. */
  isMoved: z.boolean(),
  cells: z.array(CellDifferenceSchema),
})
export type RowDifference = z.infer<typeof RowDifferenceSchema>
export type Difference = FieldDifference | RowDifference

export const TotalDifferenceSchema = z.object({
  table: z.string(),
  column: z.string(),
  /** Null for the total of the whole table. */
  group: z.string().nullable(),
  label: z.string(),
  old: z.int().nullable(),
  new: z.int().nullable(),
  oldWords: z.string(),
  newWords: z.string(),
})
export type TotalDifference = z.infer<typeof TotalDifferenceSchema>

export const SectionDifferencesSchema = z.object({
  id: z.string(),
  title: z.string(),
  differences: z.array(z.discriminatedUnion('kind', [FieldDifferenceSchema, RowDifferenceSchema])),
  totals: z.array(TotalDifferenceSchema),
})
export type SectionDifferences = z.infer<typeof SectionDifferencesSchema>

export const ComparisonSummarySchema = z.object({
  fields: z.int(),
  rows: z.array(z.object({ table: z.string(), one: z.string(), many: z.string(), count: z.int() })),
  /** Of the budget; null if the form has none or it did not change. */
  totalCents: z.object({ old: z.int(), new: z.int() }).nullable(),
  /** "3 velden, 2 begrotingsregels, totaal + € 120,25" */
  text: z.string(),
})
export type ComparisonSummary = z.infer<typeof ComparisonSummarySchema>

export const ComparisonSchema = z.object({
  /** Only sections with differences, in the order of the form. */
  sections: z.array(SectionDifferencesSchema),
  summary: ComparisonSummarySchema,
})
export type Comparison = z.infer<typeof ComparisonSchema>
