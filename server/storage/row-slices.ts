import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { limits } from '#shared/limits.ts'
import { tableOrder } from './table-order.ts'
import type { Storage, StorageTransaction, Tables } from './tables.ts'

type Value = string | number | null | Uint8Array
export type SlicedRow = Record<string, Value>
export type AnyDatabase = Kysely<Record<string, SlicedRow>>

type Sliced = {
  table: keyof Tables
  /** A unique key without nulls within what `where` chooses. */
  keys: readonly string[]
  /** Columns that hold up to megabytes each: a slice of such rows is limited by their bytes. */
  large?: readonly string[]
  /** The chosen columns, of which the keys are some. */
  selection?: RawBuilder<unknown>
  where?: RawBuilder<unknown>
}

/** Quoted names in a list. */
export const refs = (columns: readonly string[]) =>
  sql.join(columns.map((column) => sql.ref(column)))

/**
 * Reads a table in the order of its keys, a limited number of rows and bytes at a time (limits `copiedRows` and
 * `copiedBytes`): a copy, or a check, of the whole database takes the memory of one slice.
 */
export async function* rowSlices<Row extends SlicedRow = SlicedRow>(
  db: Storage | StorageTransaction,
  { table, keys, large = [], selection = sql`*`, where = sql`1 = 1` }: Sliced,
): AsyncGenerator<Row[]> {
  const any = db as unknown as AnyDatabase
  const valuesOf = (row: SlicedRow) => sql.join(keys.map((key) => row[key]))
  const beyond = (after: SlicedRow | null) =>
    after === null ? sql`` : sql`and (${refs(keys)}) > (${valuesOf(after)})`
  let after: SlicedRow | null = null
  for (;;) {
    const last: SlicedRow | null | undefined = await lastOfSlice()
    if (last === undefined) return
    const upTo: RawBuilder<unknown> =
      last === null ? sql`` : sql`and (${refs(keys)}) <= (${valuesOf(last)})`
    const { rows }: { rows: Row[] } = await sql<Row>`select ${selection} from ${sql.table(table)}
      where ${where} ${beyond(after)} ${upTo} order by ${refs(keys)}
      limit ${sql.lit(limits.copiedRows.max)}`.execute(any)
    if (rows.length > 0) yield rows
    const end: SlicedRow | undefined = last ?? rows.at(-1)
    // Without large columns a slice that is not full is the last one.
    if (end === undefined || (last === null && rows.length < limits.copiedRows.max)) return
    after = end
  }

  /** The last row whose bytes still fit, one at least; null if only the number is limited, undefined at the end. */
  async function lastOfSlice(): Promise<SlicedRow | null | undefined> {
    if (large.length === 0) return null
    const bytes = sql.join(
      large.map((column) => sql`coalesce(octet_length(${sql.ref(column)}), 0)`),
      sql` + `,
    )
    const { rows } = await sql<SlicedRow>`select ${refs(keys)}, ${bytes} as "%bytes"
      from ${sql.table(table)} where ${where} ${beyond(after)} order by ${refs(keys)}
      limit ${sql.lit(limits.copiedRows.max)}`.execute(any)
    return rows[fitting(rows) - 1]
  }
}

/** How many of these rows make a slice: one at least. */
function fitting(sized: readonly SlicedRow[]): number {
  let bytes = 0
  const end = sized.findIndex((row) => {
    bytes += Number(row['%bytes'])
    return bytes > limits.copiedBytes.max
  })
  return end === -1 ? sized.length : Math.max(end, Math.min(1, sized.length))
}

type TableOfPlan =
  | 'plan_changes'
  | 'plan_days'
  | 'versions'
  | 'audit'
  | 'plan_file_bodies'
  | 'consultations'
type RowOf<T extends keyof Tables> = Selectable<Tables[T]>

/** The rows of one plan, in slices in the order of their numbers or days. */
export function slicesOfPlan<T extends TableOfPlan>(
  db: Storage | StorageTransaction,
  table: T,
  planId: string,
): AsyncGenerator<RowOf<T>[]> {
  return rowSlices(db, {
    table,
    ...tableOrder[table],
    where: sql`plan_id = ${planId}`,
  }) as unknown as AsyncGenerator<RowOf<T>[]>
}

/** The same one by one. */
export async function* eachOfPlan<T extends TableOfPlan>(
  db: Storage | StorageTransaction,
  table: T,
  planId: string,
): AsyncGenerator<RowOf<T>> {
  for await (const rows of slicesOfPlan(db, table, planId)) yield* rows
}
