import { Hono } from 'hono'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Guard } from '#server/auth/guard.ts'
import type { Sessions } from '#server/auth/sessions.ts'
import type { SyncDependencies } from '#server/http/admission.ts'
import type { AddressOf } from '#server/http/client-address.ts'
import { mountConnectionCheck } from '#server/http/connection-check.ts'
import { mountInboxStream } from '#server/http/inbox-stream.ts'
import { createNodeCalls } from '#server/http/node-calls.ts'
import { planSockets } from '#server/http/plan-sockets.ts'
import { mountStream } from '#server/http/stream.ts'
import { createWebsocketUpgrades, type WebsocketUpgrades } from '#server/http/websocket-upgrade.ts'
import { type Activity, createActivity } from '#server/plans/activity.ts'
import { withDailySnapshots } from '#server/plans/days/daily-snapshots.ts'
import { catchUpOnAsks } from '#server/plans/inbox/catch-up.ts'
import { InboxStreams } from '#server/plans/inbox/inbox-streams.ts'
import { createLastHere, type LastHere } from '#server/plans/last-here.ts'
import { linkedUsers } from '#server/plans/person-links.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { createPlanWords } from '#server/plans/search/plan-words.ts'
import type { SettledReadingShared } from '#server/plans/settled-reading.ts'
import { createSummaries, type Summaries } from '#server/plans/summaries.ts'
import { type Clock, type Ids, type Logger, slicesInTurns } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { type Cluster, notifying } from '#server/sync/cluster.ts'
import { KnownHeads } from '#server/sync/known-heads.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { ClusterRooms } from '#server/sync/room/cluster-rooms.ts'
import { Rooms } from '#server/sync/room/rooms.ts'
import { UserBudgets } from '#server/sync/room/user-limits.ts'
import { Turns } from '#server/turns.ts'
import type { OnLimited } from '#shared/limits.ts'
import type { Module } from './module.ts'

/**
 * A connection is closed within a second of the end of its session, also when another process ended
 * it (AU3).
 */
const sessionWatchMs = 500
const sessionsAtOnce = 200

type Needs = {
  db: Storage
  log: PlanLog
  cluster: Cluster
  writer: PlanWriter
  formats: Formats
  guard: Guard
  sessions: Sessions
  registry: Registry
  onLimited: OnLimited
  addressOf: AddressOf
  origins: ReadonlySet<string>
  clock: Clock
  ids: Ids
  logger: Logger
  /** See the commit queue. */
  paceMs: number
}

type Sync = {
  rooms: Rooms
  turns: PlanTurns
  activity: Activity
  summaries: Summaries
  /** The words by which plans are found. */
  words: Pick<ReturnType<typeof createPlanWords>, 'refresh'>
  lastHere: LastHere
  sockets: WebsocketUpgrades
  /** Ends the answers that have no end of their own. */
  onStop(): void
  /** The websocket, and the way over plain HTTP. */
  http: Hono
}

