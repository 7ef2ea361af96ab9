import { z } from 'zod'
import { blockBase } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** One line of text. */
export const lineBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('line'),
    ...blockBase,
    isRequired: z.boolean().default(false),
  }),
  holds: ({ id }, label) => ({ values: [{ id, kind: 'line', label }] }),
})
