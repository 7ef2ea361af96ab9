import { afterEach, describe, expect, test } from 'vitest'
import { exitCodes } from '#server/storage/storage-faults.ts'
import { ApiClient } from '../../support/api-client.ts'
import { type DiskFault, TracedDisk } from '../../support/disk-trace.ts'
import { MarkTypist } from '../../support/mark-typist.ts'
import { readMarks } from '../../support/plan-on-disk.ts'
import { ServerProcess } from '../../support/server-process.ts'

const newPlan = {
  format: 'medrie-wijkplan',
  values: {
    wijk: 'Kraaienveen',
    team: 'Team',
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
  },
}
/** Enough that the write-ahead log wraps around before a fault. */
const typedBefore = 150

const isPossible = TracedDisk.make() !== null
let server: ServerProcess | null = null
afterEach(() => server?.stop())

async function begin() {
  const disk = TracedDisk.make() as TracedDisk
  server = await ServerProcess.start(disk.environment)
  const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  const planId = await coordinator.createPlan(newPlan)
  const typist = new MarkTypist(server.url, planId, coordinator.cookie)
  await typist.client.until(() => typist.client.isSaved, 'joined')
  for (let i = 0; i < typedBefore; i++) await typist.typeAcked()
  return { disk, server, coordinator, typist, planId }
}

const statusOf = async (asked: Promise<Response>): Promise<number> => {
  const answer = await asked
  await answer.arrayBuffer()
  return answer.status
}

/** The acknowledged data that a server started now does not have. */
async function lostOf(
  typist: MarkTypist,
  planId: string,
): Promise<{ lost: number[]; faults: string[] }> {
  const { marks, faults } = await readMarks(server?.dataDir ?? '', planId)
  const found = new Set(marks)
  return { lost: [...typist.acked].filter((mark) => !found.has(mark)), faults }
}

const numbersTo = (last: number) => Array.from({ length: last + 1 }, (_, mark) => mark)

describe.skipIf(!isPossible)('a disk that fails (needs Linux and gcc)', () => {
  test.each<[DiskFault, RegExp, number]>([
    ['write', /SQLITE_IOERR_WRITE/, exitCodes.restart],
    // SQLite reports an unreadable sector as a damaged file.
    ['read', /SQLITE_CORRUPT/, exitCodes.halt],
    // The page that is read first determines which of the two.
    ['corrupt', /SQLITE_(NOTADB|CORRUPT)/, exitCodes.halt],
  ])(
    'ST9 a failing %s: the process ends at once, and nothing that was acknowledged is lost',
    async (fault, code, exitCode) => {
      const { disk, server, typist, planId } = await begin()
      disk.break(fault)
      const ended = server.ended()
      for (let i = 0; i < 20; i++) typist.type()
      expect(await ended, server.output).toBe(exitCode)
      expect(server.output).toMatch(code)
      expect(typist.client.closeCode).toBe(4503)
      disk.mend()
      expect(await lostOf(typist, planId)).toEqual({ lost: [], faults: [] })
      await server.up()
      await typist.saved()
      expect(typist.marks).toEqual(numbersTo(typist.last))
      await server.kill()
      expect(await lostOf(typist, planId)).toEqual({ lost: [], faults: [] })
      typist.client.close()
    },
  )

  test.each<DiskFault>(['full', 'torn'])(
    'ST1 a disk that is full (%s): nothing is acknowledged and everyone is told, until there is room again',
    async (fault) => {
      const { disk, server, coordinator, typist, planId } = await begin()
      for (let round = 0; round < 3; round++) {
        const acked = typist.acked.size
        typist.client.closeCode = null
        disk.break(fault)
        for (let i = 0; i < 20; i++) typist.type()
        await typist.client.until(() => typist.client.closeCode === 4503, 'told')
        expect(await statusOf(fetch(`${server.url}/readyz`))).toBe(503)
        expect(await statusOf(coordinator.request('POST', '/api/plans', newPlan))).toBe(503)
        expect(await statusOf(coordinator.request('GET', `/api/plans/${planId}/members`))).toBe(200)
        expect([typist.acked.size, typist.client.isSaved]).toEqual([acked, false])
        disk.mend()
        await typist.saved()
        await typist.typeAcked()
        expect(await statusOf(fetch(`${server.url}/readyz`))).toBe(200)
        expect(await statusOf(coordinator.request('POST', '/api/plans', newPlan))).toBe(201)
      }
      await server.kill()
      expect(typist.acked.size).toBe(typist.last + 1)
      expect(await lostOf(typist, planId)).toEqual({ lost: [], faults: [] })
      typist.client.close()
    },
  )

  test('ST9 a full disk under a process that is killed: what was acknowledged before is there', async () => {
    const { disk, server, typist, planId } = await begin()
    disk.break('torn')
    for (let i = 0; i < 20; i++) typist.type()
    await typist.client.until(() => typist.client.closeCode === 4503, 'told')
    await server.kill()
    disk.mend()
    expect(await lostOf(typist, planId)).toEqual({ lost: [], faults: [] })
    await server.up()
    await typist.saved()
    expect(typist.marks).toEqual(numbersTo(typist.last))
    typist.client.close()
  })

  test('ST9 writes of which half is done at a time are no fault: nobody is told anything, and nothing is lost', async () => {
    const { disk, server, typist, planId } = await begin()
    disk.break('short')
    for (let i = 0; i < 50; i++) await typist.typeAcked()
    expect(typist.client.closeCode).toBeNull()
    await server.kill()
    expect(await lostOf(typist, planId)).toEqual({ lost: [], faults: [] })
    typist.client.close()
  })
})
