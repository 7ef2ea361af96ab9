import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as awarenessProtocol from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import type { Connection, Socket } from '#server/sync/room/connection.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { errorOfClose } from '#shared/errors.ts'
import { type EventFrame, EventFrameSchema } from '#shared/protocol/events.ts'
import { type Hello, HelloSchema, messageTypes, syncTypes } from '#shared/protocol/messages.ts'

/**
 * A headless client over an in-memory link: frames wait in two queues until the test delivers them, so that the test controls
 * order, delay and loss. It uses the reference implementation of the protocol (y-protocols), not our codec, so that the two
 * check each other.
 */
export class SimClient {
  readonly doc: Y.Doc
  readonly awareness: awarenessProtocol.Awareness
  readonly toServer: Uint8Array[] = []
  readonly toClient: Uint8Array[] = []
  readonly acks: { count: number; seq: number }[] = []
  readonly events: EventFrame[] = []
  readonly refusals: string[] = []
  hello: Hello | null = null
  isSynced = false
  /** The number of document messages on this connection, which acknowledgements count. */
  sentWrites = 0
  closed: { code: number; reason: ErrorCode | null } | null = null
  pings = 0
  isTerminated = false
  isPaused = false
  /** Set to simulate a peer that does not read. */
  bufferedBytes = 0
  #connection: Connection | null = null

  constructor(doc = new Y.Doc()) {
    this.doc = doc
    this.awareness = new awarenessProtocol.Awareness(doc)
    // Other clients ignore a state with clock 0.
    this.awareness.setLocalState({})
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.isConnected)
        this.#sendSync((encoder) => syncProtocol.writeUpdate(encoder, update))
    })
    this.awareness.on(
      'update',
      ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }) => {
        // y-websocket sends on every change, also on changes that it just received.
        if (this.isConnected) this.sendAwareness([...added, ...updated, ...removed])
      },
    )
  }

  readonly socket: Socket = ((client: SimClient) => ({
    get bufferedBytes() {
      return client.bufferedBytes
    },
    send: (frames: readonly Uint8Array[]) =>
      void client.toClient.push(...frames.map((bytes) => bytes.slice())),
    close: (code: number) => {
      client.closed ??= { code, reason: errorOfClose(code) }
    },
    terminate: () => {
      client.isTerminated = true
      client.closed ??= { code: 1006, reason: null }
    },
    ping: () => {
      client.pings++
    },
    pause: () => {
      client.isPaused = true
    },
    resume: () => {
      client.isPaused = false
    },
  }))(this)

  get isConnected(): boolean {
    return this.#connection !== null && this.closed === null
  }

  connect(connection: Connection): void {
    this.#connection = connection
    this.closed = null
    this.isSynced = false
    this.sentWrites = 0
    this.acks.length = 0
    this.#sendSync((encoder) => syncProtocol.writeSyncStep1(encoder, this.doc))
    this.sendAwareness([this.doc.clientID])
  }

  /** Breaks the link: pending frames are lost on both sides. */
  disconnect(): void {
    this.toServer.length = 0
    this.toClient.length = 0
    this.#connection?.onClosed()
    this.#connection = null
  }

  pong(): void {
    this.#connection?.onPong()
  }

  sendRaw(bytes: Uint8Array): void {
    this.toServer.push(bytes)
  }

  sendAwareness(clients: number[]): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageTypes.awareness)
    encoding.writeVarUint8Array(
      encoder,
      awarenessProtocol.encodeAwarenessUpdate(this.awareness, clients),
    )
    this.toServer.push(encoding.toUint8Array(encoder))
  }

  /** Delivers the next frame to the server; returns whether there was one. */
  deliverUp(): boolean {
    if (this.isPaused) return false
    const bytes = this.toServer.shift()
    if (bytes === undefined) return false
    this.#connection?.onMessage(bytes)
    return true
  }

  deliverDown(): boolean {
    const bytes = this.toClient.shift()
    if (bytes === undefined) return false
    this.#receive(bytes)
    return true
  }

  get acked(): number {
    return this.acks.at(-1)?.count ?? 0
  }

  /** Whether all messages of this connection are committed. */
  get isSaved(): boolean {
    return this.sentWrites > 0 && this.acked === this.sentWrites
  }

  #receive(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.hello)
      this.hello = HelloSchema.parse(JSON.parse(decoding.readVarString(decoder)))
    else if (type === messageTypes.ack)
      this.acks.push({ count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) })
    else if (type === messageTypes.event)
      this.events.push(EventFrameSchema.parse(JSON.parse(decoding.readVarString(decoder))))
    else if (type === messageTypes.refused)
      this.refusals.push((JSON.parse(decoding.readVarString(decoder)) as { code: string }).code)
    else if (type === messageTypes.awareness)
      awarenessProtocol.applyAwarenessUpdate(
        this.awareness,
        decoding.readVarUint8Array(decoder),
        this,
      )
    else if (type === messageTypes.sync) {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, messageTypes.sync)
      const syncType = syncProtocol.readSyncMessage(decoder, encoder, this.doc, this)
      if (syncType === syncTypes.step2) this.isSynced = true
      if (encoding.length(encoder) > 1) {
        this.sentWrites++
        this.toServer.push(encoding.toUint8Array(encoder))
      }
    }
  }

  #sendSync(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageTypes.sync)
    write(encoder)
    const bytes = encoding.toUint8Array(encoder)
    if (bytes[1] !== syncTypes.step1) this.sentWrites++
    this.toServer.push(bytes)
  }

  destroy(): void {
    this.awareness.destroy()
    this.doc.destroy()
  }
}
