/**
 * A text normalised for the number check: digits of every script and width as 0 to 9, every dash
 * and space as one kind, and without invisible characters. A number that a person can read is
 * found, however it was encoded.
 */
export type ReadableText = {
  text: string
  /** The part of the original that the letters from `from` up to `to` come from. */
  rangeOf(from: number, to: number): { from: number; to: number }
}

/**
 * The digits of a script are consecutive, zero first; a script may have several such tens in a row.
 */
const decimal = /\p{Nd}/u
/** Zero width, soft hyphens, directions, and signs that are drawn around the preceding digit. */
const unseen = /[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/u
const dash = /[\p{Pd}\u2212\u2043]/u
const space = /[\p{Zs}\u2028\u2029]/u
/** `%20` in an address and `&nbsp;` in text copied from a page. */
const escaped = /%[0-9a-f]{2}|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});/iy
const isPlain = /^[\n\r\t\x20-\x24\x27-\x7e]*$/

export function readable(original: string): ReadableText {
  if (isPlain.test(original)) return { text: original, rangeOf: (from, to) => ({ from, to }) }
  const letters: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < original.length; ) {
    const [read, length] = readAt(original, at)
    for (const letter of read) {
      letters.push(letter)
      starts.push(at)
      ends.push(at + length)
      // A character of two UTF-16 units takes two places in the result too.
      if (letter.length > 1) {
        starts.push(at)
        ends.push(at + length)
      }
    }
    at += length
  }
  return {
    text: letters.join(''),
    rangeOf: (from, to) => ({ from: starts[from] ?? 0, to: ends[to - 1] ?? original.length }),
  }
}

/** The character at a position, and the length of its original. */
function readAt(original: string, at: number): [read: string, length: number] {
  const code = original.codePointAt(at) ?? 0
  if (code === 0x25 || code === 0x26) {
    escaped.lastIndex = at
    const match = escaped.exec(original)?.[0]
    if (match !== undefined) return [plainOf(unescaped(match)), match.length]
  }
  return [plainOf(code), code > 0xffff ? 2 : 1]
}

function plainOf(code: number): string {
  const letter = String.fromCodePoint(code)
  if (code < 0x80) return letter
  if (unseen.test(letter)) return ''
  if (dash.test(letter)) return '-'
  if (space.test(letter)) return ' '
  return decimal.test(letter) ? digitOf(code) : letter.normalize('NFKC')
}

function unescaped(match: string): number {
  if (match.startsWith('%')) return Number.parseInt(match.slice(1), 16)
  if (!match.startsWith('&#')) return 0x20
  const code = /^&#x/i.test(match)
    ? Number.parseInt(match.slice(3), 16)
    : Number.parseInt(match.slice(2), 10)
  return code <= 0x10_ffff ? code : 0x20
}

function digitOf(code: number): string {
  let before = 0
  while (decimal.test(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}
