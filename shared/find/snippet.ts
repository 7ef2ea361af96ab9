import { foldLetters } from './occurrences.ts'

/** Words of a text around a match, as they are written. */
export type Snippet = { before: string; match: string; after: string }

const unitsBefore = 60
const unitsAfter = 120

/** The first place in a text where a word begins with one of these folded words; null if there is none. */
export function snippetOf(text: string, words: readonly string[]): Snippet | null {
  const { letters, starts } = foldLetters(text)
  let first: { from: number; to: number } | null = null
  for (const word of words) {
    const at = startOfWord(letters, word)
    if (at !== -1 && (first === null || at < first.from)) first = { from: at, to: at + word.length }
  }
  if (first === null) return null
  const from = starts[first.from] ?? 0
  const to = starts[first.to] ?? text.length
  const lineStart = text.lastIndexOf('\n', from - 1) + 1
  const nextLine = text.indexOf('\n', to)
  const lineEnd = nextLine === -1 ? text.length : nextLine
  const start = Math.max(lineStart, from - unitsBefore)
  const end = Math.min(lineEnd, to + unitsAfter)
  // A letter of two units is never cut in half.
  const whole = (from: number, to: number) => text.slice(from, to).replace(/\p{Surrogate}/gu, '')
  return {
    before: (start > lineStart ? '…' : '') + whole(start, from),
    match: text.slice(from, to),
    after: whole(to, end) + (end < lineEnd ? '…' : ''),
  }
}

function startOfWord(letters: string, word: string): number {
  for (let at = letters.indexOf(word); at !== -1; at = letters.indexOf(word, at + 1)) {
    const before = letters.slice(Math.max(0, at - 2), at)
    if (!/[\p{L}\p{N}]$/u.test(before)) return at
  }
  return -1
}
