import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  freshSaveModel,
  hasUnsaved,
  reduceSave,
  type SaveEvent,
  type SaveModel,
  saveStateOf,
} from '#client/sync/session/save-state.ts'
import type { Connection, Socket } from '#server/sync/room/connection.ts'
import { can, type Role } from '#shared/access.ts'
import { errorOfClose } from '#shared/errors.ts'
import { HelloSchema, messageTypes, syncTypes } from '#shared/protocol/messages.ts'
import { type Content, contentOf } from './log-index.ts'

/** One local transaction and its document message; null while no message of this connection holds it. */
export type Write = {
  content: Content
  message: number | null
  isAcked: boolean
  isChecked: boolean
}

type Untimed<T> = T extends unknown ? Omit<T, 'at' | 'elapsed'> : never
type Down = Uint8Array | { close: number }

/** One connection with both its ends. `isCut`: half open, nothing comes through and neither end noticed it. */
export type Link = {
  connection: Connection | null
  toServer: Uint8Array[]
  toClient: Down[]
  isCut: boolean
  isClosed: boolean
}

export type PeerOptions = { name: string; clientId: number; role: Role; isOurs: boolean }

/**
 * A client for the simulation. With `isOurs` it sends like our client and runs its save model; otherwise like y-websocket:
 * every edit goes out at once, whatever the role and the state of the handshake.
 */
export class FuzzPeer {
  readonly name: string
  readonly originalRole: Role
  readonly isOurs: boolean
  readonly writes: Write[] = []
  role: Role
  doc: Y.Doc
  link: Link | null = null
  epoch: string | null = null
  sent = 0
  acked = 0
  isSynced = false
  model: SaveModel = freshSaveModel
  /** Called with each update that comes from the server, before it is applied. */
  onReceived: (update: Uint8Array) => void = () => {}
  onClosed: (code: number) => void = () => {}
  /** Whether its document changed since the last check. */
  isChanged = true
  #hasAnswered = false

  constructor(options: PeerOptions) {
    this.name = options.name
    this.originalRole = options.role
    this.role = options.role
    this.isOurs = options.isOurs
    this.doc = this.#open(options.clientId, null)
  }

  get isConnected(): boolean {
    return this.link !== null && !this.link.isClosed
  }

  /** Whether the screen shows that all work of this user is saved. */
  get saysSaved(): boolean {
    if (this.isOurs) return saveStateOf(this.model, true).kind === 'saved'
    return this.isConnected && this.isSynced && this.sent > 0 && this.acked === this.sent
  }

