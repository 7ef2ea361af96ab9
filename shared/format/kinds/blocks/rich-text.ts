import { z } from 'zod'
import { blockBase, IdSchema } from '../base.ts'
import { blockKind } from '../block-kind.ts'

/** A text with paragraphs and lists, in a field of its own. */
export const richTextBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('richText'),
    ...blockBase,
    placeholder: z.string().optional(),
    /**
     * People whom this text names: the rows of `table` that match `where`, each as a line of these columns. A name comes first,
     * and then the column by which the text is compared. Filled in when somebody asks for it, never by itself.
     */
    fillFrom: z
      .strictObject({
        table: IdSchema,
        where: z.record(z.string(), z.string()),
        columns: z.array(IdSchema).min(2),
      })
      .optional(),
  }),
  holds: ({ id }) => ({ fields: [id] }),
})
