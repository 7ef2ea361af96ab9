import { checkReferences } from './check-references.ts'
import { FormatDefinitionSchema } from './definition.ts'
import { blocksOf } from './lookup.ts'

export type { Block } from './blocks.ts'
export type { Format, FormatPart, Guidance, Section } from './definition.ts'
export type { Table } from './kinds/table-schema.ts'

/** A format as plans store it, with its shape and its references checked. */
export const FormatSchema = FormatDefinitionSchema.superRefine(checkReferences)

/** A format as a file contains it: a new plan follows it, so every block says its source. */
export const FormatFileSchema = FormatSchema.superRefine((format, context) => {
  for (const { block } of blocksOf(format))
    if (block.source === undefined)
      context.addIssue({
        code: 'custom',
        message: `blok ${block.id}: source ontbreekt: form (van de uitgever) of ours (toegevoegd)`,
      })
  const holdsForm = [...blocksOf(format)].some(({ block }) => block.source === 'form')
  if (holdsForm === (format.isUnpublished === true))
    context.addIssue({
      code: 'custom',
      message: 'isUnpublished: alleen waar als geen enkel blok source form heeft',
    })
})
