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

export function withOrigin<T>(origin: Origin, work: () => Promise<T>): Promise<T> {
  return current.run(origin, work)
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
