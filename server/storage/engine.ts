import type { SelectQueryBuilder } from 'kysely'
import type { NewChange } from '#server/sync/plan-log.ts'
import type { FaultGate } from './storage-faults.ts'
import type { PlanRow, Storage, StorageTransaction, Tables } from './tables.ts'

export type Appended = { seq: number; at: number }

/** A row of a fixed statement by its parameters. */
export type Lookup<Params extends readonly LookupValue[], Row> = (
  ...params: Params
) => Promise<Row | undefined>

export type LookupValue = string | number | null

/** A trigger that refuses a change of a row. `when` is SQL over `new` and `old` that means the same on each database. */
export type RowGuard = {
  name: string
  table: string
  before: 'insert' | 'update' | 'delete'
  when?: string
  message: string
}

type Jobs = SelectQueryBuilder<Tables, 'outbox', { id: string }>

export type RowShape = { table: string; keys: readonly string[]; columns: readonly string[] }

/**
 * The differences between the databases that Wijktafel runs on. Every other statement is built by Kysely, or is SQL
 * that means the same on both. A new difference is a member here, and a database without it does not compile.
 */
export type Engine = {
  readonly name: 'sqlite' | 'postgres'
  /** Reports the fault after which this process must not use storage any more. */
  readonly faults: FaultGate

  /**
   * Statements as they see the database at one moment. For readings that add up several statements; a change needs a
   * lock instead.
   */
  readTogether<T>(read: (trx: StorageTransaction) => Promise<T>): Promise<T>

  /**
   * A statement that is prepared once, for look-ups of every request and handshake. It sees committed rows only and never
   * waits for a transaction. `statement` has a `?` for each parameter and quotes names such as "user" and "isAdmin".
   */
  lookup<Params extends readonly LookupValue[], Row>(statement: string): Lookup<Params, Row>
  /** The same for a statement that gives several rows. */
  lookupAll<Params extends readonly LookupValue[], Row>(
    statement: string,
  ): (...params: Params) => Promise<Row[]>

  readonly locks: {
    /** Locks existing plans in the order of their ids, and reads them. */
    plans(trx: StorageTransaction, planIds: readonly string[]): Promise<PlanRow[]>
    /** No other change beside the documents runs until this transaction ends, whatever its plan. */
    everyPlan(trx: StorageTransaction): Promise<void>
    name(trx: StorageTransaction, name: string): Promise<void>
    /** Passes over jobs that another process is claiming at this moment. */
    unclaimed(jobs: Jobs): Jobs
  }

  readonly changes: {
    /** Appends updates in a transaction of its own; durable when it resolves. */
    alone(changes: readonly NewChange[], now: () => number): Promise<Appended[]>
    inside(trx: StorageTransaction, changes: readonly NewChange[], at: number): Promise<Appended[]>
  }

  /** Rows that no program may change: triggers, because code alone does not keep out another program. */
  readonly guards: {
    statements(guard: RowGuard): string[]
    present(table: string): Promise<ReadonlySet<string>>
    /** Lifts one guard for one change, within the transaction: other connections never see the table without it. */
    lift(trx: StorageTransaction, name: string, change: () => Promise<unknown>): Promise<void>
  }

  /** The triggers that keep a sum beside each row, and what they are made of (row-sums.ts). */
  readonly rowSums: {
    prepare(): Promise<void>
    /** `key`: the place in the primary key, from 1; 0 outside of it. None for a table that is not there. */
    columns(table: string): Promise<{ name: string; isBinary: boolean; key: number }[]>
    /** An expression for the text of these columns. */
    text(columns: readonly string[]): string
    triggers(): Promise<ReadonlySet<string>>
    statements(shape: RowShape): { name: string; statements: string[] }[]
    dropping(trigger: string): string[]
    /** Everything about tables, columns and triggers that must not change by itself. */
    schema(): Promise<string>
  }

  /** One process at a time, for migrations. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** For a starting server, before anyone reads. */
  settle(): Promise<void>
  readonly erasing: {
    /** Before personal data is overwritten. */
    begin(): Promise<void>
    /** After the commit: the old content is no longer in the files of the database either. */
    end(): Promise<void>
  }
}

/** Anything that Kysely makes of one opened database: itself, a transaction. */
type Opened = { getExecutor(): { readonly adapter: object } }

const engines = new WeakMap<object, Engine>()

export function registerEngine(db: Storage, engine: Engine): void {
  engines.set(db.getExecutor().adapter, engine)
}

/** Kysely makes one adapter for each opened database and passes it on to its transactions. */
export function engineOf(db: Opened): Engine {
  const engine = engines.get(db.getExecutor().adapter)
  if (engine === undefined) throw new Error('This storage was not opened here.')
  return engine
}
