import { z } from 'zod'
import { centsId, columnBase, IdSchema } from '../base.ts'
import { columnKind } from '../column-kind.ts'

/** A sum of, or a difference between, other amounts of the row. */
export const computedColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('computed'),
    ...columnBase,
    id: centsId('een berekend bedrag heet …Cents'),
    formula: z.strictObject({ op: z.enum(['sum', 'difference']), of: z.array(IdSchema).min(2) }),
  }),
  stored: 'computed',
  isFreeText: false,
  isReference: false,
  unit: 'cents',
})
