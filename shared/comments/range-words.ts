import * as Y from 'yjs'
import type { Target } from '../plan/content.ts'
import { fieldFragment, rowCells } from '../plan/layout.ts'
import { cleanLine } from './body.ts'
import { FlatText, type Point } from './flat-text.ts'
import { findRange, textRangeBetween } from './range.ts'
import { maxQuoteLength, type TextRange, type Words } from './text-range.ts'

export type WordsPlace = Pick<Words, 'from' | 'to'>

/** The rich text that a target names; null if there is none. */
export function textOf(
  { kind, field, table, row, column }: Target,
  doc: Y.Doc,
): Y.XmlFragment | null {
  // Reading a root type by name creates it, so a target must not name an arbitrary one.
  if (kind === 'field' && field !== undefined)
    return doc.share.has(`field:${field}`) ? fieldFragment(doc, field) : null
  if (
    kind !== 'cell' ||
    table === undefined ||
    row === undefined ||
    column === undefined ||
    !doc.share.has(`rows:${table}`)
  )
    return null
  const cell = rowCells(doc, table, row)?.get(column)
  return cell instanceof Y.XmlFragment ? cell : null
}

/** The current position of a range's words; null if they are gone. */
export function wordsOfRange(
  fragment: Y.XmlFragment,
  range: TextRange,
  flat = new FlatText(fragment),
): WordsPlace | null {
  const found = findRange(fragment, range, flat)
  if (found.kind === 'orphan') return null
  const [from, to] = [flat.offsetOf(found.from), flat.offsetOf(found.to)]
  return from === null || to === null ? null : { from, to }
}

/**
 * The range of words at this position, or, if others wrote in the meantime, of the nearest same
 * words. Null if the text does not contain them.
 */
export function rangeOfWords(
  fragment: Y.XmlFragment,
  { from, to, quote }: Words,
  flat = new FlatText(fragment),
): TextRange | null {
  const here = between(flat, from, to)
  if (here !== null && sameWords(flat.words(from, to), quote))
    return textRangeBetween(here.from, here.to, quote)
  const length = to - from
  let nearest: number | null = null
  for (let start = 0; start + length <= flat.characters.length; start++) {
    if (
      flat.characters[start]?.text !== quote.charAt(0) ||
      !sameWords(flat.words(start, start + length), quote)
    )
      continue
    if (nearest === null || Math.abs(start - from) < Math.abs(nearest - from)) nearest = start
  }
  const found = nearest === null ? null : between(flat, nearest, nearest + length)
  return found === null ? null : textRangeBetween(found.from, found.to, quote)
}

/** The range at a position where the text is known to contain the words. */
export function rangeAt(
  fragment: Y.XmlFragment,
  { from, to }: WordsPlace,
  quote: string,
  flat = new FlatText(fragment),
): TextRange | null {
  const here = between(flat, from, to)
  return here === null ? null : textRangeBetween(here.from, here.to, quote)
}

function between(flat: FlatText, from: number, to: number): { from: Point; to: Point } | null {
  const [first, last] = [flat.characters[from]?.at, flat.characters[to - 1]?.at]
  return first == null || last == null || from >= to
    ? null
    : { from: first, to: { type: last.type, index: last.index + 1 } }
}

/** Maximum length of a stored quote. */
function sameWords(text: string, quote: string): boolean {
  return cleanLine(text).slice(0, maxQuoteLength).trim() === quote
}
