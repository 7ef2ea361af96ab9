import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createSummaries } from '#server/plans/summaries.ts'
import { silentLogger } from '#server/runtime.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import type { Plan } from '#shared/api/plans.ts'
import { limits } from '#shared/limits.ts'
import { atOnce } from '#shared/steps.ts'
import { turnsOf } from '../support/turns-of.ts'
import { TestInstallation } from './installation.ts'
import { type ListedPlans, openListedPlans } from './listed-plans.ts'

describe('the list of plans', () => {
  let its: ListedPlans
  beforeEach(async () => {
    its = await openListedPlans()
  })
  afterEach(() => its.test.close())
  const row = (planId: string) =>
    its.test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()
  /** The state after a crash: the change is in the log, but its summary is not stored. */
  const forgetSummary = (planId: string) =>
    its.test.db
      .updateTable('plans')
      .set({ summary_seq: 0, wijk: 'oud', title: 'oud', search_text: 'oud' })
      .where('id', '=', planId)
      .execute()

  it('keeps what it shows of a plan when that is changed, without being asked for', async () => {
    const planId = await its.named('Kraaienveen')
    await its.rename(planId, 'Broekerveld')
    const read = vi.spyOn(its.test.installation.rooms, 'readOpen')
    await its.test.pass(5000)
    await vi.waitFor(async () =>
      expect(await row(planId)).toMatchObject({ wijk: 'Broekerveld', summary_seq: 3 }),
    )
    expect(read).toHaveBeenCalledTimes(1)
    expect(await its.wijken()).toEqual(['Broekerveld'])
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('reads no plan again because of what is said about it, and counts that', async () => {
    const planId = await its.els.createPlan()
    await its.els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Een' })
    const { id } = await its.els.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Twee',
    })
    const log = vi.spyOn(its.test.installation.rooms, 'readOpen')
    expect((await its.page()).plans[0]?.openThreads).toBe(2)
    await its.els.ask('PATCH', `/api/threads/${id}`, { body: { resolved: true } })
    expect((await its.els.get<Plan>(`/api/plans/${planId}`)).openThreads).toBe(1)
    expect(log).not.toHaveBeenCalled()
    const { seq, document_seq } = await row(planId)
    expect([seq, document_seq]).toEqual([5, 2])
  })

  it('a crash between a change and its summary is mended by the list, a few plans at once (limit plansReadPerListing)', async () => {
    const ids: string[] = []
    const count = limits.plansReadPerListing.max + 3
    for (let i = 0; i < count; i++) {
      ids.push(await its.named(`Wijk ${i}`))
      its.test.clock.advance(1000)
    }
    for (const id of ids) await forgetSummary(id)
    const { value: shown, turns } = await turnsOf(() => its.wijken())
    // Other requests are served between two summaries.
    expect(turns).toBeGreaterThanOrEqual(limits.plansReadPerListing.max)
    expect(shown.filter((wijk) => wijk !== 'oud')).toHaveLength(limits.plansReadPerListing.max)
    // The other plans show their stored summary, and are read in the background.
    await its.test.pass(5000)
    await vi.waitFor(async () => {
      for (const id of ids) expect((await row(id)).wijk).not.toBe('oud')
    })
    expect((await its.wijken('?q=wijk')).length).toBe(count)
    // No plan was opened for it, which would keep all of them in memory.
    expect(its.test.installation.rooms.stats().rooms).toBe(0)
  })

  it('a summary that waits at a stop is written, and opening a plan mends it too', async () => {
    const planId = await its.named('Kraaienveen')
    await its.rename(planId, 'Broekerveld')
    await its.test.installation.rooms.read(planId, 3, () => undefined)
    const again = await its.test.restart()
    try {
      const found = await again.db
        .selectFrom('plans')
        .select('wijk')
        .where('id', '=', planId)
        .executeTakeFirstOrThrow()
      expect(found.wijk).toBe('Broekerveld')
      await again.db
        .updateTable('plans')
        .set({ summary_seq: 0, wijk: 'oud' })
        .where('id', '=', planId)
        .execute()
      expect((await its.els.via(again).get<Plan>(`/api/plans/${planId}`)).wijk).toBe('Broekerveld')
    } finally {
      its.test = again
    }
  })

  it('of more plans than can be open nothing waits (limit summariesWaiting)', async () => {
    const asked: string[] = []
    const summaries = createSummaries({
      db: its.test.db,
      log: its.test.installation.log,
      formats: { find: () => null } as never,
      clock: its.test.clock,
      logger: { ...silentLogger, warn: (fields) => void asked.push(JSON.stringify(fields)) },
      readOpen: async () => null,
      turns: createPlanTurns(new Turns()),
      onTasksChanged: () => {},
    })
    const planId = await its.els.createPlan()
    for (let i = 0; i < limits.summariesWaiting.max; i++) summaries.changed(`none-${i}`)
    summaries.changed(planId)
    await summaries.settle()
    expect(asked).toEqual([])
    summaries.changed(planId)
    await summaries.settle()
    expect(asked).toHaveLength(1)
  })
})

describe('the source of a summary', () => {
  it('is what reading it whole gives, for every form', async () => {
    const { readFacts, summarize } = await import('#shared/plan/summary.ts')
    const { meetingsOf } = await import('#shared/plan/meetings.ts')
    const { tasksOf } = await import('#shared/plan/tasks.ts')
    const { readPlan } = await import('#shared/plan/read.ts')
    const { seedPlan } = await import('#shared/plan/seed.ts')
    const { examplePlan } = await import('../support/example-plan.ts')
    const test = await TestInstallation.open()
    try {
      const els = await test.person('Els')
      for (const name of ['broekerveld', 'kraaienveen', 'meerpalen'] as const) {
        const { format: id, ...input } = examplePlan(name)
        const format = await els.get<Parameters<typeof readFacts>[1]>(`/api/formats/${id}`)
        let count = 0
        const doc = new Y.Doc()
        Y.applyUpdate(
          doc,
          seedPlan(format, input, () => `row-${count++}`),
        )
        const content = readPlan(doc, format, { epoch: '', seq: 0 })
        expect(atOnce(readFacts(doc, format))).toEqual({
          ...summarize(content, format),
          tasks: tasksOf(format, content),
          meetings: meetingsOf(format, content),
        })
        expect(atOnce(readFacts(doc, format)).totalCents).toBeGreaterThan(0)
      }
    } finally {
      await test.close()
    }
  })
})
