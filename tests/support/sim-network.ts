import type { Logger } from '#server/runtime.ts'
import { Connection, type Socket } from '#server/sync/room/connection.ts'
import { Rooms, type RoomsOptions } from '#server/sync/room/rooms.ts'
import { UserBudgets } from '#server/sync/room/user-limits.ts'
import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { initialsOf, type PresenceUser } from '#shared/protocol/messages.ts'
import { HandClock } from './hand-clock.ts'
import { MemoryPlanLog } from './plan-log-memory.ts'
import { SimClient } from './sim-client.ts'

export type JoinOptions = {
  name?: string
  userId?: string
  role?: Role
  hasExtensions?: boolean
  epoch?: string | null
  planId?: string
  sessionId?: string
  presence?: PresenceUser
  handedBy?: string | null
  whyNotAllowed?: () => Promise<ErrorCode | null>
}

/** Its own type: the simulator also runs in a browser, where the runtime of the server does not. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Rooms on a log in memory, and clients on links that are flushed by hand. No ports, no sleeps. */
export class SimNetwork {
  readonly clock = new HandClock()
  readonly budgets = new UserBudgets(this.clock)
  log: MemoryPlanLog
  rooms: Rooms
  readonly clients: SimClient[] = []
  readonly #bounds: Pick<
    RoomsOptions,
    'peersPerPlan' | 'maxPlans' | 'observer' | 'onLimited' | 'sliceUnits'
  >
  readonly #logger: Logger
  #deferred: (() => void)[] = []

  constructor(
    log?: MemoryPlanLog,
    logger: Logger = silent,
    bounds: Pick<
      RoomsOptions,
      'peersPerPlan' | 'maxPlans' | 'observer' | 'onLimited' | 'sliceUnits'
    > = {},
  ) {
    this.#bounds = bounds
    this.#logger = logger
    this.log = log ?? new MemoryPlanLog(this.clock)
    if (log === undefined) this.log.addPlan('plan')
    this.rooms = this.#start()
  }

  #start(): Rooms {
    return new Rooms({
      log: this.log,
      clock: this.clock,
      logger: this.#logger,
      ...this.#bounds,
      defer: (run) => void this.#deferred.push(run),
    })
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
      epoch,
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
    await settle()
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
    this.log = this.log.crash()
    this.#deferred = []
    for (const client of this.clients) client.disconnect()
    await settle()
    this.rooms = this.#start()
  }

  close(): void {
    for (const client of this.clients) client.destroy()
  }
}

/** Runs ready promises; a fixed number of turns is enough for the depth of our chains. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}
