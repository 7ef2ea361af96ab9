import * as decoding from 'lib0/decoding'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'

export type WebSocketClass = typeof WebSocket

/** The kind of a document message: the answer at the handshake, or an edit; null for every other message. */
export type WriteKind = 'handshake' | 'edit'

function writeKindOf(frame: Uint8Array): WriteKind | null {
  const decoder = decoding.createDecoder(frame)
  if (decoding.readVarUint(decoder) !== messageTypes.sync) return null
  const kind = decoding.readVarUint(decoder)
  return kind === syncTypes.step2 ? 'handshake' : kind === syncTypes.update ? 'edit' : null
}

/**
 * A WebSocket class that asks before each document message whether it may be sent. y-websocket has no such hook, and
 * acknowledgements count exactly the messages that were sent.
 */
export function gatedSocket(
  Base: WebSocketClass,
  maySend: (kind: WriteKind, bytes: number) => boolean,
): WebSocketClass {
  return class extends Base {
    override send(message: Parameters<WebSocket['send']>[0]): void {
      const kind = message instanceof Uint8Array ? writeKindOf(message) : null
      if (kind === null || maySend(kind, (message as Uint8Array).byteLength)) super.send(message)
    }
  }
}
