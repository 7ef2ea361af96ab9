import { isIP, isIPv4 } from 'node:net'

/** Addresses of trusted proxies. */
export type Proxies = readonly Readonly<{ address: string; prefix: number }>[]

const names: Readonly<Record<string, Proxies>> = {
  loopback: [
    { address: '127.0.0.0', prefix: 8 },
    { address: '::1', prefix: 128 },
  ],
}

/**
 * TRUST_PROXY: addresses, ranges (CIDR) or `loopback`, separated by commas or spaces. Returns every
 * invalid part.
 */
export function readProxies(text: string): { proxies: Proxies; problems: string[] } {
  const problems: string[] = []
  const proxies = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .flatMap((part, index) => {
      const read = names[part.toLowerCase()] ?? readRange(part)
      if (typeof read !== 'string') return read
      problems.push(`onderdeel ${index + 1} ${read}`)
      return []
    })
  return { proxies, problems }
}

function readRange(part: string): Proxies | string {
  const [, address = '', prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? []
  // A zone names an interface of one machine, and ::ffff: in hexadecimal is a disguised IPv4
  // address.
  if (isIP(address) === 0 || /%|^::ffff:[^.]*$/i.test(address))
    return 'is geen adres van een proxy, zoals 10.0.0.5, 10.0.0.0/24, fd00::/8 of loopback.'
  const bits = isIPv4(address) ? 32 : 128
  const prefix = prefixText === undefined ? bits : Number(prefixText)
  if (prefix > bits) return `heeft een te lange reeks: hoogstens /${bits}.`
  // Otherwise anyone could write any address into the audit trail, and get a new limit for each
  // invented address.
  if (prefix === 0) return 'vertrouwt iedereen. Noem alleen de adressen van uw eigen proxy.'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped === undefined) return [{ address, prefix }]
  return prefix < 97
    ? 'vertrouwt iedereen. Noem alleen de adressen van uw eigen proxy.'
    : [{ address: mapped, prefix: prefix - 96 }]
}
