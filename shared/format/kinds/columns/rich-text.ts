import { z } from 'zod'
import { columnBase } from '../base.ts'
import { columnKind } from '../column-kind.ts'

/** A text with paragraphs and lists. */
export const richTextColumn = columnKind({
  schema: z.strictObject({ kind: z.literal('richText'), ...columnBase }),
  stored: 'richText',
  isFreeText: true,
  isReference: false,
  unit: null,
})
