import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Logger } from '#server/runtime.ts'
import type { Proxies } from '#server/trust-proxy.ts'

/**
 * The two sources for a client's address: the peer of the socket, and the header that the request
 * carries.
 */
export type Arrival = { peer: string | undefined; forwardedFor: string | null }

/** The address of the client; null without a socket. The only place that reads either source. */
export type AddressOf = (arrival: Arrival) => string | null

/** The same, with one warning in the log about a proxy that the settings do not name. */
export function openAddresses(proxies: Proxies, logger: Logger): AddressOf {
  return createAddressOf(proxies, () =>
    logger.warn(
      {},
      'Requests come through a proxy that TRUST_PROXY does not name: everyone counts as one address (docs/operate.md)',
    ),
  )
}

/**
 * Each proxy appends to the right end of `X-Forwarded-For`; the left end is whatever the client
 * sent. So it is read from the right, and only as far as the writers are trusted: the first address
 * that is not one of our proxies is the client. If the peer itself is not one of our proxies, the
 * header is ignored, because any stranger could have typed it.
 */
export function createAddressOf(
  proxies: Proxies,
  /**
   * Called once, when an unnamed peer on a private network sends the header: most likely a proxy
   * missing from the settings.
   */
  onForgottenProxy: () => void = () => {},
): AddressOf {
  let isToTell = true
  const trusted = new BlockList()
  for (const { address, prefix } of proxies)
    trusted.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6')
  const isTrusted = (address: string) => trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  return ({ peer, forwardedFor }) => {
    let client = peer === undefined ? null : readAddress(peer)
    if (client === null) return null
    if (isToTell && forwardedFor !== null && !isTrusted(client) && isNeighbour(client)) {
      isToTell = false
      onForgottenProxy()
    }
    const hops = forwardedFor?.split(',') ?? []
    while (isTrusted(client) && hops.length > 0) {
      // A hop that a trusted proxy could not name ("unknown") ends the list: entries left of it are
      // unverified claims.
      const next = readAddress(hops.pop() ?? '')
      if (next === null) return client
      client = next
    }
    return client
  }
}

/** An address on this machine or a private network, which a stranger on the internet can't have. */
function isNeighbour(address: string): boolean {
  return (
    address === '::1' ||
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address) ||
    /^f[cd]/.test(address)
  )
}

/**
 * The key for counting requests: an IPv4 address, or the /64 of an IPv6 address, because a home can
 * choose any address in its /64.
 */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown'
  if (!isIPv6(address)) return address
  // The URL parser gives one normalised spelling, with at most one "::".
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

/**
 * The address without zone, port and brackets; an IPv4-mapped IPv6 address becomes plain IPv4. Null
 * if it is not an address.
 */
function readAddress(text: string): string | null {
  const bare = text.trim()
  const plain =
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(bare)?.[1] ?? bare
  const address = plain.replace(/%.*$/, '')
  if (isIPv4(address)) return address
  return isIPv6(address) ? (mappedIPv4(address) ?? address.toLowerCase()) : null
}

function mappedIPv4(address: string): string | null {
  const [, high, low] =
    /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? []
  if (high === undefined || low === undefined) return null
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}
