import { isSafeLink } from '#shared/richtext/extensions.ts'

/** Turns a typed address into a link that a plan may hold; null if it can't be one. */
export function linkAddress(typed: string): string | null {
  const address = typed.trim()
  if (address === '' || /\s/.test(address)) return null
  if (isSafeLink(address)) return address
  if (/^[^@/:]+@[^@/:]+\.[^@/:]+$/.test(address)) return `mailto:${address}`
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address)) return null
  return /^[^/]+\.[^/.]{2,}/.test(address) ? `https://${address}` : null
}
