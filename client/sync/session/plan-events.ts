import * as decoding from 'lib0/decoding'
import { type EventFrame, EventFrameSchema } from '#shared/protocol/events.ts'
import { messageTypes, syncTypes } from '#shared/protocol/messages.ts'
import { browserClock, type Clock } from '../clock.ts'
import type { WebSocketClass } from '../transport/gated-socket.ts'
import { preferredTransport } from '../transport/transport-preference.ts'

export type PlanEventsOptions = {
  planId: string
  /** Where plans are served, without the plan: `wss://host/sync`. */
  url: string
  onEvent: (frame: EventFrame) => void
  /** The plan was edited; called at most once per `quietMs`. */
  onWritten: () => void
  /** The connection was restored, or the server closed it: events may have been missed. */
  onGap: () => void
  WebSocketPolyfill?: WebSocketClass
  clock?: Clock
  random?: () => number
}

const longestRetryMs = 30_000
/** Typing sends many updates, and each query after one makes the server read the plan. */
const quietMs = 2_000
/** This many refusals in a row count as final. */
const maxRefusals = 3

/**
 * Listens to the events of a plan without opening it, for a page beside the plan. It sends no presence, so the user does
 * not appear in the plan, and holds no document. Returns a function that stops it.
 */
export function followPlanEvents(options: PlanEventsOptions): () => void {
  const { planId, url, clock = browserClock, random = Math.random } = options
  const Socket = options.WebSocketPolyfill ?? preferredTransport()
  let socket: WebSocket | null = null
  let attempts = 0
  let refusals = 0
  let isStopped = false
  let wasOpen = false
  let cancelRetry = () => {}
  let cancelLook: (() => void) | null = null

  function connect(): void {
    const own = new Socket(`${url}/${encodeURIComponent(planId)}?ext=1`)
    socket = own
    own.binaryType = 'arraybuffer'
    own.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      if (!isStopped) read(new Uint8Array(data))
    }
    own.onclose = ({ code }) => {
      if (isStopped || socket !== own) return
      socket = null
      const isFinal = code >= 4400 && code < 4500
      refusals = isFinal ? refusals + 1 : 0
      if (isFinal) options.onGap()
      if (refusals >= maxRefusals) return
      // Full jitter, as for an open plan, so that clients do not reconnect all at once after a restart.
      attempts++
      cancelRetry = clock.after(random() * Math.min(longestRetryMs, 2 ** attempts * 100), connect)
    }
  }

  function read(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === messageTypes.hello) {
      attempts = 0
      refusals = 0
      if (wasOpen) options.onGap()
      wasOpen = true
    } else if (type === messageTypes.event) {
      const parsed = EventFrameSchema.safeParse(JSON.parse(decoding.readVarString(decoder)))
      // An unreadable event may be newer; it counts as a change all the same.
      if (parsed.success) options.onEvent(parsed.data)
      else options.onGap()
    } else if (type === messageTypes.sync && decoding.readVarUint(decoder) === syncTypes.update) {
      cancelLook ??= clock.after(quietMs, () => {
        cancelLook = null
        options.onWritten()
      })
    }
  }

  connect()
  return () => {
    isStopped = true
    cancelRetry()
    cancelLook?.()
    socket?.close()
  }
}
