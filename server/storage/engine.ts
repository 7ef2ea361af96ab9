import type { RawBuilder, SelectQueryBuilder } from 'kysely'
import type { Clock, Ids, Logger } from '#server/runtime.ts'
import type { Cluster } from '#server/sync/cluster.ts'
import type { KnownHead, NewChange } from '#server/sync/plan-log.ts'
import type { FaultGate } from './storage-faults.ts'
import type { PlanRow, Storage, StorageTransaction, Tables } from './tables.ts'

export type Appended = { seq: number; at: number }

/** Reads one row with a fixed statement, by its parameters. */
export type Lookup<Params extends readonly LookupValue[], Row> = (
  ...params: Params
) => Promise<Row | undefined>

/** A token bucket: `burst` at once, then one every `refillMs`. */
export type SharedRate = { burst: number; refillMs: number }

export type LookupValue = string | number | null

/**
 * A trigger that refuses a change of a row. `when` is SQL over `new` and `old` with the same
 * meaning on each database.
 */
export type RowGuard = {
  name: string
  table: string
  before: 'insert' | 'update' | 'delete'
  when?: string
  message: string
}

/** What this process does when the database continues on another timeline. */
export type TimelineFollower = {
  /** The changes that this process knows, on the timeline before. */
  known(): readonly KnownHead[]
  /** Everything that was read before may be missing in the database; `renewed` have a new epoch. */
  onSwitched(renewed: readonly string[]): void
}

/** Full-text search over `plan_words`, by words of letters and digits (shared/find/words-in.ts). */
export type WordIndex = {
  /** Statements that make the index. */
  index: readonly string[]
  /** True for a row that holds words which begin with each of these. */
  has(words: readonly string[]): RawBuilder<boolean>
}

type Jobs = SelectQueryBuilder<Tables, 'outbox', { id: string }>

export type RowShape = { table: string; keys: readonly string[]; columns: readonly string[] }

/**
 * The differences between the supported databases. Every other statement is built by Kysely, or is
 * SQL with the same meaning on both. A new difference is a member here; a database without it does
 * not compile.
 */
export type Engine = {
  readonly name: 'sqlite' | 'postgres'
  /** Reports the fault after which this process must not use storage any more. */
  readonly faults: FaultGate

  /**
   * Statements that see the database at one moment. For readings that combine several statements; a
   * change needs a lock instead.
   */
  readTogether<T>(read: (trx: StorageTransaction) => Promise<T>): Promise<T>

  /**
   * A statement that is prepared once, for look-ups of every request and handshake. It sees only
   * committed rows and never waits for a transaction. `statement` has a `?` for each parameter and
   * quotes names such as "user" and "isAdmin".
   */
  lookup<Params extends readonly LookupValue[], Row>(statement: string): Lookup<Params, Row>
  /** The same for a statement that returns several rows. */
  lookupAll<Params extends readonly LookupValue[], Row>(
    statement: string,
  ): (...params: Params) => Promise<Row[]>

  readonly locks: {
    /** Locks existing plans in the order of their ids, and reads them. */
    plans(trx: StorageTransaction, planIds: readonly string[]): Promise<PlanRow[]>
    /**
     * Before a write reads anything. A file of SQLite has one writer, and refuses a reader that wants to become it after
     * another process wrote.
     */
    beginWriting(trx: StorageTransaction): Promise<void>
    /** No other change beside the documents runs until this transaction ends, whatever its plan. */
    everyPlan(trx: StorageTransaction): Promise<void>
    name(trx: StorageTransaction, name: string): Promise<void>
    /** Skips jobs that another process is claiming at this moment. */
    unclaimed(jobs: Jobs): Jobs
  }

  /** Rates that several servers count together; null where one server has the database alone. */
  readonly rates: {
    /** Takes one token; false if the bucket is empty. */
    take(rate: SharedRate, key: string, now: number): Promise<boolean>
  } | null

  /**
   * The plans that background work writes in one transaction. On SQLite each commit waits for the disk; on PostgreSQL
   * everybody who types in one of these plans waits for all of them.
   */
  readonly plansPerWrite: number

  readonly words: WordIndex

  readonly changes: {
    /** Appends updates in a transaction of its own; durable when it resolves. */
    alone(changes: readonly NewChange[], now: () => number): Promise<Appended[]>
    inside(trx: StorageTransaction, changes: readonly NewChange[], at: number): Promise<Appended[]>
  }

  /**
   * Guards of rows that no program may change: triggers, because code alone does not stop other
   * programs.
   */
  readonly guards: {
    statements(guard: RowGuard): string[]
    present(table: string): Promise<ReadonlySet<string>>
    /**
     * Lifts one guard for one change, within the transaction: other connections never see the table
     * without it.
     */
    lift(trx: StorageTransaction, name: string, change: () => Promise<unknown>): Promise<void>
  }

  /** The triggers that maintain a sum beside each row, and the columns they cover (row-sums.ts). */
  readonly rowSums: {
    prepare(): Promise<void>
    /**
     * `key`: the position in the primary key, from 1; 0 for other columns. Empty for a missing
     * table.
     */
    columns(table: string): Promise<{ name: string; isBinary: boolean; key: number }[]>
    /** An expression for the text of these columns. */
    text(columns: readonly string[]): string
    triggers(): Promise<ReadonlySet<string>>
    statements(shape: RowShape): { name: string; statements: string[] }[]
    dropping(trigger: string): string[]
    /** Runs these while no other server writes to the table. */
    remake(table: string, statements: readonly string[]): Promise<void>
    /** All tables, columns and triggers, whose definitions must not change on disk. */
    schema(): Promise<string>
  }

  /** The connection of this process to the other nodes on its database. */
  openCluster(given: { clock: Clock; ids: Ids; logger: Logger }): Promise<Cluster>
  /** Where the database continued after a promotion or a recovery; null on SQLite, which has none. */
  readonly timeline: {
    readonly current: string | null
    /** Whether somebody was on a later one: then this is the primary from before a promotion. */
    isEarlierThan(timeline: string): boolean
    follow(follower: TimelineFollower): void
    /** Gives a plan a new epoch, if a timeline after this one began without a known change. */
    renew(known: KnownHead, timeline: string): Promise<boolean>
  }
  /** A lock for migrations: one process at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Runs at the start of a server, before any reading. */
  settle(): Promise<void>
  readonly erasing: {
    /** Before personal data is overwritten. */
    begin(): Promise<void>
    /** Runs after the commit: removes the old content from the files of the database too. */
    end(): Promise<void>
  }
}

/** A Kysely instance of one opened database: itself, or a transaction. */
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
