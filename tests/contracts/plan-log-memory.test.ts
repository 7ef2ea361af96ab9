import { describe, expect, it } from 'vitest'
import type { Clock } from '#server/runtime.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { planLogContract } from './plan-log.contract.ts'

const clock: Clock = { now: () => 1000, elapsed: () => 1000, after: () => () => {} }
const change = {
  planId: 'a',
  actor: null,
  body: { kind: 'update', update: new Uint8Array([1]) },
} as const

planLogContract('memory', async () => {
  let log = new MemoryPlanLog(clock)
  return {
    log,
    addPlan: async (planId) => log.addPlan(planId),
    removePlan: async (planId) => log.removePlan(planId),
    reopen: async () => {
      log = log.crash()
      return log
    },
    close: async () => {},
  }
})

describe('MemoryPlanLog: faults', () => {
  it('a failing commit keeps nothing', async () => {
    const log = makeLog()
    log.failNext()
    await expect(log.append([change])).rejects.toThrow('disk full')
    expect((await log.load('a'))?.seq).toBe(0)
  })

  it('a torn commit keeps everything and loses the answer', async () => {
    const log = makeLog()
    log.tearNext()
    await expect(log.append([change])).rejects.toThrow('connection lost')
    expect((await log.load('a'))?.seq).toBe(1)
  })

  it('a held commit is invisible until released', async () => {
    const log = makeLog()
    const held = log.holdNext()
    const answer = log.append([change])
    expect((await log.load('a'))?.seq).toBe(0)
    held.release()
    expect(await answer).toEqual([{ seq: 1, at: 1000 }])
  })

  it('a crash during a held commit loses it for good', async () => {
    const log = makeLog()
    await log.append([change])
    const held = log.holdNext()
    const answer = log.append([change])
    const after = log.crash()
    held.release()
    await expect(answer).rejects.toThrow('crashed')
    expect((await after.load('a'))?.seq).toBe(1)
  })
})

function makeLog(): MemoryPlanLog {
  const log = new MemoryPlanLog(clock)
  log.addPlan('a')
  return log
}
