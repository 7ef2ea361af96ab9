import { AsyncLocalStorage } from 'node:async_hooks'
import { isIP } from 'node:net'
import type { Context } from 'hono'
import type { Origin } from '#server/storage/audit-trail.ts'

/**
 * From where the request comes that is being handled. Carried beside the calls and not through them: every write to a
 * plan's log asks for it, and one that was given no origin would leave a hole in the audit trail.
 */
const current = new AsyncLocalStorage<Origin>()

const fromServer: Origin = { channel: 'server', address: null }

export const currentOrigin = (): Origin => current.getStore() ?? fromServer

/** The network that the request comes from, as a key to count by. */
export const currentNetwork = (): string => currentOrigin().address ?? 'unknown'

export function withOrigin<T>(origin: Origin, work: () => Promise<T>): Promise<T> {
  return current.run(origin, work)
}

export function originOfRequest(c: Context, route: string): Origin {
  return { channel: route.startsWith('/api/sign/') ? 'mail-link' : 'screen', address: addressOf(c) }
}

/** A proxy on this machine or network says for whom it asks; from anywhere else that header is just what someone wrote. */
function addressOf(c: Context): string | null {
  const socket: unknown = c.env?.incoming?.socket?.remoteAddress
  if (typeof socket !== 'string') return null
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return isNearby(socket) && isIP(forwarded) !== 0 ? forwarded : socket
}

function isNearby(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return (
    plain === '::1' ||
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(plain) ||
    /^f[cd]/i.test(plain)
  )
}
