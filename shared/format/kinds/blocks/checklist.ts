import { z } from 'zod'
import { blockBase, IdSchema } from '../base.ts'
import { blockKind } from '../block-kind.ts'
import { type ValueDefinition, yesNo } from '../values.ts'

/**
 * Questions with yes or no and a note. Answers are single values: `<item>` is ja, nee or empty,
 * `<item>Note` the note.
 */
export const checklistBlock = blockKind({
  schema: z.strictObject({
    kind: z.literal('checklist'),
    ...blockBase,
    items: z
      .array(
        z.strictObject({
          id: IdSchema,
          label: z.string().min(1),
          noteLabel: z.string().optional(),
        }),
      )
      .min(1),
  }),
  holds: ({ items }) => ({
    values: items.flatMap((item): ValueDefinition[] => [
      {
        id: item.id,
        kind: 'choice',
        label: item.label,
        options: yesNo.map((option) => option.id),
      },
      { id: `${item.id}Note`, kind: 'line', label: item.noteLabel ?? 'Toelichting' },
    ]),
  }),
})
