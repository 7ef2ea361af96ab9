import { z } from 'zod'
import { columnBase } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readFactor } from '../plain-value.ts'

/** A whole number, such as ION patients. */
export const countColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('count'),
    ...columnBase,
    default: z.int().min(0).optional(),
    max: z.int().positive().default(9_999_999),
  }),
  stored: 'plain',
  isFreeText: false,
  isReference: false,
  unit: 'count',
  read: (column, raw) => readFactor(raw, { min: 0, max: column.max }),
})
