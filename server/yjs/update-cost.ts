import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import type { Meter, Sliced, Units } from '../turns.ts'
import type { Decoded } from './update-validation.ts'

/** Comparing one concurrent insertion at the same place: here, and again in Yjs. */
const compareUnits = 1
/** Moving one entry of a list to make room, and copying one value of an array. */
const moveUnits = 0.000_4
const copyUnits = 0.02
/** Looking at one struct. */
const lookUnits = 0.1
/** Deeper than any text or table of a plan; Yjs walks through nested types, and recurses. */
const maxTypeDepth = 64
/** Names of fields and tables of all formats that a plan ever followed. */
const maxRoots = 4_000
/** Marks on text, such as bold. Readers keep a list of the active ones at each piece of text. */
const maxFormatKeys = 64

type Store = Y.Doc['store']
type Id = { client: number; clock: number }

/**
 * The cost of placing an item among concurrent insertions between the same neighbours: Yjs walks
 * over them and keeps each. The same walk without changes, so that the update can be refused in
 * advance; it stops beyond `max`.
 */
export function conflictUnits(item: Y.Item, store: Store, max: Units): Units {
  const { left, right } = item
  const parent: unknown = item.parent
  if (!(parent instanceof Y.AbstractType)) return 0
  if (left === null ? right !== null && right.left === null : left.right === right) return 0
  let units: Units = 0
  let other = left === null ? null : left.right
  if (left === null) {
    const first = firstOf(parent, item.parentSub, max)
    units += first.units
    other = first.item
  }
  const before = new Set<Y.Item | Y.GC>()
  for (; other !== null && other !== right && units <= max; other = other.right) {
    units += compareUnits
    before.add(other)
    if (isSame(item.origin, other.origin)) {
      if (other.id.client >= item.id.client && isSame(item.rightOrigin, other.rightOrigin)) break
    } else if (other.origin === null || !before.has(Y.getItem(store, other.origin))) break
  }
  return units
}

/** The first item of a list, or the first value that a key ever had. */
function firstOf(
  parent: Y.AbstractType<unknown>,
  key: string | null,
  max: Units,
): { item: Y.Item | null; units: Units } {
  if (key === null) return { item: parent._start, units: 0 }
  let units: Units = 0
  let item = parent._map.get(key) ?? null
  for (; item !== null && item.left !== null && units <= max; item = item.left)
    units += compareUnits
  // Yjs walks this way twice.
  return { item, units: units * 2 }
}

/** The cost of splitting the neighbours between which an item is inserted. */
export function neighbourUnits(item: Y.Item, store: Store): Units {
  const { origin, rightOrigin } = item
  return (
    (origin === null ? 0 : cutUnits(store, { ...origin, clock: origin.clock + 1 })) +
    (rightOrigin === null ? 0 : cutUnits(store, rightOrigin))
  )
}

/** The cost of splitting the struct at this id; 0 where one begins. */
export function cutUnits(store: Store, { client, clock }: Id): Units {
  const structs = store.clients.get(client)
  if (structs === undefined || clock >= Y.getState(store, client)) return 0
  const struct = structs[Y.findIndexSS(structs, clock)]
  if (!(struct instanceof Y.Item) || struct.id.clock === clock) return 0
  const values =
    struct.content instanceof Y.ContentAny || struct.content instanceof Y.ContentJSON
      ? struct.length
      : 0
  // The struct is split now, and merged or visited again when it is cleared up.
  return 2 * structs.length * moveUnits + values * copyUnits + 1
}

/** The number of items in a type, at any depth; counting stops beyond `max`. */
export function countWithin(type: Y.AbstractType<unknown>, max: number): number {
  let count = 0
  const types = [type]
  for (let one = types.pop(); one !== undefined && count <= max; one = types.pop()) {
    const lists = [one._start, ...one._map.values()]
    for (const first of lists)
      for (let item = first; item !== null && count <= max; item = item.right) {
        count++
        if (item.content instanceof Y.ContentType) types.push(item.content.type)
      }
  }
  return count
}

/**
 * The number of names in the root maps of a document after an update; null when the update brings
 * none. In a plan these are the rows of its tables and some single values. Known in advance,
 * because a new name says in which map it lies.
 */
export function* rootNamesWith(
  { clients }: Decoded,
  doc: Y.Doc,
  meter: Meter,
): Sliced<number | null> {
  const fresh = new Map<string, Set<string>>()
  let brought = 0
  for (const structs of clients.values())
    for (const struct of structs) {
      if (meter.add(lookUnits)) yield
      if (!(struct instanceof Y.Item) || struct.parentSub === null) continue
      const root: unknown = struct.parent
      if (typeof root !== 'string' || doc.share.get(root)?._map.has(struct.parentSub)) continue
      const names = fresh.get(root) ?? new Set()
      fresh.set(root, names.add(struct.parentSub))
    }
  for (const names of fresh.values()) brought += names.size
  if (brought === 0) return null
  let there = 0
  for (const { _map } of doc.share.values()) there += _map.size
  if (meter.add(doc.share.size * lookUnits)) yield
  return there + brought
}

/**
 * Whether an item keeps costing what its size explains, for all later readers and writers of its
 * parent.
 */
export function isOfAPlan({ content, parent, parentSub }: Y.Item, doc: Y.Doc): boolean {
  if (parent === null) return true
  // For each insertion into a list of values, Yjs copies the adjacent values.
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return parentSub !== null
  if (content instanceof Y.ContentFormat)
    return formatKeysOf(doc).add(content.key).size <= maxFormatKeys
  if (isInBlock(parent) && lengthWith(parent, content) > limits.blockLength.max) return false
  if (content instanceof Y.ContentType && depthOf(parent) >= maxTypeDepth) return false
  return doc.share.size <= maxRoots
}

const formatKeys = new WeakMap<Y.Doc, Set<string>>()

/** The marks in a document. */
function formatKeysOf(doc: Y.Doc): Set<string> {
  const known = formatKeys.get(doc)
  if (known !== undefined) return known
  const keys = new Set<string>()
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentFormat)
        keys.add(struct.content.key)
  formatKeys.set(doc, keys)
  return keys
}

/** A paragraph, list or table, or the words in one; not the text around them. */
function isInBlock(parent: unknown): parent is Y.XmlElement | Y.XmlText {
  return parent instanceof Y.XmlElement || parent instanceof Y.XmlText
}

/** Its length with the content; deleted items do not count. */
function lengthWith({ length }: Y.XmlElement | Y.XmlText, content: Y.Item['content']): number {
  return length + (content.isCountable() ? content.getLength() : 0)
}

function depthOf(parent: unknown): number {
  let depth = 0
  for (let type = parent; type instanceof Y.AbstractType && depth <= maxTypeDepth; depth++)
    type = type._item?.parent ?? null
  return depth
}

function isSame(a: Id | null, b: Id | null): boolean {
  return a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)
}
