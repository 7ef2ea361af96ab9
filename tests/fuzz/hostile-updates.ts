import * as Y from 'yjs'
import type { Random } from '../support/random.ts'
import { type ForgedBlock, type ForgedContent, type ForgedStruct, forge, type Id } from './forge.ts'

/** The document as far as the attacker can read it, and the client ids of the attacker. */
export type VisibleDocument = { doc: Y.Doc; ownIds: readonly number[] }

const types = {
  roots: [
    'field:visie',
    'field:samenvatting',
    'rows:budget',
    'rows:themes',
    'values',
    't',
    'elders',
    '__proto__',
    '',
  ],
  keys: ['order', 'group', 'row-1', 'amountCents', 'team', 'goal', 'removed', '__proto__', 'x'],
}

/** Well-formed updates without meaning: wrong parents, ids of others, gaps, giant clocks, content of the wrong kind. */
export function forgedUpdate(visible: VisibleDocument, random: Random): Uint8Array {
  const clients = [...visible.doc.store.clients.keys()]
  const someId = (): Id => {
    const client = random.pick(random.chance(0.85) ? clients : visible.ownIds) ?? 1
    return [
      client,
      random.chance(0.93)
        ? random.below(Math.max(1, Y.getState(visible.doc.store, client)))
        : random.below(2 ** 31),
    ]
  }
  const blocks = Array.from(
    { length: random.weighted({ one: 8, two: 2 }) === 'one' ? 1 : 2 },
    (): ForgedBlock => {
      const client = random.chance(0.8)
        ? (random.pick(visible.ownIds) ?? 1)
        : random.chance(0.6)
          ? (random.pick(clients) ?? 1)
          : random.next()
      const known = Y.getState(visible.doc.store, client)
      const clock = random.chance(0.85)
        ? known
        : random.chance(0.5)
          ? random.below(known + 20)
          : 2 ** random.below(53)
      let next = clock
      const structs = Array.from({ length: random.between(1, 5) }, (): ForgedStruct => {
        const before = (): Id =>
          next > clock && random.chance(0.5)
            ? [client, clock + random.below(next - clock + (random.chance(0.05) ? 3 : 0))]
            : someId()
        const struct = forgedStruct(random, before)
        next += struct.kind === 'item' ? lengthOf(struct.content) : struct.length
        return struct
      })
      return { client, clock, structs }
    },
  )
  const deletes = random.chance(0.3)
    ? [[...someId(), random.chance(0.9) ? random.below(6) : 2 ** random.below(53)] as const]
    : []
  return forge(random.chance(0.05) ? [] : blocks, deletes)
}

function forgedStruct(random: Random, id: () => Id): ForgedStruct {
  if (random.chance(0.06))
    return {
      kind: random.chance(0.7) ? 'gc' : 'skip',
      length: random.chance(0.9) ? random.below(5) : 2 ** random.below(53),
    }
  const place = random.weighted({ root: 3, parent: 4, left: 4, right: 2, both: 3 })
  const item = {
    kind: 'item' as const,
    content: forgedContent(random),
    ...(random.chance(0.45) ? { key: random.pick(types.keys) ?? 'x' } : {}),
  }
  if (place === 'root') return { ...item, parent: random.pick(types.roots) ?? 't' }
  if (place === 'parent') return { ...item, parent: id() }
  return {
    ...item,
    ...(place !== 'right' ? { origin: id() } : {}),
    ...(place !== 'left' ? { right: id() } : {}),
  }
}

function forgedContent(random: Random): ForgedContent {
  const value = () =>
    random.pick([
      0,
      -1,
      1e300,
      2 ** 31,
      '',
      'nvt',
      true,
      null,
      undefined,
      [[[]]],
      { a: { b: 1 } },
      12n,
      new Uint8Array(3),
      'x'.repeat(300),
    ])
  const json = () =>
    random.pick([
      'null',
      '1',
      '"x"',
      '{}',
      '[[[]]]',
      '{"level":9}',
      'true',
      `${'['.repeat(60)}${']'.repeat(60)}`,
    ]) ?? 'null'
  switch (
    random.weighted({
      deleted: 1,
      json: 1,
      binary: 1,
      string: 4,
      embed: 1,
      format: 2,
      type: 5,
      any: 3,
      document: 0.5,
    })
  ) {
    case 'deleted':
      return { kind: 'deleted', length: random.below(4) }
    case 'json':
      return { kind: 'json', values: [json(), random.chance(0.2) ? 'undefined' : json()] }
    case 'binary':
      return { kind: 'binary', bytes: Uint8Array.from([1, 2, 3]) }
    case 'string':
      return {
        kind: 'string',
        text: random.pick(['a', 'bc', 'hallo', '😀', '', '<script>']) ?? 'a',
      }
    case 'embed':
      return { kind: 'embed', json: json() }
    case 'format':
      return {
        kind: 'format',
        key: random.pick(['bold', 'link', 'ychange', '__proto__', 'link--aaaaaaaa']) ?? 'bold',
        json: json(),
      }
    case 'type':
      return {
        kind: 'type',
        type: random.below(8),
        name: random.pick(['paragraph', 'heading', 'table', 'script', '']) ?? 'paragraph',
      }
    case 'any':
      return { kind: 'any', values: Array.from({ length: random.below(4) }, value) }
    case 'document':
      return {
        kind: 'document',
        guid: 'x',
        options: random.pick([{}, { autoLoad: true }, null, { gc: false }]),
      }
  }
}

function lengthOf(content: ForgedContent): number {
  if (content.kind === 'deleted') return content.length
  if (content.kind === 'string') return content.text.length
  return content.kind === 'any' || content.kind === 'json' ? content.values.length : 1
}
