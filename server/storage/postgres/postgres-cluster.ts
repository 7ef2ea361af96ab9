import pg from 'pg'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Cluster, ClusterMessage } from '#server/sync/cluster.ts'
import { readFrame, WaitingMessages } from './cluster-frames.ts'
import type { Lines } from './lines.ts'
import { connectionSettings } from './postgres-pool.ts'
import type { PostgresTimelines } from './postgres-timelines.ts'

const channel = 'wijktafel'
/**
 * From one notification to the next; what comes in between is combined, because each one costs every
 * node a message. The first one after a pause does not wait: a reader on another node sees a
 * keystroke that much sooner.
 */
const paceMs = 5
const firstRetryMs = 100
const longestRetryMs = 5_000
/** A notification to itself takes a millisecond; a pooler in transaction mode never delivers it. */
const echoWithinMs = 2_000
type Options = {
  url: string
  /** All connections of this process to the database: when this one is cut, none of them answers. */
  lines: Lines
  timelines: Pick<PostgresTimelines, 'admit'>
  nodeId: string
  clock: Pick<Clock, 'after' | 'elapsed'>
  logger: Logger
}

type State =
  | { kind: 'connecting' }
  | { kind: 'connected'; client: pg.Client; isSending: boolean }
  | { kind: 'closed' }

/**
 * Notifies other nodes with LISTEN and NOTIFY, on a connection of its own: a NOTIFY in the
 * transaction of a change would lock the whole database until after the commit. A broken connection
 * is made again, and everything that may have been missed is then looked up.
 */
export class PostgresCluster implements Cluster {
  readonly nodeId: string
  readonly isShared = true
  readonly #options: Options
  readonly #waiting = new WaitingMessages()
  readonly #listeners: ((message: ClusterMessage, fromNode: string) => void)[] = []
  readonly #gapListeners: (() => void)[] = []
  #state: State = { kind: 'connecting' }
  #cancelFlush: (() => void) | null = null
  #sentAt = Number.NEGATIVE_INFINITY
  #cancelRetry: (() => void) | null = null
  #cancelEcho: (() => void) | null = null
  #stopAsking: (() => void) | null = null
  #retryMs = firstRetryMs
  #isEchoChecked = false

  private constructor(options: Options) {
    this.#options = options
    this.nodeId = options.nodeId
  }

  /** Resolves once it is connected; rejects if it can't connect at the start. */
  static async open(options: Options): Promise<PostgresCluster> {
    const cluster = new PostgresCluster(options)
    await cluster.#connect()
    return cluster
  }

  notify(message: ClusterMessage): void {
    // Without a connection the messages are dropped: other nodes read the log, and presence is sent
    // again.
    if (this.#state.kind !== 'connected') return
    this.#waiting.add(message)
    this.#flushSoon()
  }

  onNotify(listener: (message: ClusterMessage, fromNode: string) => void): void {
    this.#listeners.push(listener)
  }

  onGap(listener: () => void): void {
    this.#gapListeners.push(listener)
  }

  async close(): Promise<void> {
    const { client } = this.#state.kind === 'connected' ? this.#state : { client: null }
    this.#state = { kind: 'closed' }
    this.#cancelFlush?.()
    this.#cancelRetry?.()
    this.#cancelEcho?.()
    this.#stopAsking?.()
    await client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const { url, lines, timelines } = this.#options
    const client = new pg.Client(connectionSettings(url, lines))
    // A broken connection emits several errors, and each error without a listener ends the process.
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client, null))
    client.on('notification', ({ payload }) => this.#received(payload ?? ''))
    await client.connect()
    try {
      await timelines.admit(client)
      await lines.mustAnswer(client.query(`set synchronous_commit = off; listen ${channel}`))
    } catch (error) {
      client.end().catch(() => undefined)
      throw error
    }
    // Closed meanwhile.
    if (this.#state.kind === 'closed') return void client.end().catch(() => undefined)
    this.#state = { kind: 'connected', client, isSending: false }
    this.#retryMs = firstRetryMs
    this.#stopAsking = lines.keepAsking(
      () => client.query('select 1'),
      (error) => this.#lost(client, error),
    )
    if (!this.#isEchoChecked) this.#checkEcho(client)
  }

  /**
   * A notification to itself: if it does not return, no notification of another node will arrive.
   */
  #checkEcho(client: pg.Client): void {
    this.#cancelEcho = this.#options.clock.after(echoWithinMs, () => {
      this.#cancelEcho = null
      this.#options.logger.warn(
        {},
        'Notifications of PostgreSQL do not reach this server: does DATABASE_URL lead to a pooler in transaction mode? Changes from other servers are shown after two seconds and people on them not at all. Connect to PostgreSQL itself, or to a pooler in session mode (docs/operate.md)',
      )
    })
    this.#send(client, `[${JSON.stringify(this.nodeId)},[]]`).catch(() => undefined)
  }

  #received(payload: string): void {
    const frame = readFrame(payload)
    if (frame === null) return
    if (frame.nodeId === this.nodeId) {
      this.#cancelEcho?.()
      this.#cancelEcho = null
      this.#isEchoChecked = true
      return
    }
    for (const message of frame.messages)
      for (const listener of this.#listeners) listener(message, frame.nodeId)
  }

  #flushSoon(): void {
    if (this.#cancelFlush !== null) return
    const { clock } = this.#options
    const flush = () => {
      this.#cancelFlush = null
      void this.#flush()
    }
    const waitMs = this.#sentAt + paceMs - clock.elapsed()
    // At once, after the messages of this moment.
    if (waitMs <= 0) this.#cancelFlush = soon(flush)
    else this.#cancelFlush = clock.after(waitMs, flush)
  }

  async #flush(): Promise<void> {
    const state = this.#state
    if (state.kind !== 'connected' || state.isSending) return
    const payload = this.#waiting.take(this.nodeId)
    if (payload === null) return
    state.isSending = true
    this.#sentAt = this.#options.clock.elapsed()
    try {
      await this.#send(state.client, payload)
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'Other servers could not be told of changes')
    }
    state.isSending = false
    if (this.#waiting.size > 0) this.#flushSoon()
  }

  async #send(client: pg.Client, payload: string): Promise<void> {
    await client.query({
      name: 'notify',
      text: 'select pg_notify($1, $2)',
      values: [channel, payload],
    })
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#state.kind !== 'connected' || this.#state.client !== client) return
    this.#state = { kind: 'connecting' }
    this.#waiting.clear()
    this.#stopAsking?.()
    this.#options.logger.warn({ err: error }, 'The connection to other servers was lost')
    client.end().catch(() => undefined)
    // Dependents can now check whether the database is gone.
    for (const listener of this.#gapListeners) listener()
    this.#retry()
  }

  #retry(): void {
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => {
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
      this.#connect().then(
        () => {
          if (this.#state.kind !== 'connected') return
          this.#options.logger.info({}, 'The connection to other servers is back')
          for (const listener of this.#gapListeners) listener()
        },
        () => {
          if (this.#state.kind !== 'closed') this.#retry()
        },
      )
    })
  }
}

/** After the code that runs now; the returned function cancels. */
function soon(run: () => void): () => void {
  let isCancelled = false
  void Promise.resolve().then(() => isCancelled || run())
  return () => {
    isCancelled = true
  }
}
