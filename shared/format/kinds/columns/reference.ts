import { z } from 'zod'
import { columnBase, IdSchema } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readRowId } from '../plain-value.ts'

/** Row ids of other tables: a person, a party, a theme, a budget line. */
export const referenceColumn = columnKind({
  schema: z.strictObject({
    kind: z.literal('reference'),
    ...columnBase,
    tables: z.array(IdSchema).min(1),
  }),
  stored: 'plain',
  isFreeText: false,
  isReference: true,
  unit: null,
  read: (_, raw) => readRowId(raw),
})
