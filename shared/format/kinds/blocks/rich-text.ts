import { z } from 'zod'
import { blockBase } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** A text with paragraphs and lists, in a field of its own. */
export const richTextBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('richText'),
    ...blockBase,
    placeholder: z.string().optional(),
  }),
  holds: ({ id }) => ({ fields: [id] }),
})
