import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type { Arrival } from './client-address.ts'
import { arrivalOf } from './request-origin.ts'

/** The request of a client for admission, the same for a websocket and for HTTP. */
export type HandshakeRequest = {
  query: URLSearchParams
  cookies: string | null
  origin: string | null
  isCrossSite: boolean
  arrival: Arrival
}

export function handshakeOf(c: Context): HandshakeRequest {
  const { searchParams } = new URL(c.req.url)
  return {
    query: searchParams,
    cookies: c.req.header('cookie') ?? null,
    origin: c.req.header('origin') ?? null,
    isCrossSite: c.req.header('sec-fetch-site') === 'cross-site',
    arrival: arrivalOf(c),
  }
}

/** Reads a handshake request and the path it asks for. */
export function handshakeOfUpgrade({ url = '/', headers, socket }: IncomingMessage): {
  path: string
  handshake: HandshakeRequest
} {
  // Cut by hand and not parsed by `URL`, which throws on much of what a stranger can send.
  const [path = '/', ...query] = url.split('?')
  return {
    path,
    handshake: {
      query: new URLSearchParams(query.join('?')),
      cookies: headers.cookie ?? null,
      origin: headers.origin ?? null,
      isCrossSite: headers['sec-fetch-site'] === 'cross-site',
      arrival: { peer: socket.remoteAddress, forwardedFor: forwardedFor(headers) },
    },
  }
}

function forwardedFor({ 'x-forwarded-for': given }: IncomingMessage['headers']): string | null {
  return Array.isArray(given) ? given.join(',') : (given ?? null)
}
