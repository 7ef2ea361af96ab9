import * as decoding from 'lib0/decoding'
import type { WebsocketProvider } from 'y-websocket'
import { type ErrorCode, isErrorCode } from '#shared/errors.ts'
import { type EventFrame, EventFrameSchema } from '#shared/protocol/events.ts'
import {
  type Hello,
  HelloSchema,
  messageTypes,
  type PresenceUser,
} from '#shared/protocol/messages.ts'
import { userOf } from './people.ts'

export type ExtensionHandlers = {
  onHello(hello: Hello): void
  onAck(count: number, seq: number): void
  onEvent(event: EventFrame): void
  onRefused(code: ErrorCode): void
  /** Each presence message returns the state of this client with the identity that the server stamped. */
  onOwnPresence(user: PresenceUser): void
}

/** Reads the messages of our server beyond the y-websocket protocol. An unreadable message is ignored: it may be newer. */
export function listenForExtensions(
  provider: WebsocketProvider,
  handlers: ExtensionHandlers,
): void {
  const { messageHandlers } = provider
  messageHandlers[messageTypes.hello] = (_encoder, decoder) => {
    const hello = HelloSchema.safeParse(readJson(decoder))
    if (hello.success) handlers.onHello(hello.data)
    else handlers.onRefused('client-too-old')
  }
  messageHandlers[messageTypes.ack] = (_encoder, decoder) => {
    const count = decoding.readVarUint(decoder)
    handlers.onAck(count, decoding.readVarUint(decoder))
  }
  messageHandlers[messageTypes.event] = (_encoder, decoder) => {
    const event = EventFrameSchema.safeParse(readJson(decoder))
    if (event.success) handlers.onEvent(event.data)
  }
  messageHandlers[messageTypes.refused] = (_encoder, decoder) => {
    const body = readJson(decoder)
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null
    handlers.onRefused(isErrorCode(code) ? code : 'internal')
  }
  const readAwareness = messageHandlers[messageTypes.awareness]
  messageHandlers[messageTypes.awareness] = (encoder, decoder, target, emitSynced, type) => {
    const user = ownUser(decoding.clone(decoder), provider.awareness.clientID)
    readAwareness?.(encoder, decoder, target, emitSynced, type)
    if (user !== null) handlers.onOwnPresence(user)
  }
}

function readJson(decoder: decoding.Decoder): unknown {
  try {
    return JSON.parse(decoding.readVarString(decoder))
  } catch {
    return null
  }
}

function ownUser(frame: decoding.Decoder, clientId: number): PresenceUser | null {
  const decoder = decoding.createDecoder(decoding.readVarUint8Array(frame))
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const state = readJson(decoder)
    if (client === clientId) return userOf(state)
  }
  return null
}