  connect(accept: (socket: Socket) => Connection): void {
    this.disconnect({ isNoticed: false })
    const link: Link = {
      connection: null,
      toServer: [],
      toClient: [],
      isCut: false,
      isClosed: false,
    }
    const drop = () => {
      link.isClosed = true
      this.#lost(link, null)
    }
    link.connection = accept({
      bufferedBytes: 0,
      send: (frames) => void link.toClient.push(...frames.map((bytes) => bytes.slice())),
      close: (code) => void link.toClient.push({ close: code }),
      terminate: drop,
      pause: () => {},
      resume: () => {},
      ping: () => {
        if (!link.isCut && !link.isClosed) link.connection?.onPong()
      },
    })
    this.link = link
    this.sent = 0
    this.acked = 0
    this.isSynced = false
    this.#hasAnswered = false
    for (const write of this.writes) if (!write.isAcked) write.message = null
    this.#send(link, (encoder) => {
      encoding.writeVarUint(encoder, messageTypes.sync)
      syncProtocol.writeSyncStep1(encoder, this.doc)
    })
  }

  /** `isNoticed`: the server notices it too. */
  disconnect({ isNoticed }: { isNoticed: boolean }): void {
    const link = this.link
    if (link === null) return
    link.isClosed = true
    link.toServer.length = 0
    link.toClient.length = 0
    if (isNoticed) link.connection?.onClosed()
    this.#lost(link, null)
    this.link = null
  }

  deliverUp(): boolean {
    const bytes = this.link?.isClosed === false ? this.link.toServer.shift() : undefined
    if (bytes === undefined) return false
    if (this.link?.isCut === false) this.link.connection?.onMessage(bytes)
    return true
  }

  deliverDown(): boolean {
    const link = this.link
    const message = link?.isClosed === false ? link.toClient.shift() : undefined
    if (link === null || message === undefined) return false
    if (link.isCut) return true
    if (message instanceof Uint8Array) this.#receive(link, message)
    else {
      link.isClosed = true
      this.onClosed(message.close)
      this.#lost(link, message.close)
    }
    return true
  }

  /** Sends its last document message once more, and counts it. */
  repeat(): boolean {
    const link = this.link
    const last = link?.toServer.at(-1)
    if (
      link === null ||
      link.isClosed ||
      last === undefined ||
      last[0] !== messageTypes.sync ||
      last[1] === syncTypes.step1
    )
      return false
    this.sent++
    this.#dispatch({ type: 'sent', kind: 'edit' })
    link.toServer.push(last)
    return true
  }

  /** The page is loaded again: another client id, on the copy that the device kept, or on nothing. */
  reload(clientId: number, keepsCopy: boolean): void {
    this.disconnect({ isNoticed: true })
    const copy = keepsCopy ? Y.encodeStateAsUpdate(this.doc) : null
    const hasUnsent = keepsCopy && hasUnsaved(this.model)
    this.doc.destroy()
    this.doc = this.#open(clientId, copy)
    this.model = freshSaveModel
    this.#dispatch({ type: 'copyLoaded', hasUnsent })
    if (!keepsCopy)
      for (let i = this.writes.length - 1; i >= 0; i--)
        if (this.writes[i]?.isAcked === false) this.writes.splice(i, 1)
  }

  destroy(): void {
    this.doc.destroy()
  }

  #open(clientId: number, copy: Uint8Array | null): Y.Doc {
    const doc = new Y.Doc()
    doc.clientID = clientId
    if (copy !== null) Y.applyUpdate(doc, copy, 'copy')
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.isChanged = true
      if (origin !== 'server' && origin !== 'copy') this.#onLocal(update)
    })
    return doc
  }

  #onLocal(update: Uint8Array): void {
    const write: Write = {
      content: contentOf(update),
      message: null,
      isAcked: false,
      isChecked: false,
    }
    this.writes.push(write)
    const link = this.link
    const isSent = link !== null && !link.isClosed && this.#mayEdit()
    if (isSent) {
      write.message = ++this.sent
      this.#dispatch({ type: 'sent', kind: 'edit' })
      this.#send(link, (encoder) => {
        encoding.writeVarUint(encoder, messageTypes.sync)
        syncProtocol.writeUpdate(encoder, update)
      })
    }
    this.#dispatch({ type: 'localEdit', isSent })
  }

  #mayEdit(): boolean {
    return !this.isOurs || (this.#mayWrite() && this.#hasAnswered)
  }

  #mayWrite(): boolean {
    const { phase } = this.model
    return !this.isOurs || (phase.kind === 'live' && can(phase.role, 'write'))
  }

  #receive(link: Link, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.hello) {
      const hello = HelloSchema.parse(JSON.parse(decoding.readVarString(decoder)))
      this.epoch = hello.epoch
      this.#dispatch({ type: 'helloReceived', role: hello.role })
    } else if (type === messageTypes.ack) {
      this.acked = Math.max(this.acked, decoding.readVarUint(decoder))
      for (const write of this.writes)
        if (write.message !== null && write.message <= this.acked) write.isAcked = true
      this.#dispatch({ type: 'acked', count: this.acked })
    } else if (type === messageTypes.sync) this.#receiveSync(link, decoder)
  }

  #receiveSync(link: Link, decoder: decoding.Decoder): void {
    const inner = decoding.clone(decoder)
    const kind = decoding.readVarUint(inner)
    if (kind !== syncTypes.step1) this.onReceived(decoding.readVarUint8Array(inner))
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageTypes.sync)
    syncProtocol.readSyncMessage(decoder, encoder, this.doc, 'server')
    if (kind === syncTypes.step2) {
      this.isSynced = true
      this.#dispatch({ type: 'synced' })
    }
    if (encoding.length(encoder) <= 1 || !this.#mayWrite()) return
    this.sent++
    this.#hasAnswered = true
    // The answer at the handshake holds all operations that the server lacks.
    for (const write of this.writes)
      if (!write.isAcked && write.message === null) write.message = this.sent
    this.#dispatch({ type: 'sent', kind: 'handshake' })
    link.toServer.push(encoding.toUint8Array(encoder))
  }

  #lost(link: Link, code: number | null): void {
    if (this.link === link)
      this.#dispatch({ type: 'connectionLost', code: code === null ? null : errorOfClose(code) })
  }

  #send(link: Link, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    write(encoder)
    link.toServer.push(encoding.toUint8Array(encoder))
  }

  #dispatch(event: Untimed<SaveEvent>): void {
    this.model = reduceSave(this.model, { ...event, at: 0 } as SaveEvent)
  }
}
