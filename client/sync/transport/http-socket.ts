import type { Item, Opened } from '#shared/protocol/http.ts'
import { browserClock } from '../clock.ts'
import type { WebSocketClass } from './gated-socket.ts'
import { HttpReceiver, type NetworkHabits, unknownHabits } from './http-receiver.ts'
import { endingOf, type HttpWorld, request } from './http-request.ts'
import { HttpSender } from './http-sender.ts'
import { asWebSocketClass, type Ending, lost, SocketShape } from './socket-shape.ts'

const openTimeoutMs = 10_000
/** The most incoming bytes without a confirmation: fast edits of others must not pile up in the buffer of the server. */
const maxUnconfirmedBytes = 1024 * 1024

/** A WebSocket class over plain HTTP to the same server: PROTOCOL.md, "Over HTTP". */
export function httpSocket(world: Partial<HttpWorld> = {}): WebSocketClass {
  const full: HttpWorld = { fetch: (url, init) => fetch(url, init), clock: browserClock, ...world }
  const habits = unknownHabits()
  return asWebSocketClass(
    class extends HttpSocket {
      constructor(url: string) {
        super(url, full, habits)
      }
    },
  )
}

type Line = { sender: HttpSender; receiver: HttpReceiver }
type State = { kind: 'opening' } | ({ kind: 'open' } & Line) | { kind: 'closed' }

class HttpSocket extends SocketShape {
  readonly #world: HttpWorld
  readonly #habits: NetworkHabits
  #state: State = { kind: 'opening' }
  #unconfirmedBytes = 0

  constructor(url: string, world: HttpWorld, habits: NetworkHabits) {
    super()
    this.#world = world
    this.#habits = habits
    void this.#open(streamAddress(url))
  }

  override get readyState(): number {
    return { opening: this.CONNECTING, open: this.OPEN, closed: this.CLOSED }[this.#state.kind]
  }

  override send(frame: Uint8Array): void {
    if (this.#state.kind === 'open') this.#state.sender.add(frame)
  }

  override close(): void {
    const state = this.#state
    this.#state = { kind: 'closed' }
    if (state.kind !== 'open') return
    state.receiver.stop()
    state.sender.leave()
  }

  async #open({ path, query }: { path: string; query: string }): Promise<void> {
    const answer = await request(`${path}${query}`, { method: 'POST' }, this.#world, openTimeoutMs)
    const opened = answer?.status === 200 ? await readOpened(answer) : null
    if (opened === null)
      return this.#end((answer === null ? null : endingOf(answer.status)) ?? lost)
    if (opened.kind === 'closed') return this.#end(opened)
    const line = this.#lineTo(`${path}/${opened.id}`)
    // Closed before it was open: tell the server to drop the unused connection.
    if (this.#state.kind === 'closed') return line.sender.leave()
    this.#state = { kind: 'open', ...line }
    void line.receiver.run()
    this.onopen?.(new Event('open'))
  }

  #lineTo(url: string): Line {
    const onEnd = (ending: Ending) => this.#end(ending)
    const sender = new HttpSender({ ...this.#world, url, received: () => receiver.received, onEnd })
    const receiver = new HttpReceiver({
      ...this.#world,
      url,
      habits: this.#habits,
      onItem: (item) => this.#take(item, sender),
      onHeard: () => sender.stayKnown(),
      onEnd,
    })
    return { sender, receiver }
  }

  #take(item: Item, sender: HttpSender): void {
    if (item.kind !== 'frame' || this.#state.kind !== 'open') return
    this.#unconfirmedBytes += item.bytes.byteLength
    if (this.#unconfirmedBytes >= maxUnconfirmedBytes) {
      this.#unconfirmedBytes = 0
      sender.confirm()
    }
    this.onmessage?.(new MessageEvent('message', { data: item.bytes.slice().buffer }))
  }

  #end(ending: Ending): void {
    const state = this.#state
    if (state.kind === 'closed') return
    this.#state = { kind: 'closed' }
    if (state.kind === 'open') {
      state.receiver.stop()
      state.sender.stop()
    }
    this.onclose?.(ending)
  }
}

/** The HTTP address of `wss://host/sync/plan?ext=1`. */
function streamAddress(url: string): { path: string; query: string } {
  const address = new URL(url)
  const protocol = address.protocol === 'wss:' || address.protocol === 'https:' ? 'https:' : 'http:'
  return { path: `${protocol}//${address.host}${address.pathname}/stream`, query: address.search }
}

/** Null if the response is not from our server, such as the sign-in page of a guest network. */
async function readOpened(answer: Response): Promise<Opened | null> {
  const body: unknown = await answer.json().catch(() => null)
  if (typeof body !== 'object' || body === null || !('kind' in body)) return null
  if (body.kind === 'open' && 'id' in body && typeof body.id === 'string')
    return { kind: 'open', id: body.id }
  if (body.kind === 'closed' && 'code' in body && 'reason' in body)
    return { kind: 'closed', code: Number(body.code), reason: String(body.reason) }
  return null
}
