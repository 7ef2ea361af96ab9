import { forge } from '../forge.ts'
import { type Attack, block, inText, item, pieces, times } from './forged-parts.ts'

/** Many items that compete for one place or key, and types in types. */
export const atOnePlace = {
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
} satisfies Record<string, Attack>
