import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from 'hono'
import type { Origin } from '#server/storage/audit-trail.ts'
import { type AddressOf, type Arrival, networkOf } from './client-address.ts'

/**
 * From where the request comes that is being handled. Carried beside the calls and not through them: every write to a
 * plan's log asks for it, and one that was given no origin would leave a hole in the audit trail.
 */
const current = new AsyncLocalStorage<Origin>()

const fromServer: Origin = { channel: 'server', address: null }

export const currentOrigin = (): Origin => current.getStore() ?? fromServer

/** The network that the request comes from, as a key to count by. */
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
