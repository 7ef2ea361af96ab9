import type { z } from 'zod'
import type { Table } from './table-schema.ts'
import type { ValueDefinition } from './values.ts'

/** The content of a block in the plan document. */
export type BlockContent = {
  /** Ids of its rich text fields. */
  fields?: readonly string[]
  /** Its keys in the root map `values`. */
  values?: readonly ValueDefinition[]
  tables?: readonly Table[]
}

/**
 * A kind of block: its shape in a format, and its content. `label`: its own, or the title of its
 * section.
 */
export type BlockKindDefinition<Schema extends z.ZodType> = {
  schema: Schema
  holds: (block: z.infer<Schema>, label: string) => BlockContent
}

/** Only gives `holds` the type of its own schema. */
export function blockKind<Schema extends z.ZodType>(
  definition: BlockKindDefinition<Schema>,
): BlockKindDefinition<Schema> {
  return definition
}
