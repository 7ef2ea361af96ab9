import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Proxies } from '#server/trust-proxy.ts'

/** What is known of where a request comes from: the peer of its socket, and what it says itself. */
export type Arrival = { peer: string | undefined; forwardedFor: string | null }

/** The address of the client; null where there is no socket. The only place that reads either of both. */
export type AddressOf = (arrival: Arrival) => string | null

/**
 * `X-Forwarded-For` is a list that every proxy adds to at its right end, and whose left end is whatever the client sent. So
 * it is read from the right, and only as far as those who wrote it are trusted: the first address that is not one of our
 * proxies is the client. From a peer that is no proxy of ours the header is just what a stranger typed.
 */
export function createAddressOf(
  proxies: Proxies,
  /** Called once, when a neighbour that is not named brings the header: most likely a proxy that was forgotten. */
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
      // What a trusted proxy could not name ("unknown") ends the list: who stands left of it said so themselves.
      const next = readAddress(hops.pop() ?? '')
      if (next === null) return client
      client = next
    }
    return client
  }
}

/** On this machine or a private network, where a stranger on the internet can't be. */
function isNeighbour(address: string): boolean {
  return (
    address === '::1' ||
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address) ||
    /^f[cd]/.test(address)
  )
}

/**
 * What requests are counted by: an IPv4 address, or the /64 of an IPv6 one, because a home has a whole /64 to choose
 * addresses from.
 */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown'
  if (!isIPv6(address)) return address
  // Written out by the URL parser in one spelling, with at most one "::".
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

/** Without zone, port and brackets, and an IPv4 address as such also when it was mapped into IPv6. Null when it is none. */
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
