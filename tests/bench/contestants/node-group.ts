import { readdirSync, readFileSync } from 'node:fs'
import { noPostgres, PostgresInstance } from '../../support/postgres-instance.ts'
import type { RoomAddress } from '../load/messages.ts'
import { cpuSecondsOf } from '../machine.ts'
import { Contestant, type ContestantKind, type Wanted } from './contestant.ts'
import { ours } from './ours.ts'

const database = 'wijktafel'
const statementsExtension = 'pg_stat_statements'

/** What the servers and their database used since they started. */
export type Costs = {
  serverCpu: number
  databaseCpu: number
  transactions: number
  /** NaN where PostgreSQL lacks the extension that counts statements. */
  statements: number
  notifications: number
  walBytes: number
  changes: number
}

export type Placement = 'within' | 'across'

/** Servers on one PostgreSQL, each in a process of its own, with the PostgreSQL that they share. */
export class NodeGroup {
  readonly nodes: readonly Contestant[]
  readonly #postgres: PostgresInstance

  private constructor(postgres: PostgresInstance, nodes: readonly Contestant[]) {
    this.#postgres = postgres
    this.nodes = nodes
  }

  /** Durable, with the settings of the packages, and on the same disk as the data folders of SQLite. */
  static async start(count: number): Promise<NodeGroup> {
    if (noPostgres !== null) throw new Error(noPostgres)
    const postgres = await PostgresInstance.start({ shared_preload_libraries: statementsExtension })
    await postgres.query(`create database ${database}`)
    await postgres.query(`create extension ${statementsExtension}`, database)
    const url = postgres.url(database)
    const kind: ContestantKind = {
      ...ours,
      environment: (place) => ({
        ...ours.environment(place),
        DATABASE_URL: url,
        SECRET_KEY: 'voor-de-meting-en-nergens-anders',
      }),
    }
    const first = await Contestant.start(kind)
    // Each start makes the first link anew, so somebody signs in before the second one.
    await first.rooms(1)
    const others: Contestant[] = []
    for (let i = 1; i < count; i++) others.push(await Contestant.start(kind))
    return new NodeGroup(postgres, [first, ...others])
  }

  get first(): Contestant {
    const [first] = this.nodes
    if (first === undefined) throw new Error('A group has a node.')
    return first
  }

  /**
   * Rooms that are spread over the nodes by plan, as a load balancer with a hash of the path does; `across`: those who
   * type in a plan are on another node than those who read along.
   */
  async rooms(wanted: Wanted, placement: Placement): Promise<RoomAddress[]> {
    const rooms = await this.first.kind.makeRooms(this.first, wanted)
    return rooms.map((room, index) => {
      const at = (offset: number) => {
        const { port } = this.nodes[(index + offset) % this.nodes.length] ?? this.first
        return room.url.replace(/:\d+\//, `:${port}/`)
      }
      return { ...room, url: at(0), readersUrl: at(placement === 'across' ? 1 : 0) }
    })
  }

  /** Makes members with one statement; a thousand plans by invitations take minutes. */
  async admit(members: readonly { planId: string; userId: string }[]): Promise<void> {
    const rows = members.map(
      ({ planId, userId }) => `('${planId}', '${userId}', 'editor', null, 0)`,
    )
    await this.#postgres.query(
      `insert into members (plan_id, user_id, role, discipline, added_at) values ${rows.join(', ')}`,
      database,
    )
  }

  async costs(): Promise<Costs> {
    const [row] = await this.#postgres.query<Record<string, string>>(
      `select (select sum(xact_commit) from pg_stat_database where datname = '${database}') as transactions,
        (select sum(calls) from ${statementsExtension}) as statements,
        (select sum(calls) from ${statementsExtension} where query like '%pg_notify%') as notifications,
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal,
        (select sum(seq) from plans) as changes`,
      database,
    )
    const count = (name: string) => Number(row?.[name] ?? 0)
    return {
      serverCpu: this.nodes.reduce((sum, node) => sum + node.cpuSeconds(), 0),
      databaseCpu: cpuSecondsOfTree(this.#postgres.pid() ?? 0),
      transactions: count('transactions'),
      statements: count('statements'),
      notifications: count('notifications'),
      walBytes: count('wal'),
      changes: count('changes'),
    }
  }

  /** What the database holds and serves at this moment. */
  async holdings(): Promise<{ connections: number; rows: number; bytes: number }> {
    const [row] = await this.#postgres.query<Record<string, string>>(
      `select (select count(*) from pg_stat_activity where application_name = 'wijktafel') as connections,
        (select count(*) from plan_changes) as rows, pg_database_size('${database}') as bytes`,
      database,
    )
    const count = (name: string) => Number(row?.[name] ?? 0)
    return { connections: count('connections'), rows: count('rows'), bytes: count('bytes') }
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop()
    await this.#postgres.remove()
  }
}

/** What `work` costs, per change that it appended. */
export async function costsPerChange<T>(
  group: NodeGroup,
  work: () => Promise<T>,
): Promise<{ result: T; costs: Costs }> {
  const before = await group.costs()
  const result = await work()
  const after = await group.costs()
  const changes = after.changes - before.changes
  const per = (name: keyof Costs) => (after[name] - before[name]) / changes
  return {
    result,
    costs: {
      serverCpu: per('serverCpu'),
      databaseCpu: per('databaseCpu'),
      transactions: per('transactions'),
      statements: per('statements'),
      notifications: per('notifications'),
      walBytes: per('walBytes'),
      changes,
    },
  }
}

/** The processor time of a process and its children, of which PostgreSQL has one for each connection, also those that ended. */
function cpuSecondsOfTree(pid: number): number {
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && Number(statOf(name)?.[1]) === pid,
  )
  const [user = 0, system = 0] = (statOf(String(pid)) ?? []).slice(13, 15).map(Number)
  const ofEnded = (user + system) / ticksPerSecond
  return [String(pid), ...children].reduce((sum, each) => {
    try {
      return sum + cpuSecondsOf(Number(each))
    } catch {
      // It ended meanwhile.
      return sum
    }
  }, ofEnded)
}

/** Of Linux, on every machine that we know. */
const ticksPerSecond = 100

/** The fields of /proc/<pid>/stat from the state on; null for a process that ended. */
function statOf(pid: string): string[] | null {
  try {
    // The name of the program stands in brackets and may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? null
  } catch {
    return null
  }
}
