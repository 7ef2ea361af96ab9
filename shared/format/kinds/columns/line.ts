import { z } from 'zod'
import { columnBase } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readLine } from '../plain-value.ts'

/** A single line of text. */
export const lineColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('line'),
    ...columnBase,
    default: z.string().optional(),
  }),
  stored: 'plain',
  isFreeText: true,
  isReference: false,
  unit: null,
  read: (_, raw) => readLine(raw),
})
