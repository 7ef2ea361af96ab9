import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeState } from '../replica/encode-state.ts'
import { createLogDocument } from '../replica/plan-document.ts'
import { inOneGo, Meter, type Sliced } from '../turns.ts'
import { integrate } from './integrate.ts'
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

/** Four people who write at the same time, and hear each other now and then; what each of them sent, in its order. */
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
  'what is taken in in slices of %d units is what Yjs makes of it in one go',
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

test('LI9 what is large is taken in, and written, in slices', () => {
  const [there, here] = [new Y.Doc(), createLogDocument()]
  for (let n = 0; n < 2_000; n++) there.getText('t').insert(0, 'x')
  const parts = inOneGo((meter) => parseUpdate(Y.encodeStateAsUpdate(there), meter))
  if (parts === null) throw new Error('not an update')
  const meter = new Meter(1_000)
  expect(slicesOf(integrate(here, parts, { meter, maxUnits: 500_000 }), meter)).toBeGreaterThan(10)
  expect(slicesOf(encodeState(here, new Map(), meter), meter)).toBeGreaterThan(2)
})

function slicesOf(work: Sliced<unknown>, meter: Meter): number {
  for (let slices = 1; ; slices++) {
    if (work.next().done === true) return slices
    meter.nextSlice()
  }
}
