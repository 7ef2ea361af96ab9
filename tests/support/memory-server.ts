import * as Y from 'yjs'
import type { WebSocketClass } from '#client/sync/transport/gated-socket.ts'
import { can, type Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import {
  decodeClientFrame,
  encodeAck,
  encodeAwareness,
  encodeHello,
  encodeRefused,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from '#shared/protocol/codec.ts'
import { maxFrameBytes, type PresenceUser, protocolVersion } from '#shared/protocol/messages.ts'

type Write = { socket: MemorySocket; update: Uint8Array }

/**
 * A server without a port, for tests: speaks the protocol of one plan and does nothing by itself. Frames wait until
 * `flush`; commits wait as well while `holdsCommits`.
 */
export class MemoryServer {
  readonly doc = new Y.Doc()
  readonly sockets = new Set<MemorySocket>()
  epoch = 'epoch-1'
  seq = 1
  /** Number of the last event. */
  eventSeq = 0
  isDown = false
  holdsCommits = false
  limit = maxFrameBytes
  isOverHalf = false
  readonly #waiting: (() => void)[] = []
  readonly #uncommitted: Write[] = []
  readonly #isAutomatic: boolean

  constructor(options: { isAutomatic: boolean } = { isAutomatic: false }) {
    this.#isAutomatic = options.isAutomatic
  }

  /** The WebSocket class of one person. */
  socketFor(user: PresenceUser, role: Role): WebSocketClass {
    const server = this
    // Only the part of a WebSocket that y-websocket uses.
    return class extends MemorySocket {
      constructor(url: string) {
        super(server, url, user, role)
      }
    } as unknown as WebSocketClass
  }

  /** Delivers everything on its way, and what that sets off. */
  flush(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next()
  }

  commit(): void {
    for (const { socket, update } of this.#uncommitted.splice(0)) {
      this.seq++
      Y.applyUpdate(this.doc, update)
      socket.committed++
      socket.deliver(encodeAck(socket.committed, this.seq))
      for (const other of this.sockets) if (other !== socket) other.deliver(encodeUpdate(update))
    }
  }

  /** Breaks every connection, as a network does. */
  drop(code = 1006): void {
    for (const socket of [...this.sockets]) socket.end(code)
  }

  refuse(code: ErrorCode, close: number): void {
    for (const socket of this.sockets) socket.deliver(encodeRefused(code))
    this.later(() => this.drop(close))
    this.flush()
  }

  later(task: () => void): void {
    this.#waiting.push(task)
    if (this.#isAutomatic) queueMicrotask(() => this.flush())
  }

  opened(socket: MemorySocket): void {
    if (this.isDown) return socket.end(1006)
    this.sockets.add(socket)
    socket.open()
    socket.deliver(
      encodeHello({
        protocol: protocolVersion,
        epoch: this.epoch,
        seq: this.seq,
        eventSeq: this.eventSeq,
        role: socket.role,
        limits: { maxFrameBytes: this.limit },
        isOverHalf: this.isOverHalf,
      }),
    )
    socket.deliver(encodeStep1(Y.encodeStateVector(this.doc)))
    for (const other of this.sockets) if (other.presence !== null) socket.deliver(other.presence)
  }

  receive(socket: MemorySocket, bytes: Uint8Array): void {
    const frame = decodeClientFrame(bytes)
    socket.received.push(frame.kind === 'write' ? (frame.isEdit ? 'update' : 'step2') : frame.kind)
    if (frame.kind === 'step1')
      socket.deliver(encodeStep2(Y.encodeStateAsUpdate(this.doc, frame.stateVector)))
    if (frame.kind === 'write' && can(socket.role, 'write')) {
      this.#uncommitted.push({ socket, update: frame.update })
      if (!this.holdsCommits) this.commit()
    }
    if (frame.kind === 'awareness') {
      // y-websocket sends back every state it hears; a client speaks for itself only.
      socket.clientId ??= frame.entries[0]?.clientId ?? null
      const own = frame.entries.filter((entry) => entry.clientId === socket.clientId)
      if (own.length === 0) return
      const entries = own.map((entry) => ({
        ...entry,
        state:
          entry.state === 'null'
            ? 'null'
            : JSON.stringify({ ...(JSON.parse(entry.state) as object), user: socket.user }),
      }))
      socket.presence = encodeAwareness(entries.filter((entry) => entry.state !== 'null'))
      for (const peer of this.sockets) peer.deliver(encodeAwareness(entries))
    }
  }
}

class MemorySocket {
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  /** Kinds of the frames that arrived, in order. */
  readonly received: string[] = []
  committed = 0
  presence: Uint8Array | null = null
  clientId: number | null = null
  readonly server: MemoryServer
  readonly url: string
  readonly user: PresenceUser
  readonly role: Role

  constructor(server: MemoryServer, url: string, user: PresenceUser, role: Role) {
    this.server = server
    this.url = url
    this.user = user
    this.role = role
    server.later(() => server.opened(this))
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  send(bytes: Uint8Array): void {
    const copy = bytes.slice()
    this.server.later(() => this.readyState === 1 && this.server.receive(this, copy))
  }

  deliver(frame: Uint8Array): void {
    this.server.later(
      () => this.readyState === 1 && this.onmessage?.({ data: frame.slice().buffer }),
    )
  }

  close(): void {
    this.server.later(() => this.end(1005))
  }

  end(code: number): void {
    if (this.readyState === 3) return
    this.server.sockets.delete(this)
    const entries =
      this.clientId === null ? [] : [{ clientId: this.clientId, clock: 2 ** 31, state: 'null' }]
    for (const other of this.server.sockets)
      if (entries.length > 0) other.deliver(encodeAwareness(entries))
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }
}
