import { z } from 'zod'
import { blockBase } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** One date. */
export const dateBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('date'),
    ...blockBase,
    isRequired: z.boolean().default(false),
  }),
  holds: ({ id }, label) => ({ values: [{ id, kind: 'date', label }] }),
})
