import { findBsn } from '#shared/privacy/bsn.ts'

/** Numbers of which someone said that they are no BSN: asked once, and forgotten with the page. */
const allowed = new Set<string>()

const digitsOf = (text: string) => text.replace(/\D/g, '')

/** Where a text has what looks like a BSN and was not said to be none. */
export function findHeld(text: string): { from: number; to: number }[] {
  return findBsn(text).filter(({ from, to }) => !allowed.has(digitsOf(text.slice(from, to))))
}

export function allowNumbersOf(text: string): void {
  for (const { from, to } of findBsn(text)) allowed.add(digitsOf(text.slice(from, to)))
}

export function withoutHeld(text: string): string {
  return findHeld(text)
    .toReversed()
    .reduce((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text)
}
