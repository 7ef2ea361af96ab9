import type * as Y from 'yjs'
import { FlatText } from '#shared/comments/flat-text.ts'
import { textRangeBetween } from '#shared/comments/range.ts'
import { textOf, wordsOfRange } from '#shared/comments/range-words.ts'
import { fieldIdsOf, tablesOf } from '#shared/format/lookup.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Random } from '../support/random.ts'
import type { FuzzPeer } from './peer.ts'
import { rowIds } from './texts.ts'
import type { Anchor, World } from './world.ts'

/** A user comments on words of a text: the anchor is stored beside the plan, and an event reports it. */
export async function comment(world: World, peer: FuzzPeer, random: Random): Promise<boolean> {
  const target = random.pick(
    textsOf(world, peer.doc).filter((candidate) => textOf(candidate, peer.doc)?.length),
  )
  const text = target === undefined ? null : textOf(target, peer.doc)
  if (target === undefined || text === null) return false
  const { characters } = new FlatText(text)
  if (characters.length === 0) return false
  const from = random.below(characters.length)
  const to = Math.min(characters.length, from + random.between(1, 14))
  const [first, last] = [characters[from]?.at, characters[to - 1]?.at]
  const quote = characters
    .slice(from, to)
    .map((character) => character.text)
    .join('')
  if (first == null || last == null || quote.trim() === '') return false
  world.anchors.push({
    target,
    range: textRangeBetween(first, { type: last.type, index: last.index + 1 }, quote),
  })
  await world.appendElsewhere({
    kind: 'event',
    event: { type: 'thread.added', threadId: world.freshId() },
  })
  return true
}

function textsOf({ format }: World, doc: Y.Doc): Target[] {
  const fields = fieldIdsOf(format).map((field): Target => ({ kind: 'field', field }))
  const cells = tablesOf(format).flatMap((table) =>
    table.columns.flatMap((column) =>
      column.kind === 'richText'
        ? rowIds(doc, table.id).map(
            (row): Target => ({ kind: 'cell', table: table.id, row, column: column.id }),
          )
        : [],
    ),
  )
  return [...fields, ...cells]
}

/** The position of the words of a thread in a document; null when they are gone and the thread remains at its text. */
function placeIn(doc: Y.Doc, { target, range }: Anchor): string | null {
  const text = textOf(target, doc)
  const words = text === null ? null : wordsOfRange(text, range)
  return words === null || text === null
    ? null
    : `${words.from}-${words.to} ${new FlatText(text).words(words.from, words.to)}`
}

/** Every screen and a replay of the log show the same words for a thread, or none of them does. */
export function checkAnchors(world: World): string[] {
  const wrong: string[] = []
  for (const anchor of world.anchors) {
    const expected = placeIn(world.replay, anchor)
    world.count(expected === null ? 'anchor orphaned' : 'anchor found')
    for (const peer of world.peers) {
      // Edits of a user without write access stay on that user's screen.
      if (peer.originalRole === 'reader' && peer.writes.length > 0) continue
      const shown = placeIn(peer.doc, anchor)
      if (shown !== expected)
        wrong.push(
          `a thread on “${anchor.range.quote}” is at ${shown} for ${peer.name}, and at ${expected} in the log`,
        )
    }
  }
  return wrong
}
