import type { WebSocketClass } from './gated-socket.ts'

/** The end of a connection, in the form of a websocket close event. */
export type Ending = { code: number; reason: string }

/** The close code of a websocket for a broken connection. */
export const lost: Ending = { code: 1006, reason: '' }

/** The part of a WebSocket that y-websocket uses. */
export abstract class SocketShape {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  abstract readonly readyState: number
  binaryType: BinaryType = 'arraybuffer'
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent<ArrayBuffer>) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  onclose: ((event: Ending) => void) | null = null
  abstract send(frame: Uint8Array): void
  abstract close(): void
}

/** The constructor that y-websocket expects; y-websocket uses no other members. */
export function asWebSocketClass(shape: new (url: string) => SocketShape): WebSocketClass {
  return shape as unknown as WebSocketClass
}
