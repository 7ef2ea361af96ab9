import * as Y from 'yjs'
import { forge, type Id } from '../forge.ts'
import { type Attack, block, inText, item, letter, times } from './forged-parts.ts'

/** Many names and marks, references to missing updates, gaps, and large or repeated values. */
export const byReference = {
  'many fields that no form knows': (size) => [
    forge([
      block(
        6,
        times(size, (i) => item(letter, { parent: `f${i}` })),
      ),
    ]),
  ],
  'many kinds of marks in one text': (size) => [
    forge([
      block(
        6,
        times(size, (i) => {
          const place = i === 0 ? { parent: 't' } : { origin: [6, i - 1] as Id }
          return i % 2 === 0
            ? item({ kind: 'format', key: `mark${i}`, json: 'true' }, place)
            : item(letter, place)
        }),
      ),
    ]),
  ],
  'one mark that begins and ends everywhere': (size) => [
    forge([
      block(
        6,
        times(size, (i) => {
          const place = i === 0 ? { parent: 't' } : { origin: [6, i - 1] as Id }
          return i % 2 === 0
            ? item({ kind: 'format', key: 'bold', json: i % 4 === 0 ? 'true' : 'null' }, place)
            : item(letter, place)
        }),
      ),
    ]),
  ],
  'clients that each wait for the next': (size) => [
    forge(
      times(size, (i) =>
        block(1_000 + size - i, [
          inText(i === size - 1 ? {} : { origin: [1_000 + size - i - 1, 0] }),
        ]),
      ),
    ),
  ],
  'two clients that wait for each other word by word': (size) => [
    forge([
      block(
        7,
        times(size, (i) => inText(i === 0 ? {} : { origin: [6, i - 1] })),
      ),
      block(
        6,
        times(size, (i) => inText({ origin: [7, i] })),
      ),
    ]),
  ],
  'tiny pieces of what was cleared up': (size) => [
    forge([
      block(
        6,
        times(size, () => ({ kind: 'gc', length: 1 })),
      ),
    ]),
  ],
  'tiny pieces of what was deleted': (size) => [
    forge([
      block(
        6,
        times(size, (i) =>
          item({ kind: 'deleted', length: 1 }, i === 0 ? { parent: 't' } : { origin: [6, i - 1] }),
        ),
      ),
    ]),
  ],
  'pieces that are left out': (size) => [
    forge([
      block(
        6,
        times(size, (i) => (i % 2 === 0 ? { kind: 'gc', length: 1 } : { kind: 'skip', length: 1 })),
      ),
    ]),
  ],
  'an update that waits for one that never comes': (size) => [
    forge([
      block(
        6,
        times(size, () => inText({ origin: [99, 5] })),
      ),
    ]),
  ],
  'one large value': (size) => [
    forge([
      block(6, [
        item(
          { kind: 'any', values: [Object.fromEntries(times(size, (i) => [`k${i}`, [i]]))] },
          { parent: 'm', key: 'k' },
        ),
      ]),
    ]),
  ],
  'a large text with one letter more each time': (size) => [
    forge([block(6, [item({ kind: 'string', text: 'a'.repeat(size) }, { parent: 't' })])]),
    ...times(40, (i) => forge([block(6, [inText({ origin: [6, size + i - 1] })], size + i)])),
  ],
  'the same again, and a little more': (size) => {
    const doc = new Y.Doc()
    doc.clientID = 6
    const map = doc.getMap('m')
    for (let i = 0; i < size; i++) map.set(`k${i}`, i)
    const first = Y.encodeStateAsUpdate(doc)
    map.set('one', 'more')
    return [first, first, Y.encodeStateAsUpdate(doc)]
  },
  'rows of a budget': (size) => {
    const doc = new Y.Doc()
    doc.clientID = 6
    doc.transact(() => {
      const rows = doc.getMap('rows:budget')
      for (let i = 0; i < size; i++) {
        const row = new Y.Map<unknown>()
        rows.set(`row-${i}`, row)
        row.set('order', `a${i}`)
        row.set('description', `Inhuur ${i}`)
        row.set('amountCents', i)
      }
    })
    return [Y.encodeStateAsUpdate(doc)]
  },
} satisfies Record<string, Attack>
