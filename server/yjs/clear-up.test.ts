import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inOneGo, Meter } from '../turns.ts'
import { createLogDocument, integrate } from './integrate.ts'
import { parseUpdate } from './update-validation.ts'

function rowsOf(count: number): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let i = 0; i < count; i++)
      doc.getMap('rows').set(`r${i}`, new Y.Map(Object.entries({ a: i, b: i, c: i })))
  })
  return doc
}

/** Integrates an update; returns the number of moved structs in all slices together. */
function takeIn(doc: Y.Doc, update: Uint8Array): number {
  const meter = new Meter()
  const parts = inOneGo((own) => parseUpdate(update, own))
  if (parts === null) throw new Error('not an update')
  let moved = 0
  for (const structs of doc.store.clients.values()) {
    const splice = structs.splice.bind(structs)
    structs.splice = (start: number, count?: number) => {
      moved += structs.length - start
      return splice(start, count ?? 0)
    }
  }
  expect(inOneGo(() => integrate(doc, parts, { meter, maxUnits: 500_000 }), meter)).toBe('done')
  return moved
}

/** All rows, deleted in one update. */
function clearing(count: number): { moved: number; doc: Y.Doc; theirs: Y.Doc } {
  const theirs = rowsOf(count)
  const doc = createLogDocument()
  takeIn(doc, Y.encodeStateAsUpdate(theirs))
  const before = Y.encodeStateVector(theirs)
  theirs.transact(() => theirs.getMap('rows').clear())
  return { moved: takeIn(doc, Y.encodeStateAsUpdate(theirs, before)), doc, theirs }
}

test('LI9 deleted items are merged with as many moves as there are parts, not as there are rows', () => {
  const [some, more] = [clearing(2_000), clearing(8_000)]
  // Each part of 500 structs moves the rest of the list once: 8,000 rows are 64 parts of a list of
  // at most 32,000.
  expect(more.moved).toBeLessThan(64 * 32_000)
  expect(some.moved).toBeLessThan(16 * 8_000)
})

test('LI9 the document is what Yjs makes of it', () => {
  const { doc, theirs } = clearing(3_000)
  expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(theirs))
})
