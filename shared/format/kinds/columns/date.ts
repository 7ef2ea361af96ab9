import { z } from 'zod'
import { columnBase } from '../base.ts'
import { columnKind } from '../column-kind.ts'
import { readDate } from '../plain-value.ts'

/** An ISO date. */
export const dateColumn = columnKind({
  schema: z.strictObject({ kind: z.literal('date'), ...columnBase }),
  stored: 'plain',
  isFreeText: false,
  isReference: false,
  unit: null,
  read: (_, raw) => readDate(raw),
})
