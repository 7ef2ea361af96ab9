import type * as Y from 'yjs'
import type { WebSocketClass } from '#client/sync/transport/gated-socket.ts'
import type { PlanPosition } from '#server/sync/plan-rooms.ts'
import type { Connection, Socket } from '#server/sync/room/connection.ts'
import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { planValues } from '#shared/plan/layout.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { decodeClientFrame } from '#shared/protocol/codec.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import { SimNetwork, settle } from './sim-network.ts'

/**
 * The real rooms behind the sockets of client sessions. Frames wait until `flush`, or are delivered at once with
 * `isAutomatic`; commits wait until `holdCommits` is released.
 */
export class PlanServer {
  readonly network = new SimNetwork()
  readonly sockets = new Set<PlanSocket>()
  isDown = false
  readonly #format: Format
  readonly #input: PlanInput
  readonly #isAutomatic: boolean
  readonly #waiting: (() => void)[] = []
  readonly #made = new Map<string, Promise<void>>()
  #running: Promise<void> | null = null

  constructor({
    format,
    input,
    isAutomatic = false,
  }: {
    format: Format
    input: PlanInput
    isAutomatic?: boolean
  }) {
    this.#format = format
    this.#input = input
    this.#isAutomatic = isAutomatic
  }

  /** Creates a plan with its first content; an existing plan gets another epoch, as after a restored backup. */
  async addPlan(planId: string, epoch = 'epoch-1'): Promise<void> {
    this.network.log.addPlan(planId, epoch)
    let rows = 0
    const update = seedPlan(this.#format, this.#input, () => `r${rows++}`)
    await this.network.log.append([{ planId, actor: null, body: { kind: 'update', update } }])
  }

  /** The WebSocket class of one user. */
  socketFor(user: PresenceUser, role: Role): WebSocketClass {
    const server = this
    // Only the part of a WebSocket that y-websocket uses.
    return class extends PlanSocket {
      constructor(url: string) {
        super({ server, url, user, role })
      }
    } as unknown as WebSocketClass
  }

  /** Delivers all pending frames, and the frames that result from them. */
  flush(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // Frames that came since the last round.
      if (this.#isAutomatic && this.#waiting.length > 0) void this.flush()
    })
    return this.#running
  }

  async #run(): Promise<void> {
    do {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        next()
      await this.network.commit()
    } while (this.#waiting.length > 0 || this.network.isBusy)
  }

  later(task: () => void): void {
    this.#waiting.push(task)
    if (this.#isAutomatic) void this.flush()
  }

  /** Holds the commits of later updates until the returned function is called. */
  holdCommits(): () => Promise<void> {
    const held = this.network.log.holdNext()
    return async () => {
      held.release()
      await settle()
      await this.flush()
    }
  }

  /** Breaks every connection, as a network failure does. */
  drop(code = 1006): void {
    for (const socket of [...this.sockets]) socket.end(code)
  }

  /** The process dies without its uncommitted updates, and another process starts. */
  async crash(): Promise<void> {
    this.drop()
    await this.network.crash()
  }

  /** A backup is restored: the plan has another epoch, without the later changes. */
  async restore(planId: string, epoch: string): Promise<void> {
    this.drop()
    await this.addPlan(planId, epoch)
    await this.network.crash()
  }

  /** Another user changes a value. */
  async write(planId: string, id: string, value: string): Promise<void> {
    const writer = this.network.join({ planId, name: 'Els' })
    await this.flush()
    await this.network.flush()
    planValues(writer.doc).set(id, value)
    await this.network.flush()
    writer.disconnect()
    await this.flush()
  }

  /** Closes all connections with a code, as a change of rights does. */
  async refuse(planId: string, code: ErrorCode): Promise<void> {
    const room = await this.network.rooms.open(planId)
    room.closeAll(code)
    await this.flush()
  }

  /** An event of the server, as from a comment or an approval. */
  async tell(planId: string, event: PlanEvent): Promise<void> {
    await this.network.log.append([{ planId, actor: null, body: { kind: 'event', event } }])
    this.network.rooms.notifyChanged(planId)
    await this.flush()
  }

  value(planId: string, id: string): Promise<unknown> {
    return this.#read(planId, (doc) => planValues(doc).get(id))
  }

  /** The sequence number of the last change of the plan. */
  seq(planId: string): Promise<number> {
    return this.#read(planId, (_doc, at) => at.seq)
  }

  async #read<T>(planId: string, reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T> {
    const answer = this.network.rooms.read(planId, 0, reader)
    await this.flush()
    return answer
  }

  /** With `isAutomatic` a plan is created at its first connection. */
  hasPlan(planId: string): Promise<void> {
    if (!this.#isAutomatic) return Promise.resolve()
    const made = this.#made.get(planId) ?? this.addPlan(planId)
    this.#made.set(planId, made)
    return made
  }
}

export class PlanSocket {
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  /** The kinds of the received frames, in order. */
  readonly received: string[] = []
  readonly url: string
  readonly userId: string
  readonly #server: PlanServer
  readonly #person: { user: PresenceUser; role: Role }
  #connection: Connection | null = null

  constructor({
    server,
    url,
    user,
    role,
  }: {
    server: PlanServer
    url: string
    user: PresenceUser
    role: Role
  }) {
    this.#server = server
    this.url = url
    this.userId = user.id
    this.#person = { user, role }
    server.later(
      () => void server.hasPlan(this.#planId).then(() => server.later(() => this.#open())),
    )
  }

  get #planId(): string {
    return decodeURIComponent(new URL(this.url).pathname.split('/').at(-1) ?? '')
  }

  #open(): void {
    if (this.readyState === 3) return
    if (this.#server.isDown) return this.end(1006)
    this.#server.sockets.add(this)
    this.readyState = 1
    this.onopen?.()
    const { searchParams } = new URL(this.url)
    const { user, role } = this.#person
    this.#connection = this.#server.network.accept(this.#serverEnd(), {
      planId: this.#planId,
      userId: user.id,
      presence: user,
      role,
      epoch: searchParams.get('epoch'),
      known: {
        timeline: searchParams.get('timeline'),
        seq: Number(searchParams.get('seq') ?? 0),
      },
    })
  }

  #serverEnd(): Socket {
    return {
      bufferedBytes: 0,
      send: (frames) => {
        for (const frame of frames.map((bytes) => bytes.slice()))
          this.#server.later(
            () => this.readyState === 1 && this.onmessage?.({ data: frame.buffer }),
          )
      },
      close: (code) => this.#server.later(() => this.end(code)),
      terminate: () => this.#server.later(() => this.end(1006)),
      ping: () => {},
      pause: () => {},
      resume: () => {},
    }
  }

  send(bytes: Uint8Array): void {
    const copy = bytes.slice()
    this.#server.later(() => {
      if (this.readyState !== 1) return
      const frame = decodeClientFrame(copy)
      this.received.push(frame.kind === 'write' ? (frame.isEdit ? 'update' : 'step2') : frame.kind)
      this.#connection?.onMessage(copy)
    })
  }

  close(): void {
    this.#server.later(() => this.end(1005))
  }

  end(code: number): void {
    if (this.readyState === 3) return
    this.#server.sockets.delete(this)
    this.readyState = 3
    this.#connection?.onClosed()
    this.onclose?.({ code, reason: '' })
  }
}
