import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { openThreadedPlan, type ThreadedPlan, withTheme } from './threaded-plan.ts'

describe('threads', () => {
  let plan: ThreadedPlan
  beforeEach(async () => {
    plan = await openThreadedPlan()
  })
  afterEach(() => plan.test.close())

  describe('the rights of each role', () => {
    it('only the writer changes or deletes a comment, also not a coordinator', async () => {
      const thread = await plan.begin(plan.wim)
      for (const person of [plan.els, plan.noor]) {
        expect(await person.refusal('PATCH', plan.at(thread), { body: { body: 'Anders' } })).toBe(
          '403 not-yours',
        )
        expect(await person.refusal('DELETE', plan.at(thread))).toBe('403 not-yours')
      }
    })

    it('a thread is resolved by anyone who began it, an editor or a coordinator; the agenda is theirs alone', async () => {
      const ilse = await plan.member('Ilse', 'commenter')
      const thread = await plan.begin(plan.wim)
      expect(
        await ilse.refusal('PATCH', `/api/threads/${thread.id}`, { body: { resolved: true } }),
      ).toBe('403 resolve-not-allowed')
      expect(
        await plan.wim.refusal('PATCH', `/api/threads/${thread.id}`, {
          body: { resolved: true, toDiscuss: true },
        }),
      ).toBe('403 read-only')
      expect((await plan.list(plan.wim))[0]?.resolved).toBe(false)
      expect((await plan.change(plan.wim, thread, { resolved: true })).status).toBe(200)
      expect((await plan.change(plan.noor, thread, { toDiscuss: true })).body.toDiscuss).toBe(true)
    })

    it('a role that changed meanwhile counts at once', async () => {
      const thread = await plan.begin(plan.wim)
      await plan.els.ask('PATCH', `/api/plans/${plan.planId}/members/${await plan.wim.userId()}`, {
        body: { role: 'reader' },
      })
      expect(
        await plan.wim.refusal('POST', `/api/threads/${thread.id}/comments`, {
          body: { body: 'x' },
        }),
      ).toBe('403 comment-not-allowed')
      expect(
        await plan.wim.refusal('PATCH', `/api/threads/${thread.id}`, { body: { resolved: true } }),
      ).toBe('403 comment-not-allowed')
      await plan.els.ask('DELETE', `/api/plans/${plan.planId}/members/${await plan.wim.userId()}`)
      expect(
        await plan.wim.refusal('POST', `/api/threads/${thread.id}/comments`, {
          body: { body: 'x' },
        }),
      ).toBe('403 no-access')
    })

    it('a thread of another plan is out of reach, and so is a comment by way of another thread', async () => {
      const outsider = await plan.test.person('Outsider')
      const elsewhere = await outsider.createPlan(withTheme)
      const thread = await plan.begin(plan.wim)
      const theirs = await outsider.post<Thread>(`/api/plans/${elsewhere}/threads`, {
        target: { kind: 'plan' },
        body: 'Van ons',
      })
      expect(await outsider.refusal('GET', `/api/threads/${thread.id}`)).toBe('403 no-access')
      expect(
        await outsider.refusal('POST', `/api/threads/${thread.id}/comments`, {
          body: { body: 'x' },
        }),
      ).toBe('403 no-access')
      expect(
        await outsider.refusal(
          'DELETE',
          `/api/threads/${theirs.id}/comments/${thread.comments[0]?.id}`,
        ),
      ).toBe('404 thread-not-found')
      expect(
        (await outsider.post<object>(`/api/plans/${elsewhere}/seen`, { threads: [thread.id] })) &&
          (await plan.test.db.selectFrom('thread_reads').selectAll().execute()),
      ).toEqual([])
      await plan.els.ask('DELETE', `/api/plans/${plan.planId}`)
      expect(await plan.wim.refusal('GET', `/api/threads/${thread.id}`)).toBe(
        '404 thread-not-found',
      )
    })

    it('readers see comments when the coordinator wants that, and never write them', async () => {
      const rens = await plan.member('Rens', 'reader')
      const thread = await plan.begin(plan.wim)
      const paths = [
        `/api/plans/${plan.planId}/threads`,
        `/api/threads/${thread.id}`,
        `/api/plans/${plan.planId}/comments.csv`,
      ]
      for (const path of paths) expect(await rens.refusal('GET', path)).toBe('403 comments-hidden')
      const opened = await plan.els.ask('PATCH', `/api/plans/${plan.planId}`, {
        body: { readersSeeComments: true },
      })
      expect(opened.body).toMatchObject({ readersSeeComments: true, status: 'concept' })
      expect((await plan.events()).at(-1)).toBe('plan.changed')
      for (const path of paths) expect((await rens.ask('GET', path)).status).toBe(200)
      expect(
        await rens.refusal('POST', `/api/plans/${plan.planId}/threads`, {
          body: { target: { kind: 'plan' }, body: 'x' },
        }),
      ).toBe('403 comment-not-allowed')
      await plan.els.ask('PATCH', `/api/plans/${plan.planId}`, {
        body: { readersSeeComments: false },
      })
      for (const path of paths) expect(await rens.refusal('GET', path)).toBe('403 comments-hidden')
    })
  })
})
