import * as decoding from 'lib0/decoding'
import type { WebsocketProvider } from 'y-websocket'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'
import { createListeners } from '../source.ts'

export type IncomingUpdates = {
  /** Adds a listener for updates of others, each before the document takes it; returns its removal. */
  onIncoming(listener: (update: Uint8Array) => void): () => void
}

/**
 * Reports each update of others while the document is still without it: a text in which a word is being composed then
 * forks (composition.ts), and nothing else has to wait.
 */
export function reportIncoming(provider: WebsocketProvider): IncomingUpdates {
  const listeners = createListeners<[Uint8Array]>()
  const readSync = provider.messageHandlers[messageTypes.sync]
  provider.messageHandlers[messageTypes.sync] = (encoder, decoder, target, emitSynced, type) => {
    const body = decoding.clone(decoder)
    const kind = decoding.readVarUint(body)
    if (kind === syncTypes.step2 || kind === syncTypes.update)
      listeners.call(decoding.readVarUint8Array(body))
    readSync?.(encoder, decoder, target, emitSynced, type)
  }
  return { onIncoming: listeners.add }
}
