import { browserClock, type Clock } from '../clock.ts'
import type { WebSocketClass } from './gated-socket.ts'
import { httpSocket } from './http-socket.ts'
import { asWebSocketClass, type Ending, SocketShape } from './socket-shape.ts'

const openTimeoutMs = 4_000
const rememberedForMs = 10 * 60_000
const rememberedKey = 'wijktafel:http-until'

/** Shared by the page, so that a second plan uses what the first found out about the network. */
const pageHttpSocket = httpSocket()

/** The end of the period without websocket attempts, in milliseconds since 1970. */
export type TransportPreference = { get(): number; set(until: number): void }

export type PreferredTransportOptions = {
  direct?: WebSocketClass
  overHttp?: WebSocketClass
  clock?: Clock
  preference?: TransportPreference
}

/**
 * A WebSocket class that uses HTTP if websockets do not open, and remembers that for ten minutes. A websocket that opened and
 * closed later does not count: networks that block websockets block the handshake.
 */
export function preferredTransport(options: PreferredTransportOptions = {}): WebSocketClass {
  const { clock = browserClock } = options
  const full = {
    direct: options.direct ?? WebSocket,
    overHttp: options.overHttp ?? pageHttpSocket,
    clock,
    preference: options.preference ?? sessionPreference,
  }
  return asWebSocketClass(
    class extends PreferredTransport {
      constructor(url: string) {
        super(url, full)
      }
    },
  )
}

class PreferredTransport extends SocketShape {
  readonly #url: string
  readonly #options: Required<PreferredTransportOptions>
  #inner: WebSocket
  #isClosed = false
  #cancelTimeout = () => {}

  constructor(url: string, options: Required<PreferredTransportOptions>) {
    super()
    this.#url = url
    this.#options = options
    const { clock, preference } = options
    // By the wall clock, because it outlives the page. A clock that was set back must not keep HTTP in use for hours.
    const leftMs = preference.get() - clock.now()
    this.#inner = leftMs > 0 && leftMs <= rememberedForMs ? this.#goOverHttp() : this.#goDirectly()
  }

  override get readyState(): number {
    return this.#isClosed ? this.CLOSED : this.#inner.readyState
  }

  override send(frame: Uint8Array): void {
    this.#inner.send(frame as Uint8Array<ArrayBuffer>)
  }

  override close(): void {
    this.#cancelTimeout()
    leave(this.#inner)
    this.#isClosed = true
  }

  #goDirectly(): WebSocket {
    const { direct, clock } = this.#options
    const socket = new direct(this.#url)
    const giveUp = () => {
      this.#cancelTimeout()
      leave(socket)
      if (!this.#isClosed) this.#inner = this.#goOverHttp()
    }
    this.#cancelTimeout = clock.after(openTimeoutMs, giveUp)
    socket.onerror = () => {}
    socket.onclose = giveUp
    socket.onopen = () => {
      this.#cancelTimeout()
      this.#adopt(socket)
    }
    return socket
  }

  #goOverHttp(): WebSocket {
    const { overHttp, clock, preference } = this.#options
    const socket = new overHttp(this.#url)
    socket.onerror = () => {}
    socket.onopen = () => {
      preference.set(clock.now() + rememberedForMs)
      this.#adopt(socket)
    }
    socket.onclose = (event) => {
      // No transport works at the moment: the next attempt starts with the websocket again.
      preference.set(0)
      this.#end(event)
    }
    return socket
  }

  #adopt(socket: WebSocket): void {
    socket.binaryType = this.binaryType
    socket.onmessage = (event) => this.onmessage?.(event)
    socket.onerror = (event) => this.onerror?.(event)
    socket.onclose = (event) => this.#end(event)
    this.onopen?.(new Event('open'))
  }

  #end({ code, reason }: Ending): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.onclose?.({ code, reason })
  }
}

/** Closes without further events. A socket that is still opening reports its closing as an error, which needs a listener. */
function leave(socket: WebSocket): void {
  socket.onopen = null
  socket.onmessage = null
  socket.onclose = null
  socket.onerror = () => {}
  socket.close()
}

const sessionPreference: TransportPreference = {
  get() {
    try {
      return Number(sessionStorage.getItem(rememberedKey) ?? 0)
    } catch {
      return 0
    }
  },
  set(until) {
    try {
      sessionStorage.setItem(rememberedKey, String(until))
    } catch {
      // Without storage each page probes the network again.
    }
  },
}
