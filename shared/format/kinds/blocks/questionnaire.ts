import { z } from 'zod'
import type { Column } from '#shared/format/columns.ts'
import { blockBase, IdSchema, type Option, OptionSchema, PartSchema } from '../base.ts'
import { blockKind } from '../block-kind.ts'
import { ItemSchema, type Table } from '../table-schema.ts'

/** More would be no scale that people can choose from. */
const mostAnswers = 11

/** The whole numbers from the lowest to the highest answer, with words for the ends or for any of them. */
const NumberScaleSchema = z
  .strictObject({
    from: z.int(),
    to: z.int(),
    labels: z.record(z.string(), z.string().min(1)).default({}),
  })
  .superRefine(({ from, to, labels }, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message })
    if (to <= from) complain('scale: to is niet hoger dan from')
    if (to - from >= mostAnswers) complain(`scale: meer dan ${mostAnswers} antwoorden`)
    for (const number of Object.keys(labels))
      if (!isWithin(number, { from, to })) complain(`scale: ${number} valt buiten de schaal`)
  })

const isWithin = (number: string, { from, to }: { from: number; to: number }) =>
  /^-?\d+$/.test(number) && Number(number) >= from && Number(number) <= to

const schema = z.strictObject({
  kind: z.literal('questionnaire'),
  ...blockBase,
  item: ItemSchema,
  /**
   * The answers, where the form or its question set prints them: each with its words, or the lowest
   * and the highest number. Left out: the question set is imported or copied, and its answers stand
   * as that set gives them.
   */
  scale: z.union([z.array(OptionSchema).min(2), NumberScaleSchema]).optional(),
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

/** The answers that can be chosen, from the first to the last; null where each is written by hand. */
export function answersOf({ scale }: Pick<z.infer<typeof schema>, 'scale'>): Option[] | null {
  if (scale === undefined) return null
  if (Array.isArray(scale)) return scale
  return Array.from({ length: scale.to - scale.from + 1 }, (_, at): Option => {
    const id = String(scale.from + at)
    const words = scale.labels[id]
    return { id, label: words === undefined ? id : `${id} (${words})` }
  })
}

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
          answerColumn(
            { id, label, width: 1.5, isTitle: false, isInternal: false },
            answersOf(block),
          ),
      ),
    ],
    totals: [],
    presetRows: [],
  }
}

type ColumnStart = Omit<Extract<Column, { kind: 'line' }>, 'kind'>

function answerColumn(start: ColumnStart, answers: readonly Option[] | null): Column {
  return answers === null
    ? { kind: 'line', ...start }
    : { kind: 'choice', ...start, options: [...answers] }
}
