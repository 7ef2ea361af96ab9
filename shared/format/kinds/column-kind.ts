import type { z } from 'zod'
import type { ReadValue } from './plain-value.ts'

/** The unit of an integer, which also decides its notation: `€ 12,50`, `12,5` or `12`. */
export type NumberUnit = 'cents' | 'hundredths' | 'count'

type Traits = {
  /**
   * Text that people type: scanned for a BSN, and rewritten when a person is forgotten or a plan is
   * published.
   */
  isFreeText: boolean
  /**
   * A cell holds the id of a row of one of the column's `tables`: hidden with that row, printed as
   * its name.
   */
  isReference: boolean
  /** The unit of its numbers; null for a column that holds none. */
  unit: NumberUnit | null
}

/** A kind of column, for all code that reads or writes its cells. */
export type ColumnKindDefinition<Schema extends z.ZodType> = Traits &
  (
    | {
        /**
         * A value in the map of its row; the last writer wins. `read` gets a value that is not
         * empty.
         */
        stored: 'plain'
        schema: Schema
        read: (column: z.infer<Schema>, raw: unknown) => ReadValue
      }
    /** A text that several people can edit at the same time, created together with its row. */
    | { stored: 'richText'; schema: Schema }
    /** Follows from other cells of the row, and is never stored. */
    | { stored: 'computed'; schema: Schema }
  )

/** Only gives `read` the type of its own schema; the type of the kind stays exact. */
export function columnKind<
  Schema extends z.ZodType,
  const Definition extends ColumnKindDefinition<Schema>,
>(definition: Definition & { schema: Schema }): Definition {
  return definition
}
