import type { MiddlewareHandler } from 'hono'

/**
 * The permissions of a browser on our pages. No inline script and no other host: a script injected
 * into a plan's text can't run and can't send anything. The editor needs inline styles (carets,
 * column widths).
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  const { host, protocol } = new URL(publicUrl)
  const isSecure = protocol === 'https:'
  const policy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // Older Safari does not treat a websocket to the same host as 'self'.
    `connect-src 'self' ${isSecure ? 'wss' : 'ws'}://${host}`,
    // The service worker, which serves the program without a network.
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
    // Our addresses contain tokens; no other site may learn them.
    'referrer-policy': 'same-origin',
    // Nothing here is for search engines, and certainly not the text behind a read link.
    'x-robots-tag': 'noindex',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  return async (c, next) => {
    await next()
    // The websocket library writes the response to an upgrade, so this does not apply to it.
    if (c.req.header('upgrade') !== undefined) return
    // A file from a person comes with a stricter policy of its own.
    const own = c.res.headers.get('content-security-policy')
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
    if (own !== null) c.res.headers.set('content-security-policy', own)
  }
}
