import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from 'hono'
import type { Origin } from '#server/storage/audit-trail.ts'
import { type AddressOf, type Arrival, networkOf } from './client-address.ts'

/**
 * The origin of the request that is being handled. Kept in async context instead of parameters:
 * every write to a plan's log needs it, and a call that forgot to pass it would leave a gap in the
 * audit trail.
 */
const current = new AsyncLocalStorage<Origin>()

const fromServer: Origin = { channel: 'server', address: null }

export const currentOrigin = (): Origin => current.getStore() ?? fromServer

/** The network of the request, as a key for counting. */
export const currentNetwork = (): string => networkOf(currentOrigin().address)

/** The requests that are being handled. */
let handling = 0

/**
 * While a store is in use, Node follows every promise, timer and write to a socket of the process. So it is switched off
 * when no request is handled: people who only type pay nothing for it.
 */
export async function withOrigin<T>(origin: Origin, work: () => Promise<T>): Promise<T> {
  handling++
  try {
    return await current.run(origin, work)
  } finally {
    handling--
    if (handling === 0) current.disable()
  }
}

export function originOfRequest(c: Context, route: string, addressOf: AddressOf): Origin {
  return {
    channel: route.startsWith('/api/sign/') ? 'mail-link' : 'screen',
    address: addressOf(arrivalOf(c)),
  }
}

export function arrivalOf(c: Context): Arrival {
  const peer: unknown = c.env?.incoming?.socket?.remoteAddress
  return {
    peer: typeof peer === 'string' ? peer : undefined,
    forwardedFor: c.req.header('x-forwarded-for') ?? null,
  }
}
