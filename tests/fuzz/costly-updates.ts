import * as Y from 'yjs'
import type { Random } from '../support/random.ts'
import { type ForgedBlock, type ForgedDelete, type ForgedStruct, forge, type Id } from './forge.ts'

/**
 * Updates whose cost might grow faster than their size: each kind aims at one operation that Yjs, or our scan, repeats for
 * each item of something else. `size` is about the number of these items. The first updates prepare the last one.
 */
export type Attack = (size: number, random: Random) => Uint8Array[]

type Item = Extract<ForgedStruct, { kind: 'item' }>
const letter = { kind: 'string', text: 'x' } as const
const item = (content: Item['content'], place: Omit<Partial<Item>, 'kind' | 'content'>): Item => ({
  kind: 'item',
  content,
  ...place,
})
const inText = (place: Omit<Partial<Item>, 'kind' | 'content'> = {}) =>
  item(
    letter,
    place.origin === undefined && place.right === undefined ? { parent: 't', ...place } : place,
  )
const block = (client: number, structs: readonly ForgedStruct[], clock = 0): ForgedBlock => ({
  client,
  clock,
  structs,
})
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
const ranges = (count: number, range: (i: number) => ForgedDelete): ForgedDelete[] =>
  times(count, range)

/** A text of this many pieces that are not adjacent, so Yjs never merges them. */
const pieces = (client: number, count: number): ForgedBlock =>
  block(
    client,
    times(count, (i) =>
      i % 2 === 0
        ? inText(i === 0 ? {} : { origin: [client, i - 1] })
        : item({ kind: 'embed', json: '{}' }, { origin: [client, i - 1] }),
    ),
  )

