import { z } from 'zod'
import type { Column } from '#shared/format/columns.ts'
import { blockBase, IdSchema, type Option, OptionSchema, PartSchema } from '../base.ts'
import { blockKind } from '../block-kind.ts'
import { ItemSchema, type Table } from '../table-schema.ts'

const schema = z.strictObject({
  kind: z.literal('questionnaire'),
  ...blockBase,
  item: ItemSchema,
  /**
   * The answers, where the form itself prints them. Left out: the question set, which is imported
   * or copied, brings its own answers, and they stand as that set gives them.
   */
  scale: z.array(OptionSchema).min(2).optional(),
  moments: z
    .array(
      z.strictObject({
        id: IdSchema,
        label: z.string(),
        dateLabel: z.string(),
        /** `execution`: asked after the form was handed in. */
        part: PartSchema.optional(),
      }),
    )
    .min(1),
})

/**
 * Questions are rows (`question`, then one score per moment): the original set has to be entered or
 * imported (Z5).
 */
export const questionnaireBlock = blockKind({
  schema,
  holds: (block) => ({
    values: block.moments.map(({ id, dateLabel }) => ({
      id: `${id}Date`,
      kind: 'date',
      label: dateLabel,
    })),
    tables: [questionnaireTable(block)],
  }),
})

/**
 * The table as which a questionnaire is stored, so that questions can be added, moved and imported
 * like any other row.
 */
export function questionnaireTable(block: z.infer<typeof schema>): Table {
  return {
    kind: 'table',
    id: block.id,
    label: block.label,
    layout: 'grid',
    item: block.item,
    columns: [
      { kind: 'line', id: 'question', label: 'Vraag', width: 5, isTitle: true, isInternal: false },
      ...block.moments.map(
        ({ id, label }): Column =>
          answerColumn({ id, label, width: 1.5, isTitle: false, isInternal: false }, block.scale),
      ),
    ],
    totals: [],
    presetRows: [],
  }
}

type ColumnStart = Omit<Extract<Column, { kind: 'line' }>, 'kind'>

function answerColumn(start: ColumnStart, scale: readonly Option[] | undefined): Column {
  return scale === undefined
    ? { kind: 'line', ...start }
    : { kind: 'choice', ...start, options: [...scale] }
}
