import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from './installation.ts'
import { openThreadedPlan, type ThreadedPlan } from './threaded-plan.ts'

const minute = 60_000

describe('threads', () => {
  let plan: ThreadedPlan
  beforeEach(async () => {
    plan = await openThreadedPlan()
  })
  afterEach(() => plan.test.close())

  describe('unread', () => {
    const unread = async (who: Person) => (await plan.list(who)).map((thread) => thread.isUnread)

    it('is each person’s own, and never what one wrote oneself', async () => {
      const thread = await plan.begin(plan.wim)
      expect([await unread(plan.wim), await unread(plan.noor), await unread(plan.els)]).toEqual([
        [false],
        [true],
        [true],
      ])
      await plan.noor.post(`/api/plans/${plan.planId}/seen`, {
        threads: [thread.id, 'bestaat-niet'],
      })
      expect([await unread(plan.noor), await unread(plan.els)]).toEqual([[false], [true]])
      await plan.reply(plan.els, thread, 'Antwoord')
      expect([await unread(plan.wim), await unread(plan.noor), await unread(plan.els)]).toEqual([
        [true],
        [true],
        [true],
      ])
      await plan.begin(plan.wim)
      await plan.els.post(`/api/plans/${plan.planId}/seen`, { all: true })
      expect([await unread(plan.els), await unread(plan.noor)]).toEqual([
        [false, false],
        [true, true],
      ])
    })

    it('a mark covers what the screen showed, never goes back, and never runs ahead', async () => {
      const thread = await plan.begin(plan.wim)
      const replied = await plan.reply(plan.els, thread, 'Kwam net binnen')
      await plan.noor.post(`/api/plans/${plan.planId}/seen`, {
        threads: [thread.id],
        seq: replied.seq,
      })
      expect(await unread(plan.noor)).toEqual([true])
      await plan.noor.post(`/api/plans/${plan.planId}/seen`, {
        threads: [thread.id],
        seq: 1_000_000,
      })
      await plan.noor.post(`/api/plans/${plan.planId}/seen`, { threads: [thread.id], seq: 1 })
      expect(await unread(plan.noor)).toEqual([false])
      await plan.reply(plan.els, thread, 'Nog iets')
      expect(await unread(plan.noor)).toEqual([true])
    })

    it('a remark from before a member came is not asked of them, nor a deleted one', async () => {
      const thread = await plan.begin(plan.wim)
      plan.test.clock.advance(minute)
      const ilse = await plan.member('Ilse', 'commenter')
      expect(await unread(ilse)).toEqual([false])
      const replied = await plan.reply(plan.els, thread, 'Weg ermee')
      expect(await unread(ilse)).toEqual([true])
      await plan.els.ask('DELETE', plan.at(replied, 1))
      expect(await unread(ilse)).toEqual([false])
    })
  })
})
