import type { Random } from '../../support/random.ts'
import type { ForgedBlock, ForgedDelete, ForgedStruct } from '../forge.ts'

/** An attack of about `size` items; the first updates prepare the last one. */
export type Attack = (size: number, random: Random) => Uint8Array[]

type Item = Extract<ForgedStruct, { kind: 'item' }>
export const letter = { kind: 'string', text: 'x' } as const
export const item = (
  content: Item['content'],
  place: Omit<Partial<Item>, 'kind' | 'content'>,
): Item => ({
  kind: 'item',
  content,
  ...place,
})
export const inText = (place: Omit<Partial<Item>, 'kind' | 'content'> = {}) =>
  item(
    letter,
    place.origin === undefined && place.right === undefined ? { parent: 't', ...place } : place,
  )
export const block = (
  client: number,
  structs: readonly ForgedStruct[],
  clock = 0,
): ForgedBlock => ({
  client,
  clock,
  structs,
})
export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
export const ranges = (count: number, range: (i: number) => ForgedDelete): ForgedDelete[] =>
  times(count, range)

/** A text of this many pieces that are not adjacent, so Yjs never merges them. */
export const pieces = (client: number, count: number): ForgedBlock =>
  block(
    client,
    times(count, (i) =>
      i % 2 === 0
        ? inText(i === 0 ? {} : { origin: [client, i - 1] })
        : item({ kind: 'embed', json: '{}' }, { origin: [client, i - 1] }),
    ),
  )
