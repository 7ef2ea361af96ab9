import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { planValues } from '#shared/plan/layout.ts'
import { encodeStep1 } from '#shared/protocol/codec.ts'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'

const MiB = 1024 * 1024
const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

let server: ServerProcess
beforeAll(async () => {
  server = await ServerProcess.start()
}, 60_000)
afterAll(() => server?.stop())

async function closedFor(code: string): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  return Number(
    new RegExp(`^wijktafel_closed_total\\{code="${code}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0,
  )
}

async function residentBytes(): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
}

test('KA2 a client that asks for more and more and reads none of it is let go, with little kept for it; others notice nothing', async () => {
  const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  await coordinator.json('PATCH', '/api/me', { name: 'Els' })
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const writer = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
  await writer.until(() => writer.isSaved, 'joined')
  for (let i = 0; i < 3; i++) {
    const sent = writer.sent
    writer.doc.getMap('test').set(`part ${i}`, `${i}`.repeat(MiB / 2))
    await writer.until(() => writer.sent > sent && writer.acked >= writer.sent, `part ${i} saved`)
  }
  const state = Y.encodeStateAsUpdate(writer.doc).byteLength
  expect(state).toBeGreaterThan(limits.planBytes.max * 0.7)

  const stuck = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${planId}?ext=1`, {
    headers: { cookie: coordinator.cookie },
  })
  stuck.on('error', () => undefined)
  await once(stuck, 'open')
  const raw = (stuck as unknown as { _socket: Socket })._socket
  raw.pause()
  const [before, turnedAway] = [await residentBytes(), await closedFor('too-many')]
  // Sixty times a plan that is nearly full: far more than the server may buffer for one connection.
  for (let i = 0; i < 60; i++) stuck.send(encodeStep1(Uint8Array.of(0)))
  await expect.poll(() => closedFor('too-many'), { timeout: 20_000 }).toBe(turnedAway + 1)
  expect((await residentBytes()) - before).toBeLessThan(64 * MiB)

  const sent = writer.sent
  planValues(writer.doc).set('gemeente', 'Dalmeer')
  await writer.until(
    () => writer.sent > sent && writer.acked >= writer.sent,
    'saved beside it',
    2000,
  )
  raw.destroy()
  writer.close()
}, 60_000)
