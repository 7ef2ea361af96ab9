import { z } from 'zod'
import { columnBase, OptionSchema } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readChoice } from '../plain-value.ts'

/** The id of one of the options that the form prints. */
export const choiceColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('choice'),
    ...columnBase,
    options: z.array(OptionSchema).min(1),
    default: z.string().optional(),
  }),
  stored: 'plain',
  isFreeText: false,
  isReference: false,
  unit: null,
  read: (column, raw) =>
    readChoice(
      raw,
      column.options.map((option) => option.id),
    ),
})
