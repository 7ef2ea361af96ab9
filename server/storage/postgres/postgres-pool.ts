import pg from 'pg'
import type { Lines } from './lines.ts'
import { ConnectionLost, sqlStateOf } from './postgres-faults.ts'
import { typeParsers } from './postgres-types.ts'

/** Users must learn within two seconds that nothing is stored. */
const connectWithinMs = 1_500
/**
 * A statement waits this long for a connection that others use. That says nothing about the database: when many plans
 * are opened at once on a slow machine, each waits for the ones before it.
 */
const freeWithinMs = 10_000
/** Ends the transaction of a process that hangs or was cut off, and so releases its locks. */
const idleInTransactionMs = 60_000

/** A statement that was ended by the server is answered within this time. */
const answerWithinMs = 5_000

export function connectionSettings(url: string, lines: Lines): pg.ClientConfig {
  return {
    connectionString: url,
    stream: lines.open,
    application_name: 'wijktafel',
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    types: typeParsers,
  }
}

/** The pool gives its clients its own limit, which counts the waiting for a free one too. */
class PromptClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(
      typeof config === 'object' ? { ...config, connectionTimeoutMillis: connectWithinMs } : config,
    )
  }
}

/** Decides about each new connection before its first use. */
export type Admission = {
  readonly current: string | null
  admit(client: Pick<pg.ClientBase, 'query'>): Promise<string | null>
}

const everyone: Admission = { current: null, admit: async () => null }

/**
 * The connections of this process, in the interface that Kysely requires. Every error from them has
 * a SQLSTATE.
 */
export class PostgresPool {
  readonly #pool: pg.Pool
  readonly #admission: Admission
  readonly #admitted = new WeakMap<pg.PoolClient, string | null>()

  constructor(
    url: string,
    {
      admission = everyone,
      lines,
      max,
      statementWithinMs,
      lockWithinMs = 0,
      isPipelined = false,
      onIdleError,
    }: {
      admission?: Admission | undefined
      lines: Lines
      max: number
      /** 0: no limit. */
      statementWithinMs: number
      /** How long a statement waits for a lock; 0: as long as it may run. */
      lockWithinMs?: number
      /** Statements are sent without waiting for the answers to those before them. */
      isPipelined?: boolean
      onIdleError: (error: Error) => void
    },
  ) {
    this.#admission = admission
    this.#pool = new pg.Pool({
      ...connectionSettings(url, lines),
      Client: PromptClient,
      connectionTimeoutMillis: freeWithinMs,
      max,
      pipeline: isPipelined,
      statement_timeout: statementWithinMs,
      lock_timeout: lockWithinMs,
      ...(statementWithinMs === 0 ? {} : { query_timeout: statementWithinMs + answerWithinMs }),
      idle_in_transaction_session_timeout: idleInTransactionMs,
    })
    // Without a listener the loss of an idle connection ends the process; the pool makes another
    // one.
    this.#pool.on('error', onIdleError)
    // So does the loss of a connection in use, whose statement gets the error as well.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async connect(): Promise<PostgresConnection> {
    try {
      for (;;) {
        const client = await this.#pool.connect()
        if (await this.#isAdmitted(client)) return new PostgresConnection(client)
        client.release(true)
      }
    } catch (error) {
      throw withSqlState(error)
    }
  }

  /** The timeline of the database that this process is on. */
  get timeline(): string | null {
    return this.#admission.current
  }

  /** False for a connection from before a switch to another timeline. */
  async #isAdmitted(client: pg.PoolClient): Promise<boolean> {
    const admission = this.#admission
    const before = admission.current
    let timeline = this.#admitted.get(client)
    if (timeline === undefined) {
      try {
        timeline = await admission.admit(client)
      } catch (error) {
        client.release(true)
        throw error
      }
      this.#admitted.set(client, timeline)
      // A switch cuts all lines, also this one.
      if (before !== null && before !== admission.current) return false
    }
    return timeline === admission.current || timeline === null
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}

type Result<R> = Pick<pg.QueryResult<R & pg.QueryResultRow>, 'command' | 'rowCount' | 'rows'>
type Command = 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE'
export type KyselyResult<R> = { command: Command; rowCount: number; rows: R[] }

export class PostgresConnection {
  readonly #client: pg.PoolClient
  #isLost = false

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  query<R>(statement: string, values: readonly unknown[]): Promise<KyselyResult<R>>
  query<R>(cursor: object): R
  query<R>(statement: string | object, values: readonly unknown[] = []): unknown {
    if (typeof statement !== 'string') throw new Error('Cursors are not used here.')
    return this.#run<R>({ text: statement, values: [...values] })
  }

  /** Parsed once per connection; for statements of every keystroke and every request. */
  prepared<R>(name: string, text: string, values: unknown[]): Promise<Result<R>> {
    return this.#run<R>({ name, text, values })
  }

  async #run<R>(query: pg.QueryConfig): Promise<Result<R>> {
    try {
      return await this.#client.query<R & pg.QueryResultRow>(query)
    } catch (error) {
      const stated = withSqlState(error)
      this.#isLost ||= stated instanceof ConnectionLost
      throw stated
    }
  }

  /** Closed instead of reused: its state is unknown. */
  discard(): void {
    this.#isLost = true
  }

  release(): void {
    this.#client.release(this.#isLost)
  }
}

/**
 * The driver describes the end of a connection in words; errors of the operating system have a
 * code.
 */
const lostInWords =
  /connection terminated|timeout exceeded|not queryable|read timeout|client was closed|connection ended/i
const lostInCode = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EACCES',
])

function withSqlState(error: unknown): unknown {
  if (sqlStateOf(error) !== null || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return lostInCode.has(code) || lostInWords.test(error.message) ? new ConnectionLost(error) : error
}
