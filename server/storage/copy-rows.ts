import { createHash, type Hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { limits } from '#shared/limits.ts'
import { type Engine, engineOf } from './engine.ts'
import { tableNames, tableOrder } from './table-order.ts'
import type { Storage, StorageTransaction, Tables } from './tables.ts'

/**
 * Copies a database into an empty one with the same schema, on the same engine or another one. Rows keep their values and
 * their order; checksums beside rows are not copied, because the triggers of the target make them.
 */

type Value = string | number | null | Uint8Array
type Row = Record<string, Value>
type AnyDatabase = Kysely<Record<string, Row>>
/** Columns in one order on both sides: a table that was altered on one engine was made anew on the other. */
type Shape = { table: keyof Tables; columns: readonly string[] }

/** The number of rows of a table, and a SHA-256 over them. */
export type TableSum = { table: keyof Tables; rows: number; sha256: string }

export type OnRows = (table: keyof Tables, rows: number) => void

/** A value that the target does not store as it is, or a row that it refuses. */
export class RowNotCopied extends Error {
  override readonly name = 'RowNotCopied'
  readonly table: keyof Tables
  /** The place of the row, for the operator. */
  readonly row: string
  readonly reason: string

  constructor(
    { table, row, reason }: { table: keyof Tables; row: string; reason: string },
    options: ErrorOptions = {},
  ) {
    super(`${table} (${row}): ${reason}`, options)
    this.table = table
    this.row = row
    this.reason = reason
  }
}

/** Call before a transaction begins: SQLite has one connection. */
export async function readShapes(db: Storage): Promise<Shape[]> {
  const { rowSums } = engineOf(db)
  const shapes: Shape[] = []
  for (const table of tableNames)
    shapes.push({
      table,
      columns: (await rowSums.columns(table)).map(({ name }) => name).sort(),
    })
  return shapes
}

export async function countRows(db: Storage | StorageTransaction): Promise<number> {
  let rows = 0
  for (const table of tableNames) {
    const { count } = await any(db)
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    rows += Number(count)
  }
  return rows
}

/** Returns the sums of the rows as they were read. Rejects with RowNotCopied at the first row that does not fit. */
export async function copyRows(
  from: StorageTransaction,
  to: StorageTransaction,
  { shapes, onRows }: { shapes: readonly Shape[]; onRows: OnRows },
): Promise<TableSum[]> {
  const engines = { from: engineOf(from).name, to: engineOf(to).name }
  const sums: TableSum[] = []
  for (const shape of shapes) {
    const sum = startSum(shape)
    for await (const rows of batchesOf(from, shape)) {
      for (const row of rows) mustFit(shape, row, engines.to)
      if (engines.from === 'sqlite') await mustBeText(from, shape, rows)
      await insert(to, shape, rows)
      sum.add(rows)
      onRows(shape.table, sum.rows())
    }
    sums.push(sum.end())
  }
  return sums
}

export async function sumRows(
  db: StorageTransaction,
  { shapes, onRows }: { shapes: readonly Shape[]; onRows: OnRows },
): Promise<TableSum[]> {
  const sums: TableSum[] = []
  for (const shape of shapes) {
    const sum = startSum(shape)
    for await (const rows of batchesOf(db, shape)) {
      sum.add(rows)
      onRows(shape.table, sum.rows())
    }
    sums.push(sum.end())
  }
  return sums
}

function any(db: Storage | StorageTransaction): AnyDatabase {
  return db as unknown as AnyDatabase
}

const refs = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

/** Rows in the order of their key, a limited number of rows and bytes at a time. */
async function* batchesOf(db: StorageTransaction, { table }: Shape): AsyncGenerator<Row[]> {
  const { keys, large = [] }: { keys: readonly string[]; large?: readonly string[] } =
    tableOrder[table]
  const valuesOf = (row: Row) => sql.join(keys.map((key) => row[key]))
  const beyond = (after: Row | null) =>
    after === null ? sql`` : sql`and (${refs(keys)}) > (${valuesOf(after)})`
  let after: Row | null = null
  for (;;) {
    const bytes =
      large.length === 0
        ? sql`0`
        : sql.join(
            large.map((column) => sql`coalesce(octet_length(${sql.ref(column)}), 0)`),
            sql` + `,
          )
    const { rows: sized }: { rows: Row[] } =
      await sql<Row>`select ${refs(keys)}, ${bytes} as "%bytes"
      from ${sql.table(table)} where 1 = 1 ${beyond(after)} order by ${refs(keys)}
      limit ${sql.lit(limits.copiedRows.max)}`.execute(db)
    const last: Row | undefined = sized[fitting(sized) - 1]
    if (last === undefined) return
    const { rows } = await sql<Row>`select * from ${sql.table(table)}
      where (${refs(keys)}) <= (${valuesOf(last)}) ${beyond(after)} order by ${refs(keys)}`.execute(
      db,
    )
    yield rows
    after = last
  }
}

/** How many of these rows make a batch: one at least. */
function fitting(sized: readonly Row[]): number {
  let bytes = 0
  const end = sized.findIndex((row) => {
    bytes += Number(row['%bytes'])
    return bytes > limits.copiedBytes.max
  })
  return end === -1 ? sized.length : Math.max(end, Math.min(1, sized.length))
}

async function insert(db: StorageTransaction, shape: Shape, rows: readonly Row[]): Promise<void> {
  try {
    await any(db)
      .insertInto(shape.table)
      .values([...rows])
      .execute()
  } catch (error) {
    const [first, last] = [rows[0], rows.at(-1)].map((row) => nameOf(shape, row ?? {}))
    throw new RowNotCopied(
      {
        table: shape.table,
        row: first === last ? `${first}` : `${first} … ${last}`,
        reason: error instanceof Error ? error.message : String(error),
      },
      { cause: error },
    )
  }
}

function mustFit(shape: Shape, row: Row, to: Engine['name']): void {
  for (const column of shape.columns) {
    const value = row[column]
    const reason =
      typeof value === 'number' && !Number.isSafeInteger(value)
        ? 'geen geheel getal, of te groot'
        : typeof value === 'string' && to === 'postgres' && value.includes('\0')
          ? 'bevat het teken NUL, dat PostgreSQL niet kan bewaren'
          : null
    if (reason !== null)
      throw new RowNotCopied({
        table: shape.table,
        row: nameOf(shape, row),
        reason: `${column} ${reason}`,
      })
  }
}

/**
 * SQLite stores half a surrogate pair as bytes that are no UTF-8 and come back as replacement characters: such a text is
 * not what was written, here or there.
 */
async function mustBeText(
  db: StorageTransaction,
  shape: Shape,
  rows: readonly Row[],
): Promise<void> {
  const { keys }: { keys: readonly string[] } = tableOrder[shape.table]
  for (const row of rows)
    for (const column of shape.columns) {
      const value = row[column]
      if (typeof value !== 'string' || !value.includes('\ufffd')) continue
      const found = await sql<{ bytes: string }>`select hex(${sql.ref(column)}) as bytes
        from ${sql.table(shape.table)}
        where (${refs(keys)}) = (${sql.join(keys.map((key) => row[key]))})`.execute(db)
      if (found.rows[0]?.bytes !== Buffer.from(value).toString('hex').toUpperCase())
        throw new RowNotCopied({
          table: shape.table,
          row: nameOf(shape, row),
          reason: `${column} is geen geldige tekst (UTF-8)`,
        })
    }
}

function nameOf({ table }: Shape, row: Row): string {
  return tableOrder[table].keys.map((key) => String(row[key])).join(', ')
}

function startSum({ table, columns }: Shape) {
  const hash = createHash('sha256')
  let count = 0
  return {
    rows: () => count,
    add(rows: readonly Row[]) {
      for (const row of rows) for (const column of columns) addValue(hash, row[column] ?? null)
      count += rows.length
    },
    end: (): TableSum => ({ table, rows: count, sha256: hash.digest('hex') }),
  }
}

/** With its kind and length first, so that no two rows give the same bytes. */
function addValue(hash: Hash, value: Value): void {
  if (value === null) hash.update('n;')
  else if (typeof value === 'number') hash.update(`i${value};`)
  else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    hash.update(`${typeof value === 'string' ? 's' : 'b'}${bytes.length};`).update(bytes)
  }
}
