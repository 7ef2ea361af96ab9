import { z } from 'zod'
import { blockBase } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** A whole number, zero or more. */
export const numberBlock = blockKind({
  schema: z.strictObject({ kind: z.literal('number'), ...blockBase, unit: z.string().optional() }),
  holds: ({ id }, label) => ({ values: [{ id, kind: 'number', label }] }),
})
