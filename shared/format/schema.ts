import { FormatDefinitionSchema } from './definition.ts'
import { checkReferences } from './references.ts'

export type { Block } from './blocks.ts'
export type { Format, Guidance, Section } from './definition.ts'
export type { Table } from './kinds/table-schema.ts'

/** A format as a file holds it: its shape, and that each name in it means something. */
export const FormatSchema = FormatDefinitionSchema.superRefine(checkReferences)
