import { diffArrays } from 'diff'
import { nodeKey } from '../richtext/node-key.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { Steps } from '../steps.ts'

/** A node of the old side and its counterpart; null if there is none. */
export type Pair = { old: RichNode | null; new: RichNode | null; isSame: boolean }

const maxEdits = 400
/** Number of letters of a block that are compared. */
const maxLetters = 65_536
/** Work units for a node, a letter and a word. */
const nodeUnits = 2
const letterUnits = 0.01
const wordUnits = 0.1
/** Above this number pairs are not scored against each other but matched in order. */
const maxWeighed = 4000
/** Below this similarity two paragraphs are different ones, not one that was reworded. */
const leastLikeness = 0.25

/** Matches the blocks of a text, or items of a list: which are equal, changed, added or removed. */
export function* alignNodes(old: readonly RichNode[], changed: readonly RichNode[]): Steps<Pair[]> {
  const [oldKeys, newKeys] = [yield* keysOf(old), yield* keysOf(changed)]
  const chunks = diffArrays(oldKeys, newKeys, { maxEditLength: maxEdits })
  yield nodeUnits * (old.length + changed.length)
  if (chunks === undefined) return yield* pairUp(old, changed)
  const pairs: Pair[] = []
  let [atOld, atNew, fromOld, fromNew] = [0, 0, 0, 0]
  const settle = function* (): Steps<void> {
    const unequal = yield* pairUp(old.slice(fromOld, atOld), changed.slice(fromNew, atNew))
    for (const pair of unequal) pairs.push(pair)
  }
  for (const chunk of chunks) {
    if (chunk.removed) atOld += chunk.count
    else if (chunk.added) atNew += chunk.count
    else {
      yield* settle()
      for (let i = 0; i < chunk.count; i++)
        pairs.push({ old: old[atOld++] ?? null, new: changed[atNew++] ?? null, isSame: true })
      fromOld = atOld
      fromNew = atNew
    }
  }
  yield* settle()
  return pairs
}

function* keysOf(nodes: readonly RichNode[]): Steps<string[]> {
  const keys: string[] = []
  for (const node of nodes) {
    const key = nodeKey(node)
    keys.push(key)
    yield nodeUnits + key.length * letterUnits
  }
  return keys
}

/** Cells are matched by column, whatever they contain. */
export function alignCells(old: readonly RichNode[], changed: readonly RichNode[]): Pair[] {
  return Array.from({ length: Math.max(old.length, changed.length) }, (_, index) => {
    const [before, after] = [old[index] ?? null, changed[index] ?? null]
    return {
      old: before,
      new: after,
      isSame: before !== null && after !== null && nodeKey(before) === nodeKey(after),
    }
  })
}

/**
 * Among blocks without an equal counterpart: the pairing, in order, with the most words in common.
 */
function* pairUp(old: readonly RichNode[], changed: readonly RichNode[]): Steps<Pair[]> {
  if (old.length === 0 || changed.length === 0) return [...old.map(gone), ...changed.map(come)]
  if (old.length * changed.length > maxWeighed) return inOrder(old, changed)
  const likeness = yield* weigh(old, changed)
  const best = bestOf(old.length, changed.length, likeness)
  const pairs: Pair[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < changed.length) {
    const [before, after] = [old[i], changed[j]]
    if (
      before !== undefined &&
      after !== undefined &&
      likeness(i, j) > 0 &&
      best(i, j) === best(i + 1, j + 1) + likeness(i, j)
    ) {
      pairs.push({ old: before, new: after, isSame: false })
      i++
      j++
    } else if (before !== undefined && (after === undefined || best(i + 1, j) >= best(i, j + 1))) {
      pairs.push(gone(before))
      i++
    } else if (after !== undefined) {
      pairs.push(come(after))
      j++
    }
  }
  return pairs
}

type Likeness = (i: number, j: number) => number

function bestOf(height: number, width: number, likeness: Likeness): Likeness {
  const table = new Float64Array((height + 1) * (width + 1))
  const at = (i: number, j: number) => table[i * (width + 1) + j] ?? 0
  for (let i = height - 1; i >= 0; i--) {
    for (let j = width - 1; j >= 0; j--) {
      const own = likeness(i, j)
      table[i * (width + 1) + j] = Math.max(
        at(i + 1, j),
        at(i, j + 1),
        own > 0 ? at(i + 1, j + 1) + own : 0,
      )
    }
  }
  return at
}

function* weigh(old: readonly RichNode[], changed: readonly RichNode[]): Steps<Likeness> {
  const [before, after] = [yield* bagsOf(old), yield* bagsOf(changed)]
  const weights = new Float64Array(old.length * changed.length)
  for (const [i, node] of old.entries())
    for (const [j, other] of changed.entries()) {
      const [bag, otherBag] = [before[i] ?? new Map(), after[j] ?? new Map()]
      weights[i * changed.length + j] = canBecome(node, other)
        ? likenessOf(bag, otherBag, node.type === 'table')
        : 0
      yield (bag.size + otherBag.size) * wordUnits
    }
  return (i, j) => weights[i * changed.length + j] ?? 0
}

function* bagsOf(nodes: readonly RichNode[]): Steps<Map<string, number>[]> {
  const bags: Map<string, number>[] = []
  for (const node of nodes) {
    const bag = bagOf(node)
    bags.push(bag)
    yield bag.size
  }
  return bags
}

/** Without a table of all pairs, which would be too large for thousands of blocks. */
function inOrder(old: readonly RichNode[], changed: readonly RichNode[]): Pair[] {
  return Array.from({ length: Math.max(old.length, changed.length) }, (_, i) => {
    const [node, other] = [old[i], changed[i]]
    if (node === undefined) return other === undefined ? [] : [come(other)]
    if (other === undefined) return [gone(node)]
    return canBecome(node, other)
      ? [{ old: node, new: other, isSame: false }]
      : [gone(node), come(other)]
  }).flat()
}

const kinds: Readonly<Record<string, string>> = {
  paragraph: 'line',
  heading: 'line',
  bulletList: 'list',
  orderedList: 'list',
  tableCell: 'cell',
  tableHeader: 'cell',
}

function canBecome(node: RichNode, other: RichNode): boolean {
  // Another picture is no other wording of the one before.
  if (node.type === 'picture') return false
  return (kinds[node.type] ?? node.type) === (kinds[other.type] ?? other.type)
}

/** The number of occurrences of each word, in the first letters of a long block. */
function bagOf(node: RichNode): Map<string, number> {
  const bag = new Map<string, number>()
  for (const word of plainText(node)
    .slice(0, maxLetters)
    .match(/[\p{L}\p{N}]+/gu) ?? [])
    bag.set(word, (bag.get(word) ?? 0) + 1)
  return bag
}

/**
 * Share of the words that both sides have; 0 if too few. An empty line matches the line that was
 * written in its place.
 */
function likenessOf(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  isAlways: boolean,
): number {
  const size = (bag: ReadonlyMap<string, number>) =>
    [...bag.values()].reduce((sum, count) => sum + count, 0)
  if (a.size === 0 || b.size === 0) return leastLikeness
  let shared = 0
  for (const [word, count] of a) shared += Math.min(count, b.get(word) ?? 0)
  const likeness = (2 * shared) / (size(a) + size(b))
  return likeness >= leastLikeness ? likeness : isAlways ? leastLikeness : 0
}

const gone = (node: RichNode): Pair => ({ old: node, new: null, isSame: false })
const come = (node: RichNode): Pair => ({ old: null, new: node, isSame: false })
