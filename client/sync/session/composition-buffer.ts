import * as decoding from 'lib0/decoding'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'
import type { Clock } from '../clock.ts'

/** The browser reports the last composed text a moment after the end of the composition. */
const settleMs = 50
/** A phone keeps a word open while its user thinks; edits of others must not wait that long. */
const longestMs = 3_000

export type CompositionBuffer = { begin(): void; end(): void; flush(): void }

/**
 * Holds back edits of others while a word is being composed (a phone's keyboard, a dead key, dictation). An edit that
 * re-renders the paragraph, such as a split, breaks the composition, and the browser then inserts the word a second time.
 */
export function createCompositionBuffer(
  provider: WebsocketProvider,
  clock: Clock,
): CompositionBuffer {
  const waiting: Uint8Array[] = []
  let isHolding = false
  let cancel = () => {}

  const readSync = provider.messageHandlers[messageTypes.sync]
  provider.messageHandlers[messageTypes.sync] = (encoder, decoder, target, emitSynced, type) => {
    const body = decoding.clone(decoder)
    if (isHolding && decoding.readVarUint(body) === syncTypes.update)
      waiting.push(decoding.readVarUint8Array(body).slice())
    else readSync?.(encoder, decoder, target, emitSynced, type)
  }

  function flush() {
    isHolding = false
    cancel()
    const updates = waiting.splice(0)
    if (updates.length === 0) return
    Y.transact(
      provider.doc,
      () => {
        for (const update of updates) Y.applyUpdate(provider.doc, update, provider)
      },
      provider,
      false,
    )
  }

  function until(ms: number) {
    cancel()
    cancel = clock.after(ms, flush)
  }

  return {
    begin: () => {
      isHolding = true
      until(longestMs)
    },
    end: () => {
      if (isHolding) until(settleMs)
    },
    flush,
  }
}
