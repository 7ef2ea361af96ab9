import { FormatDefinitionSchema } from './definition.ts'
import { checkReferences } from './references.ts'

export type { Block, Format, Guidance, Section, Table } from './definition.ts'

/** A format as a file holds it: its shape, and that each name in it means something. */
export const FormatSchema = FormatDefinitionSchema.superRefine(checkReferences)
