import { AppError } from '#shared/errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const localHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The origins of our own pages. On a developer's machine people use either name of it. */
export function ownOrigins({
  publicUrl,
  port,
}: {
  publicUrl: string
  port: number
}): ReadonlySet<string> {
  const own = new Set([publicUrl])
  if (localHosts.has(new URL(publicUrl).hostname))
    for (const host of localHosts) own.add(`http://${host}:${port}`)
  return own
}

/**
 * Refuses requests that another site makes a browser send with a member's cookies. The origin is
 * compared with the configured address and never with `Host`, which the sender chooses. A request
 * without `Origin` does not come from a page, so no browser added cookies to it unasked.
 */
export function refuseForeign(request: Request, own: ReadonlySet<string>): void {
  if (safeMethods.has(request.method)) return
  const origin = request.headers.get('origin')
  if (
    request.headers.get('sec-fetch-site') === 'cross-site' ||
    (origin !== null && !own.has(origin))
  )
    throw new AppError('foreign-origin')
}
