import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import type { Point } from '#shared/comments/flat-text.ts'
import { boundaryIn } from '../text-runs.ts'
import { nearestPlace, type PlaceAfter, placesAfter } from './block-places.ts'
import {
  copyOf,
  isGone,
  plain,
  type SharedNode,
  type StateVector,
  type TextPart,
} from './copied-text.ts'

/** The words as they are on the screen: in the text of the fork, which others do not change. */
export type WordsOnScreen = {
  words: string
  /** The ids of the characters that the fork had in common with the plan when it began. */
  shared: readonly Y.ID[]
  /** The text around the words at the moments since the composition began, the last first. */
  former: readonly TextPart[]
  /** False for a word that is only open: a phone opens the word at the caret before anything is typed. */
  isTyped: boolean
}

/** The place in the plan that takes the words when their own place is gone. */
type StandIn = { text: Y.XmlText; from: Y.RelativePosition; to: Y.RelativePosition }

/**
 * Keeps the words that are being composed in the plan. While their text exists, the merge of Yjs does so. When another
 * user removed it, they go to its copy, if it was split or wrapped, and else to a paragraph of their own in its place.
 */
export class ComposedWords {
  readonly #fragment: Y.XmlFragment
  /** The text of the plan in which the words are, or the empty block before there is one. */
  readonly #home: SharedNode
  readonly #since: StateVector
  /** Of the fork, whose letters in the former place are removed when the words stand elsewhere. */
  readonly #client: number
  #places: readonly PlaceAfter[]
  #standIn: StandIn | null = null

  constructor(
    fragment: Y.XmlFragment,
    { home, since, client }: { home: SharedNode; since: StateVector; client: number },
  ) {
    this.#fragment = fragment
    this.#home = home
    this.#since = since
    this.#client = client
    this.#places = placesAfter(fragment, home)
  }

  /** Runs in a transaction, after each change of the plan and of the words. */
  settle(now: WordsOnScreen): void {
    if (this.#isInPlace(now)) return
    if (this.#standIn === null || span(this.#standIn) === null) this.#standIn = this.#find(now)
    if (this.#standIn === null) return
    this.#removeFormer()
    this.#standIn = replaceWords(this.#standIn, now.words)
  }

  /** The place of a caret within the words; null while they are in their own place. */
  caret(offset: number): Point | null {
    const found = this.#standIn && span(this.#standIn)
    if (found === null) return null
    return { type: found.text, index: Math.min(found.from + offset, found.to) }
  }

  /** The position in the editor where the words were or are; null when nothing around them exists. */
  position(shown: { fragment: Y.XmlFragment; doc: Node }): number | null {
    const place = nearestPlace(this.#places)
    return place && boundaryIn(shown, place.holder, place.index)
  }

  #isInPlace({ shared }: WordsOnScreen): boolean {
    if (this.#standIn !== null) return false
    return !isGone(this.#home) && (shared.length === 0 || shared.some((id) => !this.#isDeleted(id)))
  }

  #isDeleted(id: Y.ID): boolean {
    const store = this.#fragment.doc?.store
    if (store === undefined || id.clock >= Y.getState(store, id.client)) return false
    const item = Y.getItem(store, id)
    return !(item instanceof Y.Item) || item.deleted
  }

  #find({ former, isTyped, words }: WordsOnScreen): StandIn | null {
    const copy = copyOf(this.#fragment, { former, since: this.#since, except: this.#client })
    if (copy !== null) {
      this.#places = placesAfter(this.#fragment, copy.type)
      return standIn(copy.type, copy.index, copy.index + copy.length)
    }
    return isTyped && words !== '' ? this.#ownParagraph() : null
  }

  #ownParagraph(): StandIn | null {
    const place = nearestPlace(this.#places)
    if (place === null) return null
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    place.holder.insert(place.index, [paragraph])
    this.#places = placesAfter(this.#fragment, text)
    return standIn(text, 0, 0)
  }

  #removeFormer(): void {
    const text = this.#home
    if (!(text instanceof Y.XmlText) || isGone(text)) return
    let index = 0
    for (let item = text._start; item !== null; ) {
      const next = item.right
      if (!item.deleted && item.countable) {
        if (item.id.client === this.#client) text.delete(index, item.length)
        else index += item.length
      }
      item = next
    }
  }
}

/** Its ends hold on to the words: what others write before and behind them stays theirs. */
function standIn(text: Y.XmlText, from: number, to: number): StandIn {
  return {
    text,
    from: Y.createRelativePositionFromTypeIndex(text, from, from === to ? -1 : 0),
    to: Y.createRelativePositionFromTypeIndex(text, to, -1),
  }
}

/** Null when the text is gone as well. */
function span({ text, from, to }: StandIn): { text: Y.XmlText; from: number; to: number } | null {
  if (text.doc === null || isGone(text)) return null
  const start = Y.createAbsolutePositionFromRelativePosition(from, text.doc)
  const end = Y.createAbsolutePositionFromRelativePosition(to, text.doc)
  if (start === null || end === null) return null
  return { text, from: start.index, to: Math.max(start.index, end.index) }
}

function replaceWords(place: StandIn, words: string): StandIn {
  const found = span(place)
  if (found === null) return place
  const before = plain(found.text).slice(found.from, found.to)
  const same = commonStart(before, words)
  if (same < before.length) found.text.delete(found.from + same, before.length - same)
  if (same < words.length) found.text.insert(found.from + same, words.slice(same))
  return standIn(found.text, found.from, found.from + words.length)
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1
  return length
}
