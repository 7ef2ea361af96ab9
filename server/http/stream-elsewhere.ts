import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { createItemReader } from '#shared/protocol/http.ts'
import type { NodeCalls } from './node-calls.ts'

/** The id of a connection names the node that holds it, after a secret part. */
export const streamIdOf = (secret: string, nodeId: string | null): string =>
  nodeId === null ? secret : `${secret}.${nodeId}`

/** The node that holds a connection; null if it is this one. */
export function holderOf(id: string, own: string | null): string | null {
  const [, nodeId = null] = id.split('.')
  return own === null || nodeId === own ? null : nodeId
}

/** An answer to a client: `null` text means that nothing will follow. */
export type StreamAnswer = { status: number; text: string | null }

export type StreamRequest = {
  planId: string
  id: string
  cookie: string
} & ({ kind: 'read'; after: number; waitMs: number } | { kind: 'write'; bytes: Uint8Array })

/**
 * A read is passed on for so long at a time: a client that has left is noticed soon, and a node that
 * is gone too.
 */
const waitElsewhereMs = 4_000
const writeWithinMs = 10_000

export class StreamElsewhere {
  readonly #calls: NodeCalls
  /** Requests of each connection that wait for its node. */
  readonly #waiting = new Map<string, number>()
  readonly #most: number

  constructor(calls: NodeCalls, most: number) {
    this.#calls = calls
    this.#most = most
  }

  /** `too-many` if this connection has that many requests on their way. */
  async pass(nodeId: string, request: StreamRequest): Promise<StreamAnswer | 'too-many'> {
    const { id } = request
    const waiting = this.#waiting.get(id) ?? 0
    if (waiting >= this.#most) return 'too-many'
    this.#waiting.set(id, waiting + 1)
    try {
      const passed =
        request.kind === 'read'
          ? { ...request, waitMs: Math.min(request.waitMs, waitElsewhereMs) }
          : request
      const withinMs = passed.kind === 'read' ? passed.waitMs : writeWithinMs
      const answer = await this.#calls.call(nodeId, encodeRequest(passed), withinMs)
      // As for a connection that nobody knows: the client opens another one.
      return answer === null ? { status: 410, text: null } : decodeAnswer(answer)
    } finally {
      const left = (this.#waiting.get(id) ?? 1) - 1
      if (left === 0) this.#waiting.delete(id)
      else this.#waiting.set(id, left)
    }
  }

  /** Reads on and on, as the text of a stream; an empty text when there was nothing for a while. */
  reader(nodeId: string, request: StreamRequest & { kind: 'read' }, first: StreamAnswer) {
    let after = request.after
    let isReleased = false
    let next: StreamAnswer | null = first
    const read = createItemReader()
    return {
      next: async (): Promise<string | null> => {
        const answer: StreamAnswer | 'too-many' =
          next ?? (await this.pass(nodeId, { ...request, after, waitMs: waitElsewhereMs }))
        next = null
        if (isReleased || answer === 'too-many' || answer.status !== 200) return null
        after = read(answer.text ?? '').at(-1)?.number ?? after
        return answer.text
      },
      release() {
        isReleased = true
      },
    }
  }
}

function encodeRequest(request: StreamRequest): Uint8Array {
  const encoder = encoding.createEncoder()
  const { bytes, ...rest } = { bytes: new Uint8Array(), ...request }
  encoding.writeVarString(encoder, JSON.stringify(rest))
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

/** The other end is a node of this installation, and may be of another release. */
export function decodeRequest(request: Uint8Array): StreamRequest {
  const decoder = decoding.createDecoder(request)
  const rest = JSON.parse(decoding.readVarString(decoder)) as StreamRequest
  const bytes = decoding.readVarUint8Array(decoder)
  return rest.kind === 'write' ? { ...rest, bytes } : rest
}

export function encodeAnswer({ status, text }: StreamAnswer): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, status)
  encoding.writeVarUint(encoder, text === null ? 0 : 1)
  encoding.writeVarString(encoder, text ?? '')
  return encoding.toUint8Array(encoder)
}

function decodeAnswer(answer: Uint8Array): StreamAnswer {
  const decoder = decoding.createDecoder(answer)
  const status = decoding.readVarUint(decoder)
  const isThere = decoding.readVarUint(decoder) === 1
  const text = decoding.readVarString(decoder)
  return { status, text: isThere ? text : null }
}