const single = {
  'many clients at one place, the later ones after the earlier': (size) => [
    forge(times(size, (i) => block(1_000 + i, [inText()]))),
    forge(times(size, (i) => block(1_000_000 + i, [inText()]))),
  ],
  'many clients at one key': (size) => [
    forge(
      times(size, (i) =>
        block(1_000 + i, [item({ kind: 'any', values: [i] }, { parent: 'm', key: 'k' })]),
      ),
    ),
    forge(
      times(size, (i) =>
        block(1_000_000 + i, [item({ kind: 'any', values: [i] }, { parent: 'm', key: 'k' })]),
      ),
    ),
  ],
  'one client that always begins at the front of a long list, up to its end': (size) => [
    forge([pieces(5, size)]),
    forge([
      block(
        6,
        times(size, () => inText({ right: [5, size - 1] })),
      ),
    ]),
  ],
  'one client between the same two, each time with another right neighbour': (size) => [
    forge([pieces(5, size)]),
    forge([
      block(
        6,
        times(size, (i) => inText({ origin: [5, 0], right: [5, size - 1 - (i % (size >> 1))] })),
      ),
    ]),
  ],
  'one key, set again and again as if it had never been set': (size) => [
    forge([
      block(
        6,
        times(size, (i) => item({ kind: 'any', values: [i] }, { parent: 'm', key: 'k' })),
      ),
    ]),
  ],
  'one key, set after its first value again and again': (size) => [
    forge([
      block(
        6,
        times(size, (i) =>
          item(
            { kind: 'any', values: [i] },
            i === 0 ? { parent: 'm', key: 'k' } : { origin: [6, 0] },
          ),
        ),
      ),
    ]),
  ],
  'types in types': (size) => [
    forge([
      block(
        6,
        times(size, (i) =>
          item(
            { kind: 'type', type: 3, name: 'p' },
            i === 0 ? { parent: 'x' } : { parent: [6, i - 1] },
          ),
        ),
      ),
    ]),
  ],
  'types in types, as deep as may be, each with much in it': (size) => [
    forge([
      block(6, [
        ...times(60, (i) =>
          item(
            { kind: 'type', type: 1 },
            i === 0 ? { parent: 'm', key: 'k' } : { parent: [6, i - 1], key: 'k' },
          ),
        ),
        ...times(size, (i) => item({ kind: 'type', type: 1 }, { parent: [6, 59], key: `k${i}` })),
      ]),
    ]),
    forge([
      block(
        7,
        times(size, (i) => item({ kind: 'any', values: [i] }, { parent: [6, 60 + i], key: 'v' })),
      ),
    ]),
  ],
  'a long text of which every other letter is deleted': (size) => [
    forge([block(6, [item({ kind: 'string', text: 'ab'.repeat(size) }, { parent: 't' })])]),
    forge(
      [],
      ranges(size, (i) => [6, 2 * i, 1]),
    ),
  ],
  'a long text into which something is put everywhere': (size) => [
    forge([block(6, [item({ kind: 'string', text: 'ab'.repeat(size) }, { parent: 't' })])]),
    forge([
      block(
        7,
        times(size, (i) => inText({ origin: [6, 2 * i], right: [6, 2 * i + 1] })),
      ),
    ]),
  ],
  'the same from the end to the front': (size) => [
    forge([block(6, [item({ kind: 'string', text: 'ab'.repeat(size) }, { parent: 't' })])]),
    forge([
      block(
        7,
        times(size, (i) =>
          inText({ origin: [6, 2 * (size - 1 - i)], right: [6, 2 * (size - 1 - i) + 1] }),
        ),
      ),
    ]),
  ],
  'a long array of values of which every other is deleted': (size) => [
    forge([
      block(6, [item({ kind: 'any', values: times(size * 2, () => null) }, { parent: 'a' })]),
    ]),
    forge(
      [],
      ranges(size, (i) => [6, 2 * i, 1]),
    ),
  ],
  'a long value of a key, of which every other is deleted in the same update': (size) => [
    forge(
      [
        block(6, [
          item({ kind: 'any', values: times(size * 2, () => null) }, { parent: 'm', key: 'k' }),
        ]),
      ],
      ranges(size, (i) => [6, 2 * i, 1]),
    ),
  ],
  'values one after the other in a list': (size) => [
    forge([
      block(
        6,
        times(size, (i) =>
          item({ kind: 'any', values: [1] }, i === 0 ? { parent: 'a' } : { origin: [6, i - 1] }),
        ),
      ),
    ]),
  ],
  'pairs that can be put together, between others that can not': (size) => [
    forge([
      block(
        6,
        times(size, (i) => {
          const place = i === 0 ? { parent: 't' } : { origin: [6, i - 1] as Id }
          return i % 3 === 2 ? item({ kind: 'embed', json: '{}' }, place) : item(letter, place)
        }),
      ),
    ]),
  ],
  'deletions of all, again and again in one update': (size) => [
    forge([pieces(6, size)]),
    forge(
      [],
      ranges(size, () => [6, 0, size]),
    ),
    forge(
      [],
      ranges(size, () => [6, 0, size]),
    ),
  ],
  'deletions of what is deleted already': (size) => [
    forge([pieces(6, size)]),
    forge(
      [],
      ranges(size >> 1, (i) => [6, 2 * i, 1]),
    ),
    forge(
      [],
      ranges(size >> 1, (i) => [6, 2 * i, 1]),
    ),
    forge(
      [],
      ranges(size >> 1, (i) => (i === 0 ? [6, 0, 2] : [6, 2 * i, 1])),
    ),
  ],
  'deletions from the end to the front': (size) => [
    forge([pieces(6, size)]),
    forge(
      [],
      ranges(size >> 1, (i) => [6, 2 * ((size >> 1) - 1 - i), 1]),
    ),
  ],
  'a table that is deleted with all its rows': (size) => [
    forge([
      block(6, [
        item({ kind: 'type', type: 1 }, { parent: 'm', key: 'rows' }),
        ...times(size, (i) => item({ kind: 'any', values: [i] }, { parent: [6, 0], key: `r${i}` })),
      ]),
    ]),
    forge([], [[6, 0, 1]]),
  ],
  'what is put into something that was deleted': (size) => [
    forge([block(6, [item({ kind: 'type', type: 3, name: 'p' }, { parent: 'x' })])], [[6, 0, 1]]),
    forge([
      block(
        7,
        times(size, () => item({ kind: 'type', type: 3, name: 'p' }, { parent: [6, 0] })),
      ),
    ]),
  ],
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

const singles = Object.values(single) as Attack[]

export type AttackName = keyof typeof single | 'of three others, one after the other'
export const attacks: Record<AttackName, Attack> = {
  ...single,
  'of three others, one after the other': (size, random) =>
    times(3, () => random.pick(singles)?.(size, random) ?? []).flat(),
}
export const attackNames = Object.keys(attacks) as AttackName[]
