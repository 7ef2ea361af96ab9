import type { Logger } from '#server/runtime.ts'
import { type Cluster, notifying, singleNode } from '#server/sync/cluster.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import { ClusterRooms } from '#server/sync/room/cluster-rooms.ts'
import { Connection, type Socket } from '#server/sync/room/connection.ts'
import { Rooms, type RoomsOptions } from '#server/sync/room/rooms.ts'
import { UserBudgets } from '#server/sync/room/user-limits.ts'
import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import { initialsOf } from '#shared/text/initials.ts'
import { HandClock } from './hand-clock.ts'
import { MemoryPlanLog } from './plan-log-memory.ts'
import { SimClient } from './sim-client.ts'
import type { SimLog } from './sim-log.ts'

export type JoinOptions = {
  name?: string
  userId?: string
  role?: Role
  hasExtensions?: boolean
  epoch?: string | null
  known?: { timeline: string | null; seq: number }
  planId?: string
  sessionId?: string
  presence?: PresenceUser
  handedBy?: string | null
  whyNotAllowed?: () => Promise<ErrorCode | null>
}

/** Its own type: the simulator also runs in a browser, where the runtime of the server does not. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

type Bounds = Pick<
  RoomsOptions,
  'peersPerPlan' | 'maxPlans' | 'observer' | 'onLimited' | 'sliceUnits'
> & {
  /** How a process of this node joins the other nodes; without it there are none. */
  join?: () => Cluster
  /** Resolves when nothing moves by itself any more. */
  settled?: () => Promise<void>
}

/** Rooms on a log, by default in memory, and clients on links that are flushed by hand. No ports, no sleeps. */
export class SimNetwork<Log extends SimLog = MemoryPlanLog> {
  readonly clock = new HandClock()
  readonly budgets = new UserBudgets(this.clock)
  log: Log
  rooms: Rooms
  readonly clients: SimClient[] = []
  readonly #bounds: Bounds
  readonly #logger: Logger
  #cluster: Cluster = singleNode
  #deferred: (() => void)[] = []

  constructor(log?: NoInfer<Log>, logger: Logger = silent, bounds: Bounds = {}) {
    this.#bounds = bounds
    this.#logger = logger
    this.log = log ?? (memoryLog(this.clock) as SimLog as Log)
    this.rooms = this.#start()
  }

  #start(): Rooms {
    const { join, settled: _, ...bounds } = this.#bounds
    const options = {
      clock: this.clock,
      logger: this.#logger,
      ...bounds,
      defer: (run: () => void) => void this.#deferred.push(run),
    }
    if (join === undefined) return new Rooms({ ...options, log: this.log })
    this.#cluster = join()
    const rooms = new Rooms({
      ...options,
      log: notifying(withoutFaults(this.log), this.#cluster),
      onPresence: (planId, entries) => nodes.present(planId, entries),
      onOpened: (planId) => nodes.opened(planId),
    })
    const nobody = { asked() {}, missed() {}, endSessions() {} }
    const nodes = new ClusterRooms(this.#cluster, rooms, nobody)
    return rooms
  }

  async #settle(): Promise<void> {
    await (this.#bounds.settled ?? settle)()
  }

  /** The server end of a new connection. */
  accept(socket: Socket, options: JoinOptions = {}): Connection {
    const {
      name = 'Noor van der Lindeweide',
      role = 'editor',
      hasExtensions = true,
      epoch = null,
      planId = 'plan',
      userId = name,
    } = options
    return new Connection({
      socket,
      rooms: this.rooms,
      planId,
      identity: {
        userId,
        sessionId: options.sessionId ?? `session of ${userId}`,
        handedBy: options.handedBy ?? null,
        role,
        hasExtensions,
        presence: options.presence ?? {
          id: userId,
          name,
          initials: initialsOf(name),
          discipline: 'huisartsenzorg',
          color: '#1d4ed8',
        },
      },
      position: { timeline: null, seq: 0, ...options.known, epoch },
      accessVersion: this.rooms.accessVersion,
      whyNotAllowed: options.whyNotAllowed ?? (() => Promise.resolve(null)),
      budgets: this.budgets,
      clock: this.clock,
      logger: this.#logger,
    })
  }

  connect(client: SimClient, options: JoinOptions = {}): SimClient {
    client.connect(this.accept(client.socket, options))
    if (!this.clients.includes(client)) this.clients.push(client)
    return client
  }

  join(options: JoinOptions = {}): SimClient {
    return this.connect(new SimClient(), options)
  }

  /** Runs the waiting commits, and lets promises settle. */
  async commit(): Promise<void> {
    for (const run of this.#deferred.splice(0)) run()
    await this.#settle()
  }

  /** Whether a commit is waiting to start. */
  get isBusy(): boolean {
    return this.#deferred.length > 0
  }

  /** Delivers frames and runs commits until nothing is pending. */
  async flush(): Promise<void> {
    for (let moved = true; moved; ) {
      await this.commit()
      moved = this.isBusy
      for (const client of this.clients) {
        while (client.deliverUp()) moved = true
        while (client.deliverDown()) moved = true
      }
    }
  }

  /** The server process dies; another starts on the committed data. */
  async crash(): Promise<void> {
    this.log = this.log.crash() as Log
    this.#deferred = []
    for (const client of this.clients) client.disconnect()
    await this.#cluster.close()
    await this.#settle()
    this.rooms = this.#start()
  }

  close(): void {
    for (const client of this.clients) client.destroy()
  }
}

function memoryLog(clock: HandClock): MemoryPlanLog {
  const log = new MemoryPlanLog(clock)
  log.addPlan('plan')
  return log
}

/** The log as the server knows it. */
function withoutFaults(log: SimLog): PlanLog {
  return {
    append: (changes) => log.append(changes),
    load: (planId, eventsAfter) => log.load(planId, eventsAfter),
    heads: (planIds) => log.heads(planIds),
    since: (planId, seq) => log.since(planId, seq),
    probe: () => log.probe(),
    saveSnapshot: (planId, seq, state) => log.saveSnapshot(planId, seq, state),
  }
}

/** Runs ready promises; a fixed number of turns is enough for the depth of our chains. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}
