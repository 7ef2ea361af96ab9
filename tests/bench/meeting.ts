import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'
import { type Distribution, distributionOf } from './statistics.ts'

export type MeetingResult = { fanOut: Distribution; ack: Distribution; acksPerSecond: number; deliveredPerSecond: number; fsync: Distribution }
export type MeetingOptions = { clients: number; typing: number; keysPerSecond: number; seconds: number }

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }

/**
 * One meeting on a real server process with real sockets: `typing` of `clients` type at a steady pace. Fan-out is the
 * time from a keystroke until another client has it; ack from a keystroke until the server says it is committed.
 */
export async function measureMeeting(options: MeetingOptions): Promise<MeetingResult> {
  const server = await ServerProcess.start()
  const clients: SyncClient[] = []
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    for (let i = 0; i < options.clients; i++) clients.push(new SyncClient(server.url, planId, { cookie: coordinator.cookie }))
    await Promise.all(clients.map((client) => client.until(() => client.isSaved, 'joined')))
    return await run(clients, options)
  } finally {
    for (const client of clients) client.close()
    await server.stop()
  }
}

async function run(clients: readonly SyncClient[], { typing, keysPerSecond, seconds }: MeetingOptions): Promise<MeetingResult> {
  const fanOut: number[] = []
  const ack: number[] = []
  const sentAt = new Map<string, number>()
  for (const client of clients) {
    client.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === null) return
      const last = client.doc.getArray<string>('bench').toArray().at(-1)
      const at = last === undefined ? undefined : sentAt.get(last)
      if (at !== undefined) fanOut.push(performance.now() - at)
    })
  }
  const typists = clients.slice(0, typing)
  const startedAt = performance.now()
  const acksBefore = clients.reduce((sum, client) => sum + client.acked, 0)
  await Promise.all(
    typists.map(async (client, who) => {
      for (let key = 0; key < keysPerSecond * seconds; key++) {
        const due = startedAt + (key + who / typing) * (1000 / keysPerSecond)
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
        const mark = `${who}:${key}`
        const at = performance.now()
        sentAt.set(mark, at)
        client.doc.getArray<string>('bench').push([mark])
        const count = client.sent
        void client
          .until(() => client.acked >= count, 'ack')
          .then(
            () => ack.push(performance.now() - at),
            () => undefined,
          )
      }
    }),
  )
  await Promise.all(typists.map((client) => client.until(() => client.isSaved, 'all acknowledged')))
  const elapsed = (performance.now() - startedAt) / 1000
  const acks = clients.reduce((sum, client) => sum + client.acked, 0) - acksBefore
  return { fanOut: distributionOf(fanOut), ack: distributionOf(ack), acksPerSecond: acks / elapsed, deliveredPerSecond: fanOut.length / elapsed, fsync: measureFsync() }
}

/** What one fsync of 4 kB costs on this machine: the floor under every durable ack. */
function measureFsync(): Distribution {
  const folder = mkdtempSync(join(tmpdir(), 'wijktafel-fsync-'))
  const file = openSync(join(folder, 'file'), 'w')
  const block = Buffer.alloc(4096, 1)
  const times: number[] = []
  for (let i = 0; i < 200; i++) {
    const at = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    times.push(performance.now() - at)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  return distributionOf(times)
}
