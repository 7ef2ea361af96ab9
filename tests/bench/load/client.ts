import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readMarkers, type Typist } from './keystrokes.ts'
import type { RoomAddress } from './messages.ts'
import { RawSocket } from './raw-socket.ts'

export type LoadClientOptions = {
  room: RoomAddress
  index: number
  typist: Typist | null
  expectedBytes: number
  /** The state of this client; only a server without its data requests it. */
  state: Uint8Array | null
  onSynced: (state: Buffer) => void
  onKeystroke: (ageMs: number) => void
  onAck: (ageMs: number) => void
  onClosed: (code: number | null) => void
}

const nothing = Uint8Array.of(0, 0)
const [syncType, syncReplyType, ackType, savedType] = [0, 4, 101, 8]

/** Speaks the y-websocket protocol, or that of Hocuspocus. It holds no document and only counts. */
export class LoadClient {
  readonly #options: LoadClientOptions
  readonly #socket: RawSocket
  /** The prefix of a message: Hocuspocus names the document. */
  readonly #prefix: Uint8Array
  #isSynced = false
  /** Per document message: the moment it was sent, and the clock of the typist after it. */
  readonly #sent: { at: number; clock: number }[] = []
  #acked = 0
  #ackedClock = 0

  constructor(options: LoadClientOptions) {
    this.#options = options
    const { room } = options
    this.#prefix =
      room.dialect === 'hocuspocus'
        ? bytesOf((encoder) => encoding.writeVarString(encoder, room.document))
        : new Uint8Array()
    this.#socket = new RawSocket({
      url: options.typist === null ? (room.readersUrl ?? room.url) : room.url,
      headers: room.people[Math.max(0, options.index) % room.people.length] ?? {},
      onOpen: () => this.#begin(),
      onMessage: (payload) => this.#read(payload),
      onClose: (code) => options.onClosed(code),
    })
  }

  get ackedClock(): number {
    return this.#ackedClock
  }

  type(times: number): void {
    const { typist } = this.#options
    if (typist === null) return
    this.#socket.cork()
    for (let i = 0; i < times; i++) {
      this.sendUpdate(typist.type(), typist.clock)
    }
    this.#socket.uncork()
  }

  sendUpdate(update: Uint8Array, clock = 0): void {
    this.#sent.push({ at: performance.now(), clock })
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, syncType)
      encoding.writeVarUint(encoder, 2)
      encoding.writeVarUint8Array(encoder, update)
    })
  }

  close(): void {
    this.#socket.close()
  }

  #begin(): void {
    if (this.#options.room.dialect === 'hocuspocus') {
      this.#send((encoder) => {
        encoding.writeVarUint(encoder, 2) // authentication
        encoding.writeVarUint(encoder, 0) // a token
        encoding.writeVarString(encoder, '')
      })
    }
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, syncType)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint8Array(encoder, Uint8Array.of(0))
    })
  }

  #read(payload: Buffer): void {
    const at = this.#prefix.length
    const type = payload[at]
    const isSync = type === syncType || type === syncReplyType
    if (isSync && payload[at + 1] !== 0) this.#update(payload, at)
    else if (isSync) this.#answerStep1(payload.subarray(at + 2))
    else if (type === ackType && this.#options.room.dialect === 'y-websocket')
      this.#ackUpTo(decoding.readVarUint(decoding.createDecoder(payload.subarray(at + 1))))
    else if (type === savedType && this.#options.room.dialect === 'hocuspocus')
      this.#ackUpTo(this.#acked + 1)
  }

  #update(payload: Buffer, at: number): void {
    const { expectedBytes, onSynced, onKeystroke, index } = this.#options
    if (
      !this.#isSynced &&
      (expectedBytes > 0 ? payload.length >= expectedBytes : payload[at + 1] === 1)
    ) {
      this.#isSynced = true
      onSynced(payload.subarray(at + 2))
    }
    // The initial document is no delivery, whatever keystrokes it holds.
    if (payload[at + 1] === 1) return
    readMarkers(payload, at + 2, (typist, ageMs) => {
      if (typist !== index) onKeystroke(ageMs)
    })
  }

  #answerStep1(body: Buffer): void {
    const isServerEmpty = body.length === 2 && body[1] === 0
    const update = isServerEmpty && this.#options.state !== null ? this.#options.state : nothing
    this.#sent.push({ at: performance.now(), clock: 0 })
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, syncType)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint8Array(encoder, update)
    })
  }

  #ackUpTo(count: number): void {
    const now = performance.now()
    for (; this.#acked < count; this.#acked++) {
      const message = this.#sent[this.#acked]
      if (message === undefined || message.clock === 0) continue
      this.#ackedClock = message.clock
      this.#options.onAck(now - message.at)
    }
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    this.#socket.send(
      bytesOf((encoder) => {
        encoding.writeUint8Array(encoder, this.#prefix)
        write(encoder)
      }),
    )
  }
}

function bytesOf(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}
