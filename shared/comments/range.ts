import * as Y from 'yjs'
import { cleanLine } from './body.ts'
import { FlatText, type Point } from './flat-text.ts'
import { contextOfQuote, likeness, onOneLine } from './quote-context.ts'
import { maxQuoteLength, type RelativePosition, type TextRange } from './text-range.ts'

/** `orphan`: the words are gone; the thread stays with its field and shows the old quote. */
export type FoundRange =
  | { kind: 'found'; from: Point; to: Point; words: string }
  | { kind: 'orphan' }

/** Anchored to the first and the last word: text typed just outside the range stays outside. */
export function textRangeBetween(from: Point, to: Point, quote: string): TextRange {
  const json = (position: Y.RelativePosition) =>
    Y.relativePositionToJSON(position) as RelativePosition
  return {
    from: json(Y.createRelativePositionFromTypeIndex(from.type, from.index, 0)),
    to: json(Y.createRelativePositionFromTypeIndex(to.type, to.index, -1)),
    quote: cleanLine(quote).slice(0, maxQuoteLength).trim(),
  }
}

/**
 * Finds the current position of a range. Depends only on document state that every client has, so
 * that all screens draw the same range, or none: only the client that undid a deletion knows about
 * the undo, so restored text is found by its quote.
 */
export function findRange(
  fragment: Y.XmlFragment,
  range: TextRange,
  flat = new FlatText(fragment),
): FoundRange {
  const from = offsetOf(fragment, flat, range.from)
  const to = offsetOf(fragment, flat, range.to)
  if (from !== null && to !== null && from < to) {
    const found = between(flat, from, to)
    if (found.kind === 'found') return found
  }
  const back = findQuote(flat, range, to)
  if (back.kind === 'found') return back
  // The block of one end was deleted: the rest of the words is in the block of the other end.
  if (from !== null && to === null) return between(flat, from, flat.blockAround(from).end)
  if (from === null && to !== null) return between(flat, flat.blockAround(to).start, to)
  return back
}

function offsetOf(
  fragment: Y.XmlFragment,
  flat: FlatText,
  position: RelativePosition,
): number | null {
  const { doc } = fragment
  // Reading a root type by name creates it, so a range must not name an arbitrary one.
  if (
    doc === null ||
    (position.item == null && position.tname != null && !doc.share.has(position.tname))
  )
    return null
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(
      Y.createRelativePositionFromJSON(position),
      doc,
      false,
    )
    return absolute === null ? null : flat.offsetOf(absolute)
  } catch {
    return null
  }
}

function between(flat: FlatText, from: number, to: number): FoundRange {
  let [start, end] = [from, to]
  const isBlank = (offset: number) =>
    flat.characters[offset]?.text.trim() === '' || flat.characters[offset]?.at === null
  while (start < end && isBlank(start)) start++
  while (end > start && isBlank(end - 1)) end--
  const [first, last] = [flat.characters[start]?.at, flat.characters[end - 1]?.at]
  if (start >= end || first == null || last == null) return { kind: 'orphan' }
  return {
    kind: 'found',
    from: first,
    to: { type: last.type, index: last.index + 1 },
    words: flat.words(start, end),
  }
}

/** Shorter words occur in many places: a match elsewhere need not be the same words. */
const minTellingLength = 12

/**
 * Finds the same words again: at their old position; or in the only place with the same context;
 * or, if they are long enough, in the only place where they occur.
 */
function findQuote(
  flat: FlatText,
  { quote, around }: Pick<TextRange, 'quote' | 'around'>,
  near: number | null,
): FoundRange {
  const line = onOneLine(flat)
  const { text, offsets } = line
  const at = (index: number) =>
    between(flat, offsets[index] ?? 0, (offsets[index + quote.length - 1] ?? 0) + 1)
  const places: number[] = []
  for (
    let index = text.indexOf(quote);
    index !== -1 && places.length < 100;
    index = text.indexOf(quote, index + 1)
  )
    places.push(index)
  // An undo restores text directly before the deleted text.
  const returned = places.find(
    (index) => near !== null && (offsets[index + quote.length - 1] ?? 0) + 1 === near,
  )
  if (returned !== undefined) return at(returned)
  const same =
    around === undefined ? null : mostAlike(places, (index) => likeness(line, quote, index, around))
  if (same !== null && (quote.length + same.units >= minTellingLength || text === quote))
    return at(same.index)
  const [only] = places
  return places.length === 1 && only !== undefined && quote.length >= minTellingLength
    ? at(only)
    : { kind: 'orphan' }
}

/** Null if two candidates are equally similar: it could be either. */
function mostAlike(
  places: readonly number[],
  likenessOf: (index: number) => number | null,
): { index: number; units: number } | null {
  const alike = places.flatMap((index) => {
    const units = likenessOf(index)
    return units === null ? [] : [{ index, units }]
  })
  const most = Math.max(...alike.map(({ units }) => units))
  const best = alike.filter(({ units }) => units === most)
  return best.length === 1 ? (best[0] ?? null) : null
}

/**
 * The range with the context of its words, by which they are found if a block with the same words
 * replaces theirs: to Yjs, a paragraph that becomes a heading is a new element, and positions in
 * the old one are lost.
 */
export function withQuoteContext(
  fragment: Y.XmlFragment,
  range: TextRange,
  flat = new FlatText(fragment),
): TextRange {
  const { around: _, ...bare } = range
  const found = findRange(fragment, bare, flat)
  const offset = found.kind === 'found' ? flat.offsetOf(found.from) : null
  const around = offset === null ? null : contextOfQuote(onOneLine(flat), range.quote, offset)
  return around === null ? bare : { ...bare, around }
}
