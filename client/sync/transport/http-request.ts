import type { Clock } from '../clock.ts'
import { type Ending, lost } from './socket-shape.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>
export type HttpWorld = { fetch: Fetch; clock: Clock }

/** Pauses between the attempts of one request; after the last attempt the connection counts as broken. */
export const retryDelaysMs = [250, 500, 1000, 2000] as const

/** How an unexpected response ends the connection; null if a retry makes sense. */
export function endingOf(status: number): Ending | null {
  if (status === 401) return { code: 4401, reason: 'not-signed-in' }
  // From our server or a proxy: the same body would be refused again.
  if (status === 413) return { code: 4413, reason: 'too-large' }
  // The server dropped or refuses this connection: a new connection reports the reason.
  return status === 410 || status === 403 ? lost : null
}

/** Null when no response came in time. */
export async function request(
  url: string,
  init: RequestInit,
  { fetch, clock }: HttpWorld,
  timeoutMs: number,
): Promise<Response | null> {
  const timeout = new AbortController()
  const cancel = clock.after(timeoutMs, () => timeout.abort())
  try {
    return await fetch(url, {
      cache: 'no-store',
      redirect: 'error',
      signal: timeout.signal,
      ...init,
    })
  } catch {
    return null
  } finally {
    cancel()
  }
}

export function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve))
}
