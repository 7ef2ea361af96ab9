import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import type { Random } from '../support/random.ts'
import { forgedUpdate, type VisibleDocument } from './hostile-updates.ts'

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
export type Loot = VisibleDocument & {
  frames: readonly Uint8Array[]
  updates: readonly Uint8Array[]
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
