import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { forge } from '#tests/fuzz/forge.ts'
import { inOneGo, Meter, type Sliced } from '../turns.ts'
import { encodeState } from './encoded-document.ts'
import { createLogDocument, integrate } from './integrate.ts'
import { parseUpdate } from './update-validation.ts'

type Step = { who: number; kind: number; at: number; length: number; share: number }
const steps = fc.array(
  fc.record<Step>({
    who: fc.nat(3),
    kind: fc.nat(6),
    at: fc.nat(60),
    length: fc.integer({ min: 1, max: 8 }),
    share: fc.nat(9),
  }),
  { minLength: 5, maxLength: 80 },
)

function edit(doc: Y.Doc, { kind, at, length }: Step): void {
  const text = doc.getText('t')
  const rows = doc.getMap<Y.Map<unknown>>('rows')
  const key = `r${at % 5}`
  if (kind === 0 && text.length > 0)
    text.delete(at % text.length, Math.min(length, text.length - (at % text.length)))
  else if (kind === 1) text.format(0, Math.min(length, text.length), { bold: at % 2 === 0 || null })
  else if (kind === 2) rows.set(key, new Y.Map([['cell', at]]))
  else if (kind === 3) rows.get(key)?.set('cell', at)
  else if (kind === 4) rows.delete(key)
  else if (kind === 5) doc.getXmlFragment('x').insert(0, [new Y.XmlElement('p')])
  else text.insert(at % (text.length + 1), 'abcdefgh'.slice(0, length))
}

/**
 * Four people who write at the same time and sometimes exchange updates; returns each update that
 * they sent, in order.
 */
function written(all: readonly Step[]): Uint8Array[] {
  const docs = [11, 22, 33, 44].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  const sent: Uint8Array[] = []
  for (const step of all) {
    const doc = docs[step.who]
    if (doc === undefined) continue
    edit(doc, step)
    const other = docs[step.share]
    if (other === undefined || other === doc) continue
    const lacking = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other))
    sent.push(lacking)
    Y.applyUpdate(other, lacking)
  }
  return [...sent, ...docs.map((doc) => Y.encodeStateAsUpdate(doc))]
}

function applyInSlices(doc: Y.Doc, update: Uint8Array, sliceUnits: number): void {
  const meter = new Meter(sliceUnits)
  const parts = inOneGo((meter) => parseUpdate(update, meter))
  if (parts === null) throw new Error('not an update')
  const options = { meter, maxUnits: 500_000 }
  expect(inOneGo(() => integrate(doc, parts, options), meter)).toBe('done')
}

test.each([1, 20, 300, 1_000_000])(
  'an update that is integrated in slices of %d units is what Yjs makes of it in one go',
  (sliceUnits) => {
    fc.assert(
      fc.property(steps, (all) => {
        const [ours, theirs] = [createLogDocument(), createLogDocument()]
        for (const update of written(all)) {
          applyInSlices(ours, update, sliceUnits)
          Y.applyUpdate(theirs, update)
          expect(ours.getText('t').toDelta()).toEqual(theirs.getText('t').toDelta())
          expect(ours.getMap('rows').toJSON()).toEqual(theirs.getMap('rows').toJSON())
          expect(ours.getXmlFragment('x').toJSON()).toEqual(theirs.getXmlFragment('x').toJSON())
          expect(Y.decodeStateVector(Y.encodeStateVector(ours))).toEqual(
            Y.decodeStateVector(Y.encodeStateVector(theirs)),
          )
        }
        const deleted = (doc: Y.Doc) => Y.createDeleteSetFromStructStore(doc.store).clients
        expect(deleted(ours)).toEqual(deleted(theirs))
      }),
      { numRuns: 60 },
    )
  },
)

test('the state that is written in slices is that of Yjs, whole or from where someone has got', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const doc = new Y.Doc()
      for (const update of written(all)) {
        const before = Y.encodeStateVector(doc)
        Y.applyUpdate(doc, update)
        for (const known of [new Map<number, number>(), Y.decodeStateVector(before)]) {
          const expected = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known))
          expect(inOneGo((meter) => encodeState(doc, known, meter))).toEqual(expected)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('LI9 a large update is integrated, and a large document written, in slices', () => {
  const [there, here] = [new Y.Doc(), createLogDocument()]
  for (let n = 0; n < 2_000; n++) there.getText('t').insert(0, 'x')
  const parts = inOneGo((meter) => parseUpdate(Y.encodeStateAsUpdate(there), meter))
  if (parts === null) throw new Error('not an update')
  const meter = new Meter(1_000)
  expect(slicesOf(integrate(here, parts, { meter, maxUnits: 500_000 }), meter)).toBeGreaterThan(10)
  expect(slicesOf(encodeState(here, new Map(), meter), meter)).toBeGreaterThan(2)
})

test.each([
  ['an insertion', (text: Y.Text, at: number) => text.insert(at, 'y')],
  ['a deletion', (text: Y.Text, at: number) => text.delete(at, 1)],
] as const)('LI8 that %s cuts a text in two is counted', (_, edit) => {
  const there = new Y.Doc()
  const text = there.getText('t')
  text.insert(0, 'x'.repeat(100))
  const before = Y.encodeStateAsUpdate(there)
  const known = Y.encodeStateVector(there)
  for (let at = 1; at < 90; at += 3) edit(text, at)
  const outcomeOf = (maxUnits: number) => {
    const here = createLogDocument()
    Y.applyUpdate(here, before)
    const parts = inOneGo((meter) => parseUpdate(Y.encodeStateAsUpdate(there, known), meter))
    if (parts === null) throw new Error('not an update')
    return inOneGo((meter) => integrate(here, parts, { meter, maxUnits }))
  }
  expect([outcomeOf(10), outcomeOf(1_000)]).toEqual(['heavy', 'done'])
})

test('LI9 with very many client ids the slices are as many as the work asks, not one for each struct', () => {
  const count = 3_000
  const update = forge(
    Array.from({ length: count }, (_, i) => ({
      client: i + 1,
      clock: 0,
      structs: [{ kind: 'gc', length: 1 }],
    })),
  )
  const parts = inOneGo((meter) => parseUpdate(update, meter))
  if (parts === null) throw new Error('not an update')
  const [here, meter] = [createLogDocument(), new Meter(500)]
  expect(slicesOf(integrate(here, parts, { meter, maxUnits: null }), meter)).toBeLessThan(100)
  expect(here.store.clients.size).toBe(count)
})

function slicesOf(work: Sliced<unknown>, meter: Meter): number {
  for (let slices = 1; ; slices++) {
    if (work.next().done === true) return slices
    meter.nextSlice()
  }
}
