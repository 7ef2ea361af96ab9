import { z } from 'zod'
import { blockBase, OptionSchema } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** One of the options that the form prints. */
export const choiceBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('choice'),
    ...blockBase,
    options: z.array(OptionSchema).min(1),
  }),
  holds: ({ id, options }, label) => ({
    values: [{ id, kind: 'choice', label, options: options.map((option) => option.id) }],
  }),
})
