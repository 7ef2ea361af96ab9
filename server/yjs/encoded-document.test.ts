import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inOneGo } from '../turns.ts'
import { EncodedDocument } from './encoded-document.ts'
import { addsNothing, parseUpdate } from './update-validation.ts'

type Edit = { who: number; at: number; length: number; isDelete: boolean; share: boolean }
const edits = fc.array(
  fc.record<Edit>({
    who: fc.nat(2),
    at: fc.nat(40),
    length: fc.integer({ min: 1, max: 6 }),
    isDelete: fc.boolean(),
    share: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)

function apply(doc: Y.Doc, { at, length, isDelete }: Edit): void {
  const text = doc.getText('t')
  const from = at % (text.length + 1)
  if (isDelete) text.delete(from, Math.min(length, text.length - from))
  else text.insert(from, 'abcdef'.slice(0, length))
}

/** Three people who edit; the first sometimes exchanges updates with the others. */
function peopleAfter(all: readonly Edit[]): Y.Doc[] {
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  for (const edit of all) {
    const doc = docs[edit.who]
    if (doc === undefined) continue
    apply(doc, edit)
    if (!edit.share) continue
    for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  }
  return docs
}

test('UP2 encoded, a plan knows the same of an update as awake: whether it holds all of it, and how far each has got', () => {
  const seen = { held: 0, new: 0, deletionsOnly: 0 }
  fc.assert(
    fc.property(edits, (all) => {
      const docs = peopleAfter(all)
      for (const doc of docs) {
        const encoded = inOneGo((meter) => EncodedDocument.of(Y.encodeStateAsUpdate(doc), meter))
        for (const other of docs) {
          expect(encoded.stateOf(other.clientID)).toBe(Y.getState(doc.store, other.clientID))
          // As a returning client sends: the items that we lack, and all its deletions.
          for (const update of [
            Y.encodeStateAsUpdate(other),
            Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)),
          ]) {
            const decoded = inOneGo((meter) => parseUpdate(update, meter))
            if (decoded === null) throw new Error('not an update')
            const isHeld = inOneGo((meter) => addsNothing(decoded, doc, meter))
            expect(inOneGo((meter) => encoded.holds(decoded, meter))).toBe(isHeld)
            seen[isHeld ? 'held' : 'new']++
            if (!isHeld && decoded.clients.size === 0) seen.deletionsOnly++
          }
        }
      }
    }),
    { numRuns: 200 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
})
