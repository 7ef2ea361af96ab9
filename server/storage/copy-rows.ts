import { createHash, type Hash } from 'node:crypto'
import { sql } from 'kysely'
import { type Engine, engineOf } from './engine.ts'
import { type AnyDatabase, refs, rowSlices, type SlicedRow } from './row-slices.ts'
import { tableNames, tableOrder } from './table-order.ts'
import type { Storage, StorageTransaction, Tables } from './tables.ts'

/**
 * Copies a database into an empty one with the same schema, on the same engine or another one. Rows keep their values and
 * their order; checksums beside rows are not copied, because the triggers of the target make them.
 */

type Row = SlicedRow
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

/** Rows with a value that the target does not store as it is: the first ones, and how many there are. */
export type UnfitRows = { named: RowNotCopied[]; count: number }

/** Looked for in all tables before anything is written, so that the operator gets the whole list at once. */
export async function findUnfitRows(
  from: StorageTransaction,
  {
    shapes,
    to,
    named: mostNamed,
    onRows,
  }: { shapes: readonly Shape[]; to: Engine['name']; named: number; onRows: OnRows },
): Promise<UnfitRows> {
  const unfit: UnfitRows = { named: [], count: 0 }
  const isFromSqlite = engineOf(from).name === 'sqlite'
  for (const shape of shapes) {
    let read = 0
    for await (const rows of batchesOf(from, shape)) {
      for (const row of rows) {
        const reason =
          reasonNotToFit(shape, row, to) ??
          (isFromSqlite ? await reasonNotToBeText(from, shape, row) : null)
        if (reason === null) continue
        unfit.count++
        if (unfit.named.length < mostNamed)
          unfit.named.push(
            new RowNotCopied({ table: shape.table, row: nameOf(shape, row), reason }),
          )
      }
      read += rows.length
      onRows(shape.table, read)
    }
  }
  return unfit
}

/** Returns the sums of the rows as they were read. Rejects with RowNotCopied at a row that the target refuses. */
export async function copyRows(
  from: StorageTransaction,
  to: StorageTransaction,
  { shapes, onRows }: { shapes: readonly Shape[]; onRows: OnRows },
): Promise<TableSum[]> {
  const sums: TableSum[] = []
  for (const shape of shapes) {
    const sum = startSum(shape)
    const own = ownColumn(shape)
    for await (const rows of batchesOf(from, shape)) {
      await insert(to, shape, own === null ? rows : rows.map((row) => ({ ...row, [own]: null })))
      sum.add(rows)
      onRows(shape.table, sum.rows())
    }
    if (own !== null) await copyOwnReferences(from, to, { shape, own })
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

function batchesOf(db: StorageTransaction, { table }: Shape): AsyncGenerator<Row[]> {
  return rowSlices(db, { table, ...tableOrder[table] })
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

function ownColumn({ table }: Shape): string | null {
  const order = tableOrder[table]
  return 'own' in order ? order.own : null
}

/** After the rows: the row that one refers to may come after it. */
async function copyOwnReferences(
  from: StorageTransaction,
  to: StorageTransaction,
  { shape, own }: { shape: Shape; own: string },
): Promise<void> {
  const { table } = shape
  const { keys }: { keys: readonly string[] } = tableOrder[table]
  const referring = { table, keys, where: sql`${sql.ref(own)} is not null` }
  for await (const rows of rowSlices(from, referring))
    for (const row of rows)
      await sql`update ${sql.table(table)} set ${sql.ref(own)} = ${row[own]}
        where (${refs(keys)}) = (${sql.join(keys.map((key) => row[key]))})`.execute(to)
}

function reasonNotToFit(shape: Shape, row: Row, to: Engine['name']): string | null {
  for (const column of shape.columns) {
    const value = row[column]
    const reason =
      typeof value === 'number' && !Number.isSafeInteger(value)
        ? 'geen geheel getal, of te groot'
        : typeof value === 'string' && to === 'postgres' && value.includes('\0')
          ? 'bevat het teken NUL, dat PostgreSQL niet kan bewaren'
          : null
    if (reason !== null) return `${column} ${reason}`
  }
  return null
}

/**
 * SQLite stores half a surrogate pair as bytes that are no UTF-8 and come back as replacement characters: such a text is
 * not what was written, here or there.
 */
async function reasonNotToBeText(
  db: StorageTransaction,
  shape: Shape,
  row: Row,
): Promise<string | null> {
  const { keys }: { keys: readonly string[] } = tableOrder[shape.table]
  for (const column of shape.columns) {
    const value = row[column]
    if (typeof value !== 'string' || !value.includes('\ufffd')) continue
    const found = await sql<{ bytes: string }>`select hex(${sql.ref(column)}) as bytes
      from ${sql.table(shape.table)}
      where (${refs(keys)}) = (${sql.join(keys.map((key) => row[key]))})`.execute(db)
    if (found.rows[0]?.bytes !== Buffer.from(value).toString('hex').toUpperCase())
      return `${column} is geen geldige tekst (UTF-8)`
  }
  return null
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
function addValue(hash: Hash, value: Row[string]): void {
  if (value === null) hash.update('n;')
  else if (typeof value === 'number') hash.update(`i${value};`)
  else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    hash.update(`${typeof value === 'string' ? 's' : 'b'}${bytes.length};`).update(bytes)
  }
}
