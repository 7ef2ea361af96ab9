import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { openThreadedPlan, type ThreadedPlan } from './threaded-plan.ts'

describe('threads', () => {
  let plan: ThreadedPlan
  beforeEach(async () => {
    plan = await openThreadedPlan()
  })
  afterEach(() => plan.test.close())

  describe('deleting', () => {
    it('the only comment takes the thread along, and its words are nowhere', async () => {
      const thread = await plan.begin(plan.wim, {
        body: 'Per ongeluk geplaatst',
        mentions: [await plan.noor.userId()],
      })
      expect((await plan.wim.ask('DELETE', plan.at(thread))).body).toEqual({ thread: null })
      expect(await plan.list(plan.els)).toEqual([])
      expect(await plan.els.refusal('GET', `/api/threads/${thread.id}`)).toBe(
        '404 thread-not-found',
      )
      expect(
        JSON.stringify([
          await plan.test.db.selectFrom('comments').selectAll().execute(),
          await plan.test.db.selectFrom('threads').selectAll().execute(),
        ]),
      ).not.toMatch(/ongeluk|netwerk"?,"row|Noor/)
      expect((await plan.events()).at(-1)).toBe('comment.removed')
    })

    it('one that was replied to stays as a trace, until nobody’s words follow it', async () => {
      const thread = await plan.reply(plan.noor, await plan.begin(plan.wim), 'Antwoord')
      await plan.els.post(`${plan.at(thread)}/likes`, { liked: true })
      const { body } = await plan.wim.ask<{ thread: Thread }>('DELETE', plan.at(thread))
      expect(body.thread.comments).toMatchObject([
        { body: '', deletedAt: expect.any(String), likes: [] },
        { body: 'Antwoord' },
      ])
      expect(
        await plan.wim.refusal('PATCH', plan.at(thread), { body: { body: 'Toch niet' } }),
      ).toBe('404 thread-not-found')
      expect((await plan.noor.ask('DELETE', plan.at(thread, 1))).body).toEqual({ thread: null })
      expect(await plan.list(plan.wim)).toEqual([])
    })

    it('the last reply leaves no trace', async () => {
      const thread = await plan.reply(plan.noor, await plan.begin(plan.wim), 'Antwoord')
      const { body } = await plan.noor.ask<{ thread: Thread }>('DELETE', plan.at(thread, 1))
      expect(body.thread.comments).toMatchObject([{ body: 'Klopt dit?' }])
    })
  })
})
