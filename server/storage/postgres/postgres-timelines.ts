import pg from 'pg'
import { systemClock, systemIds } from '#server/runtime.ts'
import type { KnownHead } from '#server/sync/plan-log.ts'
import type { TimelineFollower } from '../engine.ts'
import type { Lines } from './lines.ts'
import { ConnectionLost, sqlStateOf } from './postgres-faults.ts'
import { connectionSettings } from './postgres-pool.ts'

/** Where this server keeps the timeline that it was on last. */
export type TimelineMemory = {
  read(): string | null
  write(timeline: string): Promise<void>
}

type Querying = Pick<pg.ClientBase, 'query'>
type Ask = (text: string, values: unknown[]) => Promise<readonly unknown[]>

/** An arbitrary, permanent number among our advisory locks. */
const lock = [1465, 3] as const

/**
 * The timelines of PostgreSQL: a promoted standby and a recovery to an earlier moment begin a new
 * one, which may lack the last changes of the one before. Whoever knows such a change must not go on
 * from it: numbers would mean two things, and words would come back under another name.
 *
 * Every connection is asked for its timeline before it is used. On a new one nothing is read or
 * written until one process has stored the last number of each plan at its beginning, and until this
 * process has given a new epoch to every plan of which it knows more. Clients that know more are
 * found at their handshake.
 */
export class PostgresTimelines {
  readonly #url: string
  readonly #lines: Lines
  readonly #memory: TimelineMemory | null
  #current: string | null = null
  #followers: TimelineFollower[] = []
  #switching: Promise<void> | null = null

  constructor(url: string, { lines, memory }: { lines: Lines; memory: TimelineMemory | null }) {
    this.#url = url
    this.#lines = lines
    this.#memory = memory
  }

  /** Null before the first connection, and where PostgreSQL does not say it (some hosted ones). */
  get current(): string | null {
    return this.#current
  }

  follow(follower: TimelineFollower): void {
    this.#followers.push(follower)
  }

  /** The timeline of a connection; rejects until it is the one that this process is on. */
  async admit(client: Querying): Promise<string | null> {
    const timeline = await readTimeline(client)
    if (timeline === this.#current || timeline === null) return timeline
    const last = this.#current ?? this.#memory?.read() ?? null
    if (last !== null && isEarlier(timeline, last))
      throw new ConnectionLost(
        `PostgreSQL is on timeline ${timeline}, and was on ${last}: this is the primary from before a promotion (docs/operate.md, Two disks)`,
      )
    this.#switching ??= this.#switchTo(timeline).finally(() => {
      this.#switching = null
    })
    await this.#switching
    if (timeline !== this.#current) throw new ConnectionLost('the timeline changed again')
    return timeline
  }

  async #switchTo(timeline: string): Promise<void> {
    const before = this.#current
    const client = new pg.Client(connectionSettings(this.#url, this.#lines))
    client.on('error', () => undefined)
    await client.connect()
    const renewed: string[] = []
    try {
      await client.query('begin')
      await client.query('select pg_advisory_xact_lock($1, $2)', [...lock])
      if ((await readTimeline(client)) !== timeline) throw new ConnectionLost('another server')
      await begin(client, timeline)
      const known = this.#followers.flatMap((follower) => [...follower.known()])
      const ask: Ask = async (text, values) => (await client.query(text, values)).rows
      for (const head of before === null ? [] : known)
        if (await renewEpoch(ask, head, before ?? '')) renewed.push(head.planId)
      await client.query('commit')
    } finally {
      await client.end().catch(() => undefined)
    }
    await this.#memory?.write(timeline)
    this.#current = timeline
    if (before === null) return
    // Connections to the server from before, if it still runs.
    this.#lines.cut()
    for (const follower of this.#followers) follower.onSwitched(renewed)
  }
}

/**
 * Gives a plan a new epoch if a later timeline began without a change that somebody knows: screens and
 * devices with that change then keep it as a copy to compare with (EP3). Once for each plan and
 * timeline, whoever asks, because a client may claim to know anything.
 */
export async function renewEpoch(
  ask: Ask,
  { planId, epoch, seq }: KnownHead,
  timeline: string,
): Promise<boolean> {
  const rows = await ask(
    `with renewed as (
       update plans set epoch = $5 where id = $1 and epoch = $2 and exists (
         select from timeline_heads heads where heads.plan_id = $1 and heads.seq < $3
         and heads.number > (select max(number) from timelines where name = $4))
       returning id)
     delete from timeline_heads where plan_id in (select id from renewed) returning number`,
    [planId, epoch, seq, timeline, systemIds.next()],
  )
  return rows.length > 0
}

/** Stores where each plan stands, unless another process did. */
async function begin(client: Querying, timeline: string): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    'select number, name from timelines order by number desc limit 1',
  )
  const [last] = rows
  if (last?.name === timeline) return
  const number = (last?.number ?? 0) + 1
  await client.query('insert into timelines (number, name, began_at) values ($1, $2, $3)', [
    number,
    timeline,
    systemClock.now(),
  ])
  // The first one: nobody was on another before.
  if (last !== undefined)
    await client.query(
      'insert into timeline_heads (number, plan_id, seq) select $1::integer, id, seq from plans',
      [number],
    )
}

/** `<system identifier>-<timeline>`; null if this server has no such functions, or not for us. */
async function readTimeline(client: Querying): Promise<string | null> {
  try {
    // In recovery these functions fail: a standby takes no writes, so it is no place to go on.
    const { rows } = await client.query<{ system: string; file: string }>(
      `select system_identifier::text as system, pg_walfile_name(pg_current_wal_lsn()) as file
       from pg_control_system()`,
    )
    const [row] = rows
    return row === undefined ? null : `${row.system}-${Number.parseInt(row.file.slice(0, 8), 16)}`
  } catch (error) {
    const state = sqlStateOf(error)
    if (state?.startsWith('42') === true || state === '0A000') return null
    throw error
  }
}

/** Whether PostgreSQL went on from this timeline to the other one: what is written on it is lost. */
export function isEarlier(timeline: string, than: string): boolean {
  const [[system, number], [otherSystem, other]] = [timeline.split('-'), than.split('-')]
  return system === otherSystem && Number(number) < Number(other)
}
