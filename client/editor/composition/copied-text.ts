import * as Y from 'yjs'
import type { Point } from '#shared/comments/flat-text.ts'

/** A text of the plan, or an element around texts. */
export type SharedNode = Y.XmlFragment | Y.XmlText

/** A text at some moment, and a part of it: the word that is composed, or a caret when both ends are equal. */
export type TextPart = { text: string; from: number; to: number }

/** How many items each client had at some moment; what came later is new. */
export type StateVector = ReadonlyMap<number, number>

/**
 * The copy of a text that another user moved. To split, wrap, join or turn a paragraph into a heading, the editor
 * removes its text and writes it again elsewhere. The copy is therefore a text with new content that is a piece of the
 * former one, or that holds all of it. `former` has the same text at several moments, the last first: the other user may
 * not have seen the last letters yet.
 */
export function copyOf(
  fragment: Y.XmlFragment,
  { former, since, except }: { former: readonly TextPart[]; since: StateVector; except?: number },
): (Point & { length: number }) | null {
  const candidates = textsIn(fragment).filter((text) => hasNew(text, since, except))
  for (const part of former)
    for (const type of candidates) {
      const start = startInCopy(plain(type), part)
      if (start !== null) return { type, index: start, length: part.to - part.from }
    }
  return null
}

function startInCopy(copy: string, { text, from, to }: TextPart): number | null {
  if (copy === '') return null
  for (let at = text.indexOf(copy); at !== -1; at = text.indexOf(copy, at + 1))
    if (at <= from && to <= at + copy.length) return from - at
  const at = text === '' ? -1 : copy.indexOf(text)
  return at === -1 ? null : at + from
}

function hasNew(text: Y.XmlText, since: StateVector, except: number | undefined): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    const { client, clock } = item.id
    if (item.deleted || !item.countable || client === except) continue
    if (clock + item.length > (since.get(client) ?? 0)) return true
  }
  return false
}

/** The characters of a text, without marks. */
export function plain(text: Y.XmlText): string {
  let found = ''
  for (const { insert } of text.toDelta() as { insert: unknown }[])
    if (typeof insert === 'string') found += insert
  return found
}

function textsIn(type: Y.XmlFragment): Y.XmlText[] {
  return (type.toArray() as unknown[]).flatMap((child) => {
    if (child instanceof Y.XmlText) return [child]
    return child instanceof Y.XmlElement ? textsIn(child) : []
  })
}

/** The ids of the letters between two places of a text. */
export function lettersOf(text: Y.XmlText, from: number, to: number): Y.ID[] {
  const ids: Y.ID[] = []
  let index = 0
  for (let item = text._start; item !== null && index < to; item = item.right) {
    if (item.deleted || !item.countable) continue
    for (let letter = 0; letter < item.length; letter += 1)
      if (index + letter >= from && index + letter < to)
        ids.push(Y.createID(item.id.client, item.id.clock + letter))
    index += item.length
  }
  return ids
}

/** Whether a type, or a type around it, was removed. */
export function isGone(type: SharedNode): boolean {
  for (let item = type._item; item !== null; ) {
    if (item.deleted) return true
    item = item.parent instanceof Y.AbstractType ? item.parent._item : null
  }
  return false
}
