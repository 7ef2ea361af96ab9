import { WebSocket } from 'ws'
import { type LocalStore, noStore } from '#client/sync/device/local-copy.ts'
import { openPlanSession } from '#client/sync/session/plan-session.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import type { Source } from '#client/sync/source.ts'
import type { WebSocketClass } from '#client/sync/transport/gated-socket.ts'
import { httpSocket } from '#client/sync/transport/http-socket.ts'
import {
  preferredTransport,
  type TransportPreference,
} from '#client/sync/transport/transport-preference.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { planValues } from '#shared/plan/layout.ts'
import { setValue } from '#shared/plan/rows.ts'

const format = FormatSchema.parse(medrie)

export type NetworkedPersonOptions = {
  /** The address that this user enters: of the server, or of a proxy. */
  url: string
  /** The public address of the server. */
  origin: string
  cookie: string
}

/** A user on one network, with the sockets of the client and a cookie, which Node does not add by itself. */
export class NetworkedPerson {
  readonly direct: WebSocketClass
  readonly overHttp: WebSocketClass
  readonly preferred: WebSocketClass
  /** The end of the period in which this client uses HTTP without trying a websocket. */
  httpUntil = 0
  /** Requests over HTTP, as `GET stream`, `GET answer` and `POST`. */
  readonly requests: string[] = []
  readonly #url: string

  constructor({ url, origin, cookie }: NetworkedPersonOptions) {
    this.#url = url.replace(/^http/, 'ws')
    const headers = { cookie, origin }
    this.direct = class extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers })
      }
    } as unknown as WebSocketClass
    this.overHttp = httpSocket({
      fetch: (address, init) => {
        this.requests.push(
          init.method === 'POST' ? 'POST' : address.includes('wait=') ? 'GET answer' : 'GET stream',
        )
        return fetch(address, { ...init, headers: { ...init.headers, ...headers } })
      },
    })
    const preference: TransportPreference = {
      get: () => this.httpUntil,
      set: (until) => {
        this.httpUntil = until
      },
    }
    this.preferred = preferredTransport({
      direct: this.direct,
      overHttp: this.overHttp,
      preference,
    })
  }

  addressOf(planId: string): string {
    return `${this.#url}/sync/${planId}?ext=1`
  }

  open(
    planId: string,
    way: 'direct' | 'preferred' = 'preferred',
    store: LocalStore = noStore,
  ): EditableSession {
    return openPlanSession({
      planId,
      format,
      me: { id: 'me', name: 'Els' },
      url: `${this.#url}/sync`,
      WebSocketPolyfill: this[way],
      store,
    })
  }

  /** Opens a plan over HTTP, sends frames and resolves with the code it is closed with. */
  closeAfter(planId: string, frames: readonly Uint8Array[]): Promise<number> {
    return new Promise((resolve) => {
      const socket = new this.overHttp(this.addressOf(planId))
      socket.onopen = () => {
        for (const frame of frames) socket.send(frame as Uint8Array<ArrayBuffer>)
      }
      socket.onclose = ({ code }) => resolve(code)
    })
  }
}

export function write(session: EditableSession, value: string): void {
  session.change((doc) => setValue(doc, 'gemeente', value))
}

export function written(session: EditableSession): unknown {
  return planValues(session.doc).get('gemeente')
}

/** Resolves when `condition` holds; checked after each change of the source. */
export function until<T>(
  source: Source<T>,
  condition: (value: T) => boolean,
  what: string,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!condition(source.get())) return
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = source.subscribe(look)
    const timer = setTimeout(() => {
      stop()
      reject(
        new Error(
          `timed out after ${timeoutMs} ms: ${what}; it is ${JSON.stringify(source.get())}`,
        ),
      )
    }, timeoutMs)
    look()
  })
}

export function untilWritten(
  session: EditableSession,
  value: string,
  timeoutMs: number,
): Promise<void> {
  const subscribe = (listener: () => void) => {
    session.doc.on('update', listener)
    return () => session.doc.off('update', listener)
  }
  return until(
    { get: () => written(session), subscribe },
    (now) => now === value,
    `"${value}" arrives`,
    timeoutMs,
  )
}
