import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ApiClient } from '../../support/api-client.ts'
import { type DiskOp, TracedDisk, writeCrashImage } from '../../support/disk-trace.ts'
import { MarkTypist } from '../../support/mark-typist.ts'
import { marksOf } from '../../support/marks.ts'
import { readMarks } from '../../support/plan-on-disk.ts'
import { Random } from '../../support/random.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const images = Number(process.env['CRASH_IMAGES'] ?? 150)

const disk = TracedDisk.make()
let server: ServerProcess | null = null
afterEach(() => server?.stop())

type Ack = { mark: number; position: number }

async function begin(
  traced: TracedDisk,
): Promise<{ typist: MarkTypist; planId: string; cookie: string }> {
  server = await ServerProcess.start(traced.environment)
  const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
  const typist = new MarkTypist(server.url, planId, coordinator.cookie)
  await typist.client.until(() => typist.client.isSaved, 'joined')
  return { typist, planId, cookie: coordinator.cookie }
}

describe.skipIf(disk === null)('a disk that fails (needs Linux and gcc)', () => {
  test('ST9 after a failed fsync nothing is acknowledged, read or written any more; the process ends with 75, and a new one has all that was acknowledged', async () => {
    const traced = disk as TracedDisk
    const { typist, planId, cookie } = await begin(traced)
    for (let i = 0; i < 30; i++) await typist.typeAcked()
    traced.break()
    const acked = typist.client.acked
    const ended = server?.ended()
    for (let i = 0; i < 5; i++) typist.type()
    expect(await ended).toBe(75)
    expect(server?.output).toContain('SQLITE_IOERR_FSYNC')
    expect([typist.client.acked <= acked, typist.client.isSaved]).toEqual([true, false])
    const ops = traced.read()
    const failed = ops.findIndex(({ op }) => op === 'sync failed')
    expect(failed).toBeGreaterThan(0)
    expect(ops.slice(failed + 1).map(({ op }) => op)).toEqual([])
    traced.mend()
    await server?.up()
    await typist.client.until(() => typist.client.isSaved, 'everything is saved after all')
    const reader = new SyncClient(server?.url ?? '', planId, { cookie })
    await reader.until(() => reader.provider.synced, 'a reader')
    expect(marksOf(reader.doc, 'test:marks')).toEqual(
      Array.from({ length: typist.last + 1 }, (_, mark) => mark),
    )
    reader.close()
    typist.client.close()
  })

  test('ST9 no acknowledged edit is lost in a power cut, with unsynced writes torn, missing or in another order', async () => {
    const traced = TracedDisk.make() as TracedDisk
    const { typist, planId } = await begin(traced)
    const acks: Ack[] = []
    for (let i = 0; i < 260; i++) {
      await typist.typeAcked()
      // The acknowledged data was on disk by then.
      acks.push({ mark: typist.last, position: traced.position })
    }
    await server?.kill()
    typist.client.close()
    const ops = traced.read()
    // The log wrapped around: pages were moved into the database during the typing.
    expect(ops.filter(({ op, file }) => op === 'write' && file === 1).length).toBeGreaterThan(100)
    const first = ops.findIndex(({ end }) => end >= (acks[0]?.position ?? 0))
    const random = new Random(20261129)
    const parent = mkdtempSync(join(tmpdir(), 'wijktafel-images-'))
    const counts = { images: 0, acked: 0, lost: 0, faults: 0, beyond: 0 }
    for (let n = 0; n < images; n++) {
      const cut = random.between(first + 1, ops.length)
      const result = await judge(parent, ops.slice(0, cut), { planId, acks, random })
      counts.images++
      counts.acked += result.acked
      counts.lost += result.lost.length
      counts.faults += result.faults.length
      counts.beyond += result.beyond
      expect([result.lost, result.faults], `cut after ${cut} of ${ops.length} operations`).toEqual([
        [],
        [],
      ])
    }
    rmSync(parent, { recursive: true })
    process.stdout.write(`crash images: ${JSON.stringify(counts)}\n`)
  }, 240_000)
})

async function judge(
  parent: string,
  done: readonly DiskOp[],
  { planId, acks, random }: { planId: string; acks: readonly Ack[]; random: Random },
): Promise<{ acked: number; lost: number[]; faults: string[]; beyond: number }> {
  const folder = join(parent, 'image')
  mkdirSync(folder)
  writeCrashImage(folder, done, random)
  const end = done.at(-1)?.end ?? 0
  const acked = acks.filter(({ position }) => position <= end).map(({ mark }) => mark)
  const { marks, faults } = await readMarks(folder, planId)
  const found = new Set(marks)
  rmSync(folder, { recursive: true })
  return {
    acked: acked.length,
    lost: acked.filter((mark) => !found.has(mark)),
    faults,
    beyond: marks.length - acked.length,
  }
}
