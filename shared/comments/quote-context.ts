import type { FlatText } from './flat-text.ts'

/**
 * The text directly before and after some words, on one line. Shorter than `reach` only at an end
 * of the text.
 */
export type QuoteContext = { before: string; after: string }

/** Enough to tell two lines of a list apart. */
export const reach = 32

/**
 * The text normalised as a quote (white space and breaks as one space), with the position of each
 * unit.
 */
export type OneLine = { text: string; offsets: readonly number[] }

export function onOneLine(flat: FlatText): OneLine {
  const offsets: number[] = []
  let text = ''
  flat.characters.forEach((character, offset) => {
    const isBlank = character.text.trim() === ''
    if (isBlank && (text === '' || text.endsWith(' '))) return
    text += isBlank ? ' ' : character.text
    offsets.push(offset)
  })
  return { text, offsets }
}

/** The context of the quote at this unit of the text. Null if the quote is not there. */
export function contextOfQuote(
  { text, offsets }: OneLine,
  quote: string,
  offset: number,
): QuoteContext | null {
  const index = offsets.findIndex((at) => at >= offset)
  if (index === -1 || !text.startsWith(quote, index)) return null
  return {
    before: text.slice(Math.max(0, index - reach), index),
    after: text.slice(index + quote.length, index + quote.length + reach),
  }
}

/**
 * Number of units of unchanged context around a quote at this place: a side counts completely or
 * not at all, and a side that ended with the text counts if it still does. Null if neither does.
 */
export function likeness(
  { text }: OneLine,
  quote: string,
  index: number,
  { before, after }: QuoteContext,
): number | null {
  const end = index + quote.length
  const isBefore = text.slice(Math.max(0, index - reach), index) === before
  const isAfter = text.slice(end, end + reach) === after
  return isBefore || isAfter ? (isBefore ? before.length : 0) + (isAfter ? after.length : 0) : null
}
