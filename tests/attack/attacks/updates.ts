import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { tableRows } from '#shared/plan/layout.ts'
import { encodeStep2 } from '#shared/protocol/codec.ts'
import { type ForgedStruct, forge } from '../../fuzz/forge.ts'
import { type Attack, claim } from '../attack.ts'
import { AttackSocket } from '../attack-socket.ts'
import type { Target } from '../target.ts'

/** How long an attacker waits for the answer to a message before they go on. */
const answerMs = 120_000

/** Messages that are valid for Yjs and cost more than their size explains, sent by an editor of their own plan. */
export const updateAttacks: readonly Attack[] = [
  {
    id: 'siblings',
    title: 'thousands of client ids that all insert at one place',
    prepare: (target, scale) =>
      messages(target, () => [siblings(1, 14_000 * scale), siblings(1_000_000, 14_000 * scale)]),
  },
  {
    id: 'siblings-many',
    title: 'the same in small messages, each within bounds of its own',
    prepare: (target, scale) =>
      messages(target, () =>
        Array.from({ length: 140 * scale }, (_, i) => siblings(1 + i * 200, 200)),
      ),
  },
  {
    id: 'nesting',
    title: 'types within types within types',
    prepare: (target, scale) => messages(target, () => [nesting(60_000 * scale)]),
  },
  {
    id: 'deletes',
    title: 'long lists of what is deleted, of nothing that is there',
    prepare: (target, scale) =>
      messages(target, () => Array.from({ length: 20 * scale }, (_, i) => deletes(i, 40_000))),
  },
  {
    id: 'fragments',
    title: 'one paragraph cut into as many pieces as fit',
    prepare: (target, scale) => messages(target, () => [fragments(40_000 * scale)]),
  },
  {
    id: 'rows',
    title: 'as many rows as a plan takes in one message, and far more',
    prepare: (target, scale) =>
      messages(target, () => [rows(limits.rowsPerPlan.max - 50), rows(36_000 * scale)]),
  },
]

async function messages(target: Target, make: () => Uint8Array[]) {
  const { link, planId } = await target.fill(async (filling) => {
    const { id, link } = await filling.addPerson('Mallory')
    return { link, planId: await filling.createPlan(id) }
  })
  const updates = make()
  return async () => {
    const { cookie } = await target.signIn(link)
    let socket = await AttackSocket.open(target.url, planId, cookie)
    let [sent, bytes, refused] = [0, 0, 0]
    for (const update of updates) {
      if (!socket.isOpen) {
        refused++
        socket = await AttackSocket.open(target.url, planId, cookie)
      }
      const acked = socket.acked
      // Sent as the answer to the server's step 1: an edit with unknown references would wait for that answer.
      await socket.send(encodeStep2(update))
      await socket.until(() => socket.acked > acked, answerMs)
      sent++
      bytes += update.byteLength
    }
    if (!socket.isOpen) refused++
    const { acked } = socket
    socket.close()
    return {
      did: `${sent} messages of ${bytes} bytes, ${refused} connections closed, ${acked} acknowledged`,
      claims: [claim('something was sent and answered', sent > 0 && refused + acked > 0)],
    }
  }
}

function siblings(first: number, count: number): Uint8Array {
  const struct: ForgedStruct = { kind: 'item', content: { kind: 'type', type: 3 } }
  return forge(
    Array.from({ length: count }, (_, i) => ({ client: first + i, clock: 0, structs: [struct] })),
  )
}

function nesting(depth: number): Uint8Array {
  const structs: ForgedStruct[] = Array.from({ length: depth }, (_, i) => ({
    kind: 'item',
    ...(i === 0 ? {} : { parent: [7, i - 1] as const }),
    content: { kind: 'type', type: 3 },
  }))
  return forge([{ client: 7, clock: 0, structs }])
}

const deletes = (round: number, count: number): Uint8Array =>
  forge(
    [],
    Array.from({ length: count }, (_, i) => [9_000_000 + round, i * 2, 1] as const),
  )

/** A text in which every other piece switches a mark on or off. */
function fragments(count: number): Uint8Array {
  const client = 8
  const pieces: ForgedStruct[] = Array.from({ length: count }, (_, i) => ({
    kind: 'item',
    ...(i === 0 ? { parent: [client, 0] as const } : { origin: [client, i] as const }),
    content:
      i % 2 === 0
        ? { kind: 'format', key: 'bold', json: i % 4 === 0 ? '{}' : 'null' }
        : { kind: 'string', text: 'x' },
  }))
  const text: ForgedStruct = { kind: 'item', content: { kind: 'type', type: 6 } }
  return forge([{ client, clock: 0, structs: [text, ...pieces] }])
}

function rows(count: number): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let i = 0; i < count; i++) {
      const row = new Y.Map<unknown>()
      row.set('order', `a${i.toString(36).padStart(5, '0')}`)
      row.set('description', `Regel ${i}`)
      row.set('amountCents', i)
      tableRows(doc, 'budget').set(`row-${i}`, row)
    }
  })
  return Y.encodeStateAsUpdate(doc)
}
