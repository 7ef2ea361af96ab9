import { z } from 'zod'
import { limits } from '#shared/money.ts'
import { columnBase, IdSchema } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readFactor } from '../plain-value.ts'

/** A number of hours or other things in integer hundredths. */
export const quantityColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('quantity'),
    ...columnBase,
    id: IdSchema.refine((id) => id.endsWith('Hundredths'), 'een hoeveelheid heet …Hundredths'),
    default: z.int().min(0).optional(),
  }),
  stored: 'plain',
  isFreeText: false,
  isReference: false,
  unit: 'hundredths',
  read: (_, raw) => readFactor(raw, { min: 0, max: limits.quantityHundredths }),
})
