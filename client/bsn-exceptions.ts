import { findBsn } from '#shared/privacy/bsn.ts'

/** Numbers that a user declared not to be a BSN. The user is asked once; a reload forgets the answer. */
const allowed = new Set<string>()

const digitsOf = (text: string) => text.replace(/\D/g, '')

/** The ranges of a text that look like a BSN and that no user has excepted. */
export function findHeld(text: string): { from: number; to: number }[] {
  return findBsn(text).filter(({ from, to }) => !allowed.has(digitsOf(text.slice(from, to))))
}

export function allowNumbersOf(text: string): void {
  for (const { from, to } of findBsn(text)) allowed.add(digitsOf(text.slice(from, to)))
}

/** The texts of the neighbouring cells, which may hold the rest of a number that starts in this one. */
export type Beside = { before: readonly string[]; after: readonly string[] }

export const alone: Beside = { before: [], after: [] }

/** The ranges of a text that look like a BSN, alone or together with the neighbouring cells, and were not excepted. */
export function findHeldBeside(text: string, beside: Beside): { from: number; to: number }[] {
  const start = [...beside.before, ''].join('\t').length
  return findHeld(joined(text, beside)).flatMap(({ from, to }) => {
    const own = { from: Math.max(0, from - start), to: Math.min(text.length, to - start) }
    return own.from < own.to ? [own] : []
  })
}

export function allowNumbersBeside(text: string, beside: Beside): void {
  allowNumbersOf(joined(text, beside))
}

export function withoutHeldBeside(text: string, beside: Beside): string {
  return without(text, findHeldBeside(text, beside))
}

function joined(text: string, { before, after }: Beside): string {
  return [...before, text, ...after].join('\t')
}

export function withoutHeld(text: string): string {
  return without(text, findHeld(text))
}

function without(text: string, ranges: readonly { from: number; to: number }[]): string {
  return ranges
    .toReversed()
    .reduce((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text)
}
