import { z } from 'zod'
import { limits } from '#shared/money.ts'
import { centsId, columnBase, IdSchema } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readFactor } from '../plain-value.ts'

/** A rate or an amount in integer cents. */
export const moneyColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('money'),
    ...columnBase,
    id: centsId('een bedrag heet …Cents'),
    default: z.int().optional(),
    /** A value that differs from the default is marked (Z12). */
    marksDeviation: z.boolean().default(false),
    /** A rate stays below € 10.000 (domain.md 1.4); an amount may be larger. */
    isRate: z.boolean().default(false),
    /**
     * Set if the cell is the product of two other cells of the row, unless those do not apply. A
     * quantity counts in hundredths, a count in whole units (R2: patients times € 2,24 needs no
     * rounding).
     */
    product: z.tuple([IdSchema, IdSchema]).optional(),
  }),
  stored: 'plain',
  isFreeText: false,
  isReference: false,
  unit: 'cents',
  read: (column, raw) =>
    readFactor(
      raw,
      column.isRate
        ? { min: 0, max: limits.rateCents }
        : { min: -limits.amountCents, max: limits.amountCents },
    ),
})
