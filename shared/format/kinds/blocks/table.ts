import { blockKind } from '../block-kind.ts'
import { TableSchema } from '../table-schema.ts'

/** Rows with typed columns, shown as cards or as a grid. */
export const tableBlock = blockKind({
  schema: TableSchema,
  holds: (table) => ({ tables: [table] }),
})
