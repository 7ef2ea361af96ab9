import { checkReferences } from './check-references.ts'
import { FormatDefinitionSchema } from './definition.ts'

export type { Block } from './blocks.ts'
export type { Format, Guidance, Section } from './definition.ts'
export type { Table } from './kinds/table-schema.ts'

/** A format as a file contains it, with its shape and its references checked. */
export const FormatSchema = FormatDefinitionSchema.superRefine(checkReferences)
