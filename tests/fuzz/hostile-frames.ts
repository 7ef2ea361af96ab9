import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import type { Random } from '../support/random.ts'
import { type ForgedBlock, type ForgedContent, type ForgedStruct, forge, type Id } from './forge.ts'

export type FrameKind =
  | 'bytes'
  | 'mutated'
  | 'mutatedUpdate'
  | 'forged'
  | 'forgedStep2'
  | 'spliced'
  | 'joined'
  | 'presence'
  | 'honest'
  | 'step1'

export const frameWeights: Record<FrameKind, number> = {
  bytes: 4,
  mutated: 14,
  mutatedUpdate: 22,
  forged: 26,
  forgedStep2: 6,
  spliced: 6,
  joined: 4,
  presence: 8,
  honest: 6,
  step1: 4,
}

/** The material of an attacker: real frames and updates, and the document as far as the attacker can read it. */
export type Loot = {
  frames: readonly Uint8Array[]
  updates: readonly Uint8Array[]
  doc: Y.Doc
  ownIds: readonly number[]
  presentIds: readonly number[]
}

export function hostileFrame(kind: FrameKind, loot: Loot, random: Random): Uint8Array {
  const frame = () => random.pick(loot.frames) ?? new Uint8Array([0, 0, 1, 0])
  const update = () => random.pick(loot.updates) ?? new Uint8Array([0, 0])
  switch (kind) {
    case 'bytes':
      return Uint8Array.from({ length: random.below(random.chance(0.1) ? 2000 : 40) }, () =>
        random.chance(0.4) ? random.below(4) : random.below(256),
      )
    case 'mutated':
      return mutate(frame(), random)
    case 'mutatedUpdate':
      return (random.chance(0.8) ? encodeUpdate : encodeStep2)(mutate(update(), random))
    case 'forged':
      return encodeUpdate(forgedUpdate(loot, random))
    case 'forgedStep2':
      return encodeStep2(forgedUpdate(loot, random))
    case 'spliced': {
      const [a, b] = [frame(), frame()]
      return concat(
        a.subarray(0, random.below(a.length + 1)),
        b.subarray(random.below(b.length + 1)),
      )
    }
    case 'joined':
      return concat(
        ...Array.from({ length: random.between(2, 4) }, () =>
          random.chance(0.5) ? frame() : encodeUpdate(update()),
        ),
      )
    case 'presence':
      return presence(loot, random)
    case 'honest':
      return random.chance(0.5) ? encodeUpdate(update()) : encodeStep2(update())
    case 'step1':
      return encodeStep1(
        random.chance(0.5) ? mutate(Y.encodeStateVector(loot.doc), random) : stateVector(random),
      )
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const hugeVarUint = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]

const setAt = (bytes: Uint8Array, at: number, change: (byte: number) => number) =>
  bytes.map((byte, i) => (i === at ? change(byte) : byte))

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = bytes.slice()
  for (let times = random.between(1, 3); times > 0; times--) {
    const at = random.below(changed.length + 1)
    const other = random.below(changed.length + 1)
    const [from, to] = [Math.min(at, other), Math.max(at, other)]
    switch (
      random.weighted({ flip: 4, byte: 3, near: 5, truncate: 1, huge: 1.5, remove: 1, repeat: 1 })
    ) {
      case 'flip':
        changed = setAt(changed, at, (byte) => byte ^ (1 << random.below(8)))
        break
      case 'byte':
        changed = setAt(changed, at, () => random.below(256))
        break
      case 'near':
        changed = setAt(changed, at, (byte) => (byte + (random.chance(0.5) ? 1 : 255)) % 256)
        break
      case 'truncate':
        changed = changed.slice(0, at)
        break
      case 'huge':
        changed = concat(
          changed.subarray(0, at),
          Uint8Array.from(hugeVarUint),
          changed.subarray(at + 1),
        )
        break
      case 'remove':
        changed = concat(changed.subarray(0, from), changed.subarray(to))
        break
      case 'repeat':
        changed = concat(changed.subarray(0, to), changed.subarray(from))
    }
  }
  return changed
}

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
function forgedUpdate(loot: Loot, random: Random): Uint8Array {
  const clients = [...loot.doc.store.clients.keys()]
  const someId = (): Id => {
    const client = random.pick(random.chance(0.85) ? clients : loot.ownIds) ?? 1
    return [
      client,
      random.chance(0.93)
        ? random.below(Math.max(1, Y.getState(loot.doc.store, client)))
        : random.below(2 ** 31),
    ]
  }
  const blocks = Array.from(
    { length: random.weighted({ one: 8, two: 2 }) === 'one' ? 1 : 2 },
    (): ForgedBlock => {
      const client = random.chance(0.8)
        ? (random.pick(loot.ownIds) ?? 1)
        : random.chance(0.6)
          ? (random.pick(clients) ?? 1)
          : random.next()
      const known = Y.getState(loot.doc.store, client)
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

function presence(loot: Loot, random: Random): Uint8Array {
  const states = [
    'null',
    '{}',
    '{"user":{"name":"Noor","id":"Noor"}}',
    '[1]',
    '5',
    'geen json',
    '{"user":null,"__proto__":{"user":1}}',
    `{"place":"${'x'.repeat(5000)}"}`,
    '{"cursor":{"anchor":{}}}',
  ]
  const entries = Array.from({ length: random.below(4) }, () => ({
    clientId: random.pick(random.chance(0.7) ? loot.presentIds : loot.ownIds) ?? random.next(),
    clock: random.chance(0.8) ? random.below(200) : 2 ** random.below(53),
    state: random.pick(states) ?? '{}',
  }))
  const frame = encodeAwareness(entries)
  return random.chance(0.3) ? mutate(frame, random) : frame
}

function stateVector(random: Random): Uint8Array {
  const encoder = encoding.createEncoder()
  const count = random.below(4)
  encoding.writeVarUint(encoder, random.chance(0.8) ? count : 2 ** random.below(53))
  for (let i = 0; i < count * 2; i++) encoding.writeVarUint(encoder, 2 ** random.below(53))
  return encoding.toUint8Array(encoder)
}
