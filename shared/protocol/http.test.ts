import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createItemReader, decodeBatch, encodeBatch, encodeItem, type Item } from './http.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const batch = fc.record({
  number: fc.nat(),
  received: fc.nat(),
  isLast: fc.boolean(),
  frames: fc.array(bytes, { maxLength: 5 }),
})
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ number: fc.nat(), kind: fc.constant('frame' as const), bytes }),
  fc.record({
    number: fc.nat(),
    kind: fc.constant('close' as const),
    code: fc.integer({ min: 4000, max: 4999 }),
    reason: fc.string(),
  }),
)

test('a batch survives the wire', () => {
  fc.assert(
    fc.property(batch, (sent) => {
      expect(decodeBatch(encodeBatch(sent), 5)).toEqual(sent)
    }),
  )
})

test('of a batch with too many frames no more than that many are made', () => {
  const frames = Array.from({ length: 6 }, () => new Uint8Array([1]))
  expect(decodeBatch(encodeBatch({ number: 1, received: 0, isLast: false, frames }), 5)).toBe(
    'too-many',
  )
})

test('decoding a batch never throws, with any bytes', () => {
  fc.assert(
    fc.property(bytes, (noise) => {
      decodeBatch(noise, 5)
    }),
  )
})

test('items survive the wire, cut anywhere, between comments', () => {
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      (items, step) => {
        const text = `:   \n\n${items.map(encodeItem).join(':\n\n')}`
        const read = createItemReader()
        const got: Item[] = []
        for (let at = 0; at < text.length; at += step) got.push(...read(text.slice(at, at + step)))
        expect(got).toEqual(items)
      },
    ),
  )
})

test('an event that is no item is skipped', () => {
  expect(
    createItemReader()(
      'id: x\ndata: AA==\n\nretry: 3\n\nid: 1\nevent: close\ndata: {\n\nid: 2\ndata: AA==\n\n',
    ),
  ).toEqual([{ number: 2, kind: 'frame', bytes: new Uint8Array([0]) }])
})
