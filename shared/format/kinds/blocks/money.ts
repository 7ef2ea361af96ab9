import { z } from 'zod'
import { blockBase } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** An amount in cents. */
export const moneyBlock = blockKind({
  schema: z.strictObject({ kind: z.literal('money'), ...blockBase }),
  holds: ({ id }, label) => ({ values: [{ id, kind: 'money', label }] }),
})
