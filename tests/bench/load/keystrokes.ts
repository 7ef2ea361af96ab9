import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/**
 * A keystroke is an insertion at the end of the typist's own text. The inserted text holds the typist and the moment, so that
 * a receiver recognises it, also when a server merged it with others: `<@>`, four digits, nine digits.
 */
export const markerLength = 16
const magic = Buffer.from('<@>')
/** The longest message that holds one keystroke, without the prefix of a dialect. */
const longestSingle = 50

/** Microseconds of this process, in nine digits. */
const wrap = 1_000_000_000
const nowUs = () => Math.round(performance.now() * 1000) % wrap

export function markerOf(typist: number): string {
  return `<@>${String(typist).padStart(4, '0')}${String(nowUs()).padStart(9, '0')}`
}

/** Calls `visit` for every keystroke in a message, with its typist and its age in milliseconds. */
export function readMarkers(
  message: Buffer,
  from: number,
  visit: (typist: number, ageMs: number) => void,
): void {
  const now = nowUs()
  const last = message.length - markerLength - 1
  if (message.length - from <= longestSingle && isMarker(message, last))
    return visitAt(message, last, now, visit)
  for (
    let at = message.indexOf(magic, from);
    at >= 0;
    at = message.indexOf(magic, at + markerLength)
  )
    visitAt(message, at, now, visit)
}

function visitAt(
  message: Buffer,
  at: number,
  now: number,
  visit: (typist: number, ageMs: number) => void,
): void {
  visit(digits(message, at + 3, 4), ((now - digits(message, at + 7, 9) + wrap) % wrap) / 1000)
}

function isMarker(message: Buffer, at: number): boolean {
  return message[at] === 0x3c && message[at + 1] === 0x40 && message[at + 2] === 0x3e
}

function digits(message: Buffer, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) value = value * 10 + (message[i] ?? 0) - 48
  return value
}

/** Types in a text of its own. Yjs encodes the first update; later updates differ in numbers only and are written here. */
export class Typist {
  readonly clientId = Math.floor(Math.random() * 2 ** 32)
  readonly #index: number
  #clock = 0

  constructor(index: number) {
    this.#index = index
  }

  /** The clock after its own operations. */
  get clock(): number {
    return this.#clock
  }

  type(): Uint8Array {
    const marker = markerOf(this.#index)
    const update =
      this.#clock === 0
        ? firstUpdate(this.clientId, this.#index, marker)
        : nextUpdate(this.clientId, this.#clock, marker)
    this.#clock += markerLength
    return update
  }
}

function firstUpdate(clientId: number, index: number, marker: string): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText(`typist-${index}`).insert(0, marker)
  return Y.encodeStateAsUpdate(doc)
}

function nextUpdate(clientId: number, clock: number, marker: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, clock)
  encoding.writeUint8(encoder, 0x84) // a string with a left neighbour
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, clock - 1)
  encoding.writeVarString(encoder, marker)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** Throws if the bytes differ from the bytes that Yjs would send. */
export function checkKeystrokes(): void {
  const typist = new Typist(7)
  const doc = new Y.Doc()
  const own = new Y.Doc()
  own.clientID = typist.clientId
  let sent = new Uint8Array()
  own.on('update', (update: Uint8Array) => {
    sent = new Uint8Array(update)
  })
  for (let i = 0; i < 20; i++) {
    const update = typist.type()
    Y.applyUpdate(doc, update)
    const text = own.getText('typist-7')
    text.insert(text.length, doc.getText('typist-7').toString().slice(-markerLength))
    if (Buffer.compare(sent, update) !== 0) throw new Error(`keystroke ${i} is not what Yjs sends`)
  }
}
