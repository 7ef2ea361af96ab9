import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { boundaryIn, positionOf, textRuns } from '../text-runs.ts'
import { nearestPlace, type PlaceAfter, placesAfter } from './block-places.ts'
import {
  copyOf,
  isGone,
  plain,
  type SharedNode,
  type StateVector,
  type TextPart,
} from './copied-text.ts'

/** A caret that survives the edits of others. */
export type Caret = {
  /** The text that the caret is in, or the block when that is empty. */
  home: SharedNode
  /** In the text; null in an empty block. */
  at: Y.RelativePosition | null
  part: TextPart
  places: readonly PlaceAfter[]
}

/** The place of a position of the editor in the shared text. */
export function caretAt(fragment: Y.XmlFragment, doc: Node, position: number): Caret {
  const run = textRuns(fragment, doc).find(
    ({ from, length }) => from <= position && position <= from + length,
  )
  const home = run?.type ?? blockAt(fragment, doc, position)
  const index = run === undefined ? 0 : position - run.from
  return {
    home,
    at: run === undefined ? null : Y.createRelativePositionFromTypeIndex(run.type, index, -1),
    part: { text: run === undefined ? '' : plain(run.type), from: index, to: index },
    places: placesAfter(fragment, home),
  }
}

/**
 * The position of a caret in the editor after edits of others: beside its letter; in the copy, when its text was split,
 * wrapped or joined; and else where its text was. Null when none of it exists.
 */
export function positionAfter(
  caret: Caret,
  { fragment, doc, since }: { fragment: Y.XmlFragment; doc: Node; since: StateVector },
): number | null {
  const shared = fragment.doc
  if (shared === null) return null
  const runs = textRuns(fragment, doc)
  const isHomeGone = isGone(caret.home)
  if (isHomeGone || isLetterGone(caret, shared)) {
    const copy = copyOf(fragment, { former: [caret.part], since })
    if (copy !== null) return positionOf(runs, copy)
  }
  if (isHomeGone) {
    const place = nearestPlace(caret.places)
    return place && boundaryIn({ fragment, doc }, place.holder, place.index)
  }
  if (caret.at === null)
    return caret.home instanceof Y.XmlFragment ? boundaryIn({ fragment, doc }, caret.home, 0) : null
  const point = Y.createAbsolutePositionFromRelativePosition(caret.at, shared)
  if (point === null || !(point.type instanceof Y.XmlText)) return null
  return positionOf(runs, { type: point.type, index: point.index })
}

/** The position of a caret of a fork in the plan, which has the same letters; null when its text is gone there. */
export function positionInPlan(
  { at, home }: Caret,
  { fragment, doc }: { fragment: Y.XmlFragment; doc: Node },
): number | null {
  const plan = fragment.doc
  if (plan === null) return null
  const relative = at ?? Y.createRelativePositionFromTypeIndex(home, 0, -1)
  const point = Y.createAbsolutePositionFromRelativePosition(relative, plan)
  if (point === null) return null
  const { type, index } = point
  if (type instanceof Y.XmlText)
    return isGone(type) ? null : positionOf(textRuns(fragment, doc), { type, index })
  if (!(type instanceof Y.XmlFragment) || isGone(type)) return null
  return boundaryIn({ fragment, doc }, type, index)
}

function isLetterGone({ at }: Caret, doc: Y.Doc): boolean {
  const id = at?.item
  if (id == null || id.clock >= Y.getState(doc.store, id.client)) return false
  const item = Y.getItem(doc.store, id)
  return !(item instanceof Y.Item) || item.deleted
}

function blockAt(fragment: Y.XmlFragment, doc: Node, position: number): Y.XmlFragment {
  const at = doc.resolve(position)
  let block = fragment
  for (let depth = 0; depth < at.depth; depth += 1) {
    const inner: unknown = block.get(at.index(depth))
    if (!(inner instanceof Y.XmlElement)) break
    block = inner
  }
  return block
}
