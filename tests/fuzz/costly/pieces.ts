import { forge, type Id } from '../forge.ts'
import { type Attack, block, inText, item, letter, pieces, ranges, times } from './forged-parts.ts'

/** Texts, lists and tables that an update splits, merges or deletes piece by piece. */
export const inPieces = {
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
} satisfies Record<string, Attack>
