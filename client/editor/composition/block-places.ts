import * as Y from 'yjs'
import { isGone, type SharedNode } from './copied-text.ts'

/** Where a paragraph may stand; a list holds items only. */
const holders = new Set(['listItem', 'blockquote', 'tableCell', 'tableHeader'])

/** A place behind a block, which is still a place after the block was removed. */
export type PlaceAfter = { holder: Y.XmlFragment; after: Y.RelativePosition }

/** The places behind the blocks around a text, the nearest first. */
export function placesAfter(fragment: Y.XmlFragment, text: SharedNode): PlaceAfter[] {
  const places: PlaceAfter[] = []
  let inner: SharedNode = text
  while (inner !== fragment && inner._item !== null) {
    const holder = inner._item.parent
    if (!(holder instanceof Y.XmlFragment)) break
    if (holder === fragment || (holder instanceof Y.XmlElement && holders.has(holder.nodeName))) {
      const index = (holder.toArray() as unknown[]).indexOf(inner)
      const after = Y.createRelativePositionFromTypeIndex(holder, index + 1, -1)
      places.push({ holder, after })
    }
    inner = holder
  }
  return places
}

/** The nearest place that still exists; null when the whole text is gone. */
export function nearestPlace(
  places: readonly PlaceAfter[],
): { holder: Y.XmlFragment; index: number } | null {
  const place = places.find(({ holder }) => !isGone(holder))
  if (place === undefined) return null
  const { holder, after } = place
  const at = holder.doc && Y.createAbsolutePositionFromRelativePosition(after, holder.doc)
  return { holder, index: Math.min(at?.index ?? holder.length, holder.length) }
}