/** Plans in memory, their connections, and the records kept beside the log. */
export function syncModule({
  db,
  log,
  cluster,
  writer,
  formats,
  guard,
  sessions,
  registry,
  onLimited,
  addressOf,
  origins,
  clock,
  ids,
  logger,
  paceMs,
}: Needs): Module & Sync {
  const activity = createActivity({ db, clock, logger })
  const roomTurns = new Turns()
  const turns = createPlanTurns(roomTurns)
  const reading: SettledReadingShared = {
    db,
    log,
    formats,
    clock,
    logger,
    readOpen: (planId, reader) => rooms.readOpen(planId, reader),
    turns,
  }
  const summaries = createSummaries({
    ...reading,
    onTasksChanged: (planIds) => void tellLinked(planIds),
  })
  const words = createPlanWords(reading)
  const heads = new KnownHeads()
  const { timeline } = engineOf(db)
  timeline.follow({
    known: () => heads.all(),
    onSwitched(renewed) {
      logger.warn(
        { timeline: timeline.current, renewed },
        renewed.length === 0
          ? 'PostgreSQL continues on another timeline, with everything that this server knows'
          : 'PostgreSQL continues on another timeline and lacks changes: these plans have a new epoch',
      )
      rooms.sendAway()
    },
  })
  const rooms: Rooms = new Rooms({
    // A server that has its database alone tells nobody of a commit, and no standby takes over from it.
    log: withDailySnapshots(cluster.isShared ? heads.watch(notifying(log, cluster)) : log, {
      db,
      formats,
      clock,
      logger,
      turns,
    }),
    timeline,
    turns: roomTurns,
    clock,
    logger,
    observer: (planId) => (transaction) => {
      const onCommitted = activity.look(planId, transaction)
      return (change) => {
        onCommitted(change)
        summaries.changed(planId)
        words.changed(planId)
      }
    },
    onPresence: (planId, entries) => nodes.present(planId, entries),
    onOpened: (planId) => nodes.opened(planId),
    onLimited,
    paceMs,
  })
  const inbox = new InboxStreams(clock)
  const nodes = new ClusterRooms(cluster, rooms, inbox)
  /** Actions belong to the people of a plan, and these to the accounts that they are linked to. */
  async function tellLinked(planIds: readonly string[]): Promise<void> {
    try {
      nodes.asked(await linkedUsers(db, planIds))
    } catch (error) {
      logger.warn({ err: error }, 'open screens were not told of changed actions')
    }
  }
  writer.setAudience(nodes)
  sessions.onEnded((ended) => nodes.endSessions(ended))
  const budgets = new UserBudgets(clock)
  measure(registry, rooms, budgets)
  const lastHere = createLastHere({ writer, clock, logger })
  const http = new Hono()
  const allowsOrigin = (origin: string | null) => origin === null || origins.has(origin)
  mountInboxStream(http, { guard, streams: inbox, allowsOrigin, onLimited, logger })
  const sockets = mountTransports(http, {
    rooms,
    guard,
    lastHere,
    budgets,
    clock,
    logger,
    onLimited,
    addressOf,
    calls: createNodeCalls({ db, cluster, clock, ids, logger }),
    allowsOrigin,
  })
  return {
    rooms,
    turns,
    activity,
    summaries,
    words,
    lastHere,
    sockets,
    onStop: () => inbox.close(),
    http,
    background: [
      { name: 'sessions', everyMs: sessionWatchMs, run: watchSessions(sessions, [rooms, inbox]) },
      nodes.work,
      catchUpOnAsks({ db, writer, clock, logger, onRead: (planId) => summaries.changed(planId) }),
    ],
    async close() {
      await lastHere.settle()
      // While the plans are still in memory.
      await summaries.settle()
      await words.settle()
      await rooms.drain()
      await activity.settle()
      await cluster.close()
    },
  }
}

function measure(registry: Registry, rooms: Rooms, budgets: UserBudgets): void {
  const gauges = {
    rooms: 'Plans that are open',
    roomsOverHalf: 'Open plans past half of what a plan can hold',
    peers: 'Connections to open plans',
    listeners: 'Requests that wait for a change of a plan',
    waitingWork: 'Pieces of work on plans that wait for their turn',
    waitingCommits: 'Changes that wait to be committed',
    commitWaitSeconds: 'How long nothing was committed while changes wait; 0 when none waits',
    storageFailing: '1 while storage takes no writes',
  } as const
  for (const [name, help] of Object.entries(gauges)) {
    new Gauge({
      name: `wijktafel_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      help,
      registers: [registry],
      collect() {
        this.set(rooms.stats()[name as keyof typeof gauges])
      },
    })
  }
  new Counter({
    name: 'wijktafel_closed_total',
    help: 'Connections that the server closed, by reason',
    labelNames: ['code'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [code, count] of rooms.closed) this.inc({ code }, count)
    },
  })
  new Counter({
    name: 'wijktafel_broken_invariants_total',
    help: 'Plans that were closed and read again because of a broken invariant',
    labelNames: ['invariant'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [invariant, count] of rooms.broken) this.inc({ invariant }, count)
    },
  })
  new Counter({
    name: 'wijktafel_slowed_total',
    help: 'Messages after which a user over their budget was read more slowly',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(budgets.slowed)
    },
  })
}

/** Every transport into a plan's room, and the public test of which of them a network allows. */
function mountTransports(http: Hono, dependencies: SyncDependencies): WebsocketUpgrades {
  http.get('/sync/:planId', (c) => c.text('websocket verwacht', 426))
  mountStream(http, dependencies)
  return createWebsocketUpgrades(
    [planSockets(dependencies), mountConnectionCheck(http, dependencies)],
    dependencies.logger,
  )
}

type OfSessions = {
  sessions(): Iterable<string>
  endSessions(sessionIds: readonly string[]): void
}

/**
 * Checks which sessions of open connections have ended: expired ones, and those that another
 * process on this database ended. Two thousand sessions cost a few milliseconds, one slice at a
 * time.
 */
function watchSessions(sessions: Sessions, connections: readonly OfSessions[]) {
  return async (signal: AbortSignal): Promise<void> => {
    const open = connections.flatMap((one) => [...one.sessions()])
    for await (const some of slicesInTurns(open, sessionsAtOnce)) {
      if (signal.aborted) return
      const gone = await sessions.gone(some)
      if (gone.length > 0) for (const one of connections) one.endSessions(gone)
    }
  }
}
