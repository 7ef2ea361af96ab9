import { setTimeout as sleep } from 'node:timers/promises'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { LoadClient } from './client.ts'
import { markerLength, Typist } from './keystrokes.ts'
import type { Losses, OpenParams, OpenResult, RoomAddress } from './messages.ts'

export type Member = { client: LoadClient; typist: Typist | null; room: RoomAddress; index: number }

/** The receivers of the clients of a crowd; replaced for each measurement. */
export type Ears = { onKeystroke: (ageMs: number) => void; onAck: (ageMs: number) => void }

const deaf: Ears = { onKeystroke: () => undefined, onAck: () => undefined }
const longestJoinMs = 30_000
/** A crowd that comes in bit by bit takes as long as the servers need. */
const longestQueueMs = 600_000

/** The clients of one server in one scenario. */
export class Crowd {
  #members: Member[] = []
  #params: OpenParams | null = null
  /** The documents that the first client of each room received. */
  readonly #states = new Map<string, Buffer>()
  ears: Ears = deaf
  closed = 0

  get typists(): Member[] {
    return this.#members.filter((member) => member.typist !== null)
  }

  /** The number of receivers of a keystroke. */
  get othersPerRoom(): number {
    return (this.#params?.clientsPerRoom ?? 1) - 1
  }

  async open(params: OpenParams): Promise<OpenResult> {
    this.#params = params
    const result = await this.#join(params, params.expectedBytes ?? 0)
    if (params.typistsPerRoom > 0) await this.#begin()
    return result
  }

  reopen({ expectedBytes }: { expectedBytes: number }): Promise<OpenResult> {
    if (this.#params === null) throw new Error('nobody was here')
    this.close()
    return this.#join(this.#params, expectedBytes)
  }

  close(): void {
    const members = this.#members
    this.#members = []
    for (const member of members) member.client.close()
    this.ears = deaf
  }

  /** Sends the first keystroke of each typist, which Yjs encodes. */
  async #begin(): Promise<void> {
    let heard = 0
    this.ears = { ...deaf, onKeystroke: () => heard++ }
    for (const { client } of this.typists) client.type(1)
    for (let i = 0; i < 12_000 && heard < this.typists.length * this.othersPerRoom; i++)
      await sleep(10)
    this.ears = deaf
    if (heard < this.typists.length * this.othersPerRoom)
      throw new Error(`only ${heard} of the first keystrokes arrived`)
  }

  async #join(
    { rooms, clientsPerRoom, typistsPerRoom, atOnce }: OpenParams,
    expectedBytes: number,
  ): Promise<OpenResult> {
    this.closed = 0
    let [synced, failed] = [0, 0]
    const wanted = rooms.length * clientsPerRoom
    const startedAt = performance.now()
    let finish = () => {}
    const done = new Promise<void>((resolve) => {
      finish = resolve
    })
    const look = () => {
      if (synced + failed >= wanted) finish()
    }
    const isFull = () => atOnce !== undefined && this.#members.length - synced - failed >= atOnce
    for (const [index, room] of rooms
      .flatMap((room) => Array.from({ length: clientsPerRoom }, () => room))
      .entries()) {
      const until = performance.now() + longestJoinMs
      while (isFull() && performance.now() < until) await sleep(2)
      const typist = index % clientsPerRoom < typistsPerRoom ? new Typist(index) : null
      let isSynced = false
      const client = new LoadClient({
        room,
        index,
        typist,
        expectedBytes,
        state: this.#states.get(room.document) ?? null,
        onSynced: (state) => {
          isSynced = true
          synced++
          if (!this.#states.has(room.document)) this.#states.set(room.document, bodyOf(state))
          look()
        },
        onKeystroke: (ageMs) => this.ears.onKeystroke(ageMs),
        onAck: (ageMs) => this.ears.onAck(ageMs),
        onClosed: () => {
          if (!this.#members.some((member) => member.client === client)) return
          this.closed++
          if (!isSynced) failed++
          look()
        },
      })
      this.#members.push({ client, typist, room, index })
    }
    const longestMs = atOnce === undefined ? longestJoinMs : longestQueueMs
    await Promise.race([done, sleep(longestMs, undefined, { ref: false })])
    return { ms: performance.now() - startedAt, synced, failed: wanted - synced }
  }

  /** Compares the state of the server with the acknowledged keystrokes. */
  async losses(stateOf: (room: RoomAddress) => Promise<Uint8Array>): Promise<Losses> {
    const losses: Losses = { acknowledged: 0, lost: 0, sent: 0 }
    const clocks = new Map<string, Map<number, number>>()
    for (const { client, typist, room } of this.typists) {
      if (typist === null) continue
      const known =
        clocks.get(room.document) ??
        Y.decodeStateVector(Y.encodeStateVectorFromUpdate(await stateOf(room)))
      clocks.set(room.document, known)
      losses.sent += typist.clock / markerLength
      losses.acknowledged += client.ackedClock / markerLength
      losses.lost +=
        Math.max(0, client.ackedClock - (known.get(typist.clientId) ?? 0)) / markerLength
    }
    return losses
  }
}

/** A copy of the update in a sync message. */
export function bodyOf(message: Buffer): Buffer {
  return Buffer.from(decoding.readVarUint8Array(decoding.createDecoder(message)))
}
