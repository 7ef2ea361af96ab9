import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLastHere } from '#server/plans/last-here.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { silentLogger } from '#server/runtime.ts'
import type { Member } from '#shared/api/members.ts'
import { limits } from '#shared/limits.ts'
import { HandClock } from '../support/hand-clock.ts'
import { type Person, TestInstallation } from './installation.ts'

const dayMs = 24 * 60 * 60 * 1000

describe('the last day on which a member opened a plan', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    noor = await test.person('Noor')
    planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'editor'))
  })
  afterEach(() => test.close())

  const daysFor = async (reader: Person) => {
    const { members } = await reader.get<{ members: Member[] }>(`/api/plans/${planId}/members`)
    return members.map(({ name, lastHereOn }) => `${name}: ${lastHereOn}`)
  }
  const today = () => new Date(test.clock.now()).toISOString().slice(0, 10)

  it('is kept at the first opening of a day, and is for coordinators and the member alone', async () => {
    expect(await daysFor(els)).toEqual(['Els: null', 'Noor: null'])
    const first = today()
    for (let time = 0; time < 3; time++) await noor.get(`/api/plans/${planId}`)
    await vi.waitFor(async () =>
      expect(await daysFor(els)).toEqual(['Els: null', `Noor: ${first}`]),
    )
    test.clock.advance(3 * dayMs)
    // Looking at the list of members is no visit of the plan.
    expect(await daysFor(els)).toEqual(['Els: null', `Noor: ${first}`])
    await els.get(`/api/plans/${planId}`)
    await vi.waitFor(async () =>
      expect(await daysFor(els)).toEqual([`Els: ${today()}`, `Noor: ${first}`]),
    )
    expect(await daysFor(noor)).toEqual(['Els: null', `Noor: ${first}`])
  })

  it('is known from the mark of what a member had read, for visits of before days were kept', async () => {
    await noor.ask('POST', `/api/plans/${planId}/visits`, { body: {} })
    await test.installation.db.updateTable('members').set({ last_here_on: null }).execute()
    expect(await daysFor(els)).toEqual(['Els: null', `Noor: ${today()}`])
  })
})

describe('storing the day of a visit', () => {
  function counting(write: () => Promise<void>) {
    const writePlan = vi.fn(write)
    const writer = { writePlan } as unknown as PlanWriter
    return {
      writePlan,
      ...createLastHere({ writer, clock: new HandClock(), logger: silentLogger }),
    }
  }
  const visit = { planId: 'p', userId: 'u', lastHereOn: null }

  it('takes one write for all connections that a screen opens, and none when the day is known', async () => {
    const { writePlan, opened, settle } = counting(async () => {})
    for (let time = 0; time < 5; time++) opened(visit)
    opened({ ...visit, userId: 'v', lastHereOn: '9999-01-01' })
    await settle()
    expect(writePlan).toHaveBeenCalledOnce()
  })

  it('keeps nobody from the plan when storage fails, and writes at the next opening', async () => {
    const { writePlan, opened, settle } = counting(async () => {
      throw new Error('the disk is full')
    })
    for (let time = 0; time < 2; time++) {
      opened(visit)
      await settle()
    }
    expect(writePlan).toHaveBeenCalledTimes(2)
  })

  it('leaves the days of a rush to the next opening (limit visitsBeingStored)', async () => {
    const { writePlan, opened, settle } = counting(async () => {})
    for (let user = 0; user < limits.visitsBeingStored.max + 5; user++)
      opened({ ...visit, userId: `u${user}` })
    await settle()
    expect(writePlan).toHaveBeenCalledTimes(limits.visitsBeingStored.max)
  })
})
