import type { Clock } from '../clock.ts'
import type { WebSocketClass } from './gated-socket.ts'
import { type HttpWorld, request } from './http-request.ts'

/** The steps, in this order. */
export const checkSteps = ['page', 'socket', 'post', 'stream', 'device'] as const
export type CheckStep = (typeof checkSteps)[number] | 'silence'

/** `reason` is part of the summary: the expected response, or the received one. */
export type CheckResult = { isOk: true; ms: number } | { isOk: false; ms: number; reason: string }

export type CheckWorld = HttpWorld & {
  /** `https://host` of this installation. */
  origin: string
  WebSocketClass: WebSocketClass
  /** Rejects if this device can't store anything. */
  tryDevice: () => Promise<void>
}

const timeoutMs = 6_000
/** The chunks of the stream come half a second apart; a proxy that buffers delivers them together. */
const minSpreadMs = 300
export const silenceMs = 30_000

/** Runs one step; it never rejects. */
export async function runCheck(step: CheckStep, world: CheckWorld): Promise<CheckResult> {
  const startedAt = world.clock.elapsed()
  const reason = await tries[step](world).catch((error: unknown) =>
    error instanceof Error ? error.message : 'unknown',
  )
  // Rounded, because the reader needs no fractions.
  const ms = Math.round(world.clock.elapsed() - startedAt)
  return reason === null ? { isOk: true, ms } : { isOk: false, ms, reason }
}

type Try = (world: CheckWorld) => Promise<string | null>

const tries: Record<CheckStep, Try> = {
  async page(world) {
    const answer = await request(`${world.origin}/healthz`, {}, world, timeoutMs)
    if (answer === null) return 'no answer'
    const body: unknown = await answer.json().catch(() => null)
    return typeof body === 'object' && body !== null && 'status' in body
      ? null
      : `status ${answer.status}, not from Wijktafel`
  },

  socket: (world) => echo(world, 0),

  async post(world) {
    const sent = new Uint8Array([0, 1, 254, 255, 13, 10])
    const answer = await request(
      `${world.origin}/sync-check/echo`,
      { method: 'POST', body: sent, headers: { 'content-type': 'application/octet-stream' } },
      world,
      timeoutMs,
    )
    if (answer === null) return 'no answer'
    const got = new Uint8Array(await answer.arrayBuffer())
    if (answer.status !== 200) return `status ${answer.status}`
    return got.length === sent.length && got.every((byte, i) => byte === sent[i])
      ? null
      : 'another text came back'
  },

  async stream(world) {
    const answer = await request(`${world.origin}/sync-check/stream`, {}, world, timeoutMs)
    if (answer?.status !== 200)
      return answer === null ? 'no answer in time' : `status ${answer.status}`
    const reader = answer.body?.getReader()
    let firstAt: number | null = null
    for (
      let chunk = await reader?.read();
      chunk !== undefined && !chunk.done;
      chunk = await reader?.read()
    )
      firstAt ??= world.clock.elapsed()
    if (firstAt === null) return 'an empty answer'
    return world.clock.elapsed() - firstAt >= minSpreadMs ? null : 'held back until the end'
  },

  async device({ tryDevice }) {
    await tryDevice()
    return null
  },

  silence: (world) => echo(world, silenceMs),
}

/** Opens a websocket, stays silent for a while and then requests an echo. */
function echo(
  { origin, WebSocketClass, clock }: CheckWorld,
  afterMs: number,
): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = new WebSocketClass(`${origin.replace(/^http/, 'ws')}/sync-check`)
    let openedAt: number | null = null
    let cancel = clock.after(timeoutMs, () => finish('does not open'))
    const finish = (reason: string | null) => {
      cancel()
      socket.onclose = null
      socket.onmessage = null
      socket.close()
      resolve(reason)
    }
    const ask = () => {
      cancel = clock.after(timeoutMs, () => finish('open, but no echo'))
      socket.send('echo')
    }
    socket.onerror = () => {}
    socket.onopen = () => {
      openedAt = clock.elapsed()
      cancel()
      if (afterMs === 0) ask()
      else cancel = clock.after(afterMs, ask)
    }
    socket.onmessage = ({ data }) => finish(data === 'echo' ? null : 'another text came back')
    socket.onclose = ({ code }) =>
      finish(openedAt === null ? 'refused' : `closed after ${seconds(clock, openedAt)} s (${code})`)
  })
}

function seconds(clock: Clock, since: number): string {
  return ((clock.elapsed() - since) / 1000).toFixed(1)
}

/** The verdict: how Wijktafel works on this network. */
export type Verdict = 'direct' | 'over-http' | 'none'

export function verdictOf(results: Partial<Record<CheckStep, CheckResult>>): Verdict {
  if (results.socket?.isOk === true) return 'direct'
  // A buffered stream does no harm: the client then uses answers that end by themselves.
  return results.post?.isOk === true ? 'over-http' : 'none'
}
