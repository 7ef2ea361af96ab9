import type { WebSocketClass } from './gated-socket.ts'

/** How a connection ended, as a websocket tells it. */
export type Ending = { code: number; reason: string }

/** The line broke, as a websocket tells it. */
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

/** Its constructor as y-websocket wants it; what the shape leaves out, y-websocket does not touch. */
export function asWebSocketClass(shape: new (url: string) => SocketShape): WebSocketClass {
  return shape as unknown as WebSocketClass
}
