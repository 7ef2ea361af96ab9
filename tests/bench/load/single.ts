import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { LoadClient } from './client.ts'
import { bodyOf } from './crowd.ts'
import { readUpdates } from './documents.ts'
import type { JoinResult, RoomAddress, SeedParams } from './messages.ts'

/** Clients that come one at a time. */

const longestMs = 30_000
const roomsAtOnce = 20

/** From connecting until the document arrived: the wait of a user who opens a plan, without the rendering. */
export async function join(room: RoomAddress, expectedBytes: number): Promise<JoinResult> {
  const startedAt = performance.now()
  const { client, state } = await enter(room, expectedBytes)
  const ms = performance.now() - startedAt
  client.close()
  return { ms, bytes: state.length }
}

export async function stateOf(room: RoomAddress): Promise<Uint8Array> {
  const { client, state } = await enter(room, 0)
  client.close()
  return state
}

export async function seed({ rooms, updatesFile }: SeedParams): Promise<{ bytes: number }> {
  const updates = readUpdates(updatesFile)
  const whole = new Y.Doc()
  whole.transact(() => {
    for (const update of updates) Y.applyUpdate(whole, update)
  })
  const wanted = Y.decodeStateVector(Y.encodeStateVector(whole))
  const left = [...rooms]
  let bytes = 0
  const workers = Array.from({ length: roomsAtOnce }, async () => {
    for (let room = left.pop(); room !== undefined; room = left.pop()) {
      const { client } = await enter(room, 0)
      for (const update of updates) client.sendUpdate(update)
      bytes = await settled(room, wanted)
      client.close()
    }
  })
  await Promise.all(workers)
  return { bytes }
}

/** Waits until a new client gets the whole document; returns its size. */
async function settled(room: RoomAddress, wanted: ReadonlyMap<number, number>): Promise<number> {
  const until = performance.now() + 2 * longestMs
  while (performance.now() < until) {
    const state = await stateOf(room)
    const has = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))
    if ([...wanted].every(([client, clock]) => (has.get(client) ?? 0) >= clock)) return state.length
    await sleep(100)
  }
  throw new Error(`${room.url} did not take the document`)
}

function enter(
  room: RoomAddress,
  expectedBytes: number,
): Promise<{ client: LoadClient; state: Buffer }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${room.url} gave no document`)), longestMs)
    const client = new LoadClient({
      room,
      index: -1,
      typist: null,
      expectedBytes,
      state: null,
      onSynced: (message) => {
        clearTimeout(timer)
        resolve({ client, state: bodyOf(message) })
      },
      onKeystroke: () => undefined,
      onAck: () => undefined,
      onClosed: (code) => {
        clearTimeout(timer)
        reject(new Error(`${room.url} closed with ${code}`))
      },
    })
  })
}
