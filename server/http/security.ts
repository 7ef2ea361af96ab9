import type { MiddlewareHandler } from 'hono'

/**
 * What a browser may do with our pages. No inline script and no other host: a script that slips into a plan's text has
 * nowhere to run and nowhere to send. Inline styles are needed by the editor (carets, column widths).
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  const { host, protocol } = new URL(publicUrl)
  const isSecure = protocol === 'https:'
  const policy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // Older Safari does not count a websocket of the same host as 'self'.
    `connect-src 'self' ${isSecure ? 'wss' : 'ws'}://${host}`,
    // The service worker, which holds the program for when there is no network.
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  const headers: Record<string, string> = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // Links hold tokens in their address; no other site may learn it.
    'referrer-policy': 'same-origin',
    // Nothing here is for a search engine, least of all what a link gives to read.
    'x-robots-tag': 'noindex',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  return async (c, next) => {
    await next()
    // The answer to an upgrade is written by the websocket library and not by us.
    if (c.req.header('upgrade') !== undefined) return
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  }
}
