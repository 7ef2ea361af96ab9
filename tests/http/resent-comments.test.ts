import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { openThreadedPlan, type ThreadedPlan } from './threaded-plan.ts'

const minute = 60_000

describe('threads', () => {
  let plan: ThreadedPlan
  beforeEach(async () => {
    plan = await openThreadedPlan()
  })
  afterEach(() => plan.test.close())

  it('sent twice it is there once, also at the same moment, and also when its place has gone since', async () => {
    const clientId = 'toestel-0001'
    const [first, second] = await Promise.all([
      plan.begin(plan.wim, { clientId }),
      plan.begin(plan.wim, { clientId }),
    ])
    expect(second?.id).toBe(first?.id)
    vi.spyOn(plan.test.installation.rooms, 'read').mockRejectedValue(new Error('not asked'))
    expect(
      (
        await plan.begin(plan.wim, {
          clientId,
          target: { kind: 'row', table: 'themes', row: 'weg' },
        })
      ).id,
    ).toBe(first?.id)
    vi.restoreAllMocks()
    // The client id is per author: the same id from another author is another comment.
    expect((await plan.begin(plan.noor, { clientId })).id).not.toBe(first?.id)
    const thread = first as Thread
    for (let n = 0; n < 2; n++)
      expect(
        (
          await plan.wim.post<Thread>(`/api/threads/${thread.id}/comments`, {
            body: 'Nog iets',
            clientId: 'toestel-0002',
          })
        ).comments,
      ).toHaveLength(2)
    expect(
      (await plan.events()).filter((type) => type === 'thread.added' || type === 'comment.added'),
    ).toEqual(['thread.added', 'thread.added', 'comment.added'])
  })

  it('one client id for two things is refused rather than lost', async () => {
    const thread = await plan.begin(plan.wim, { clientId: 'toestel-0001' })
    const other = await plan.begin(plan.wim, { clientId: 'toestel-0002' })
    for (const { id } of [thread, other])
      expect(
        await plan.wim.refusal('POST', `/api/threads/${id}/comments`, {
          body: { body: 'x', clientId: 'toestel-0001' },
        }),
      ).toBe('409 already-sent')
    expect(
      await plan.wim.refusal('POST', `/api/plans/${plan.planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', clientId: 'te kort' },
      }),
    ).toBe('422 invalid-values')
    await plan.wim.ask('DELETE', plan.at(thread))
    expect(
      await plan.wim.refusal('POST', `/api/plans/${plan.planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', clientId: 'toestel-0001' },
      }),
    ).toBe('404 thread-not-found')
  })

  it('keeps when it was written without a connection, when that can be', async () => {
    plan.test.clock.advance(10 * minute)
    const writtenAt = new Date(plan.test.clock.now() - 5 * minute).toISOString()
    expect((await plan.begin(plan.wim, { writtenAt })).comments[0]).toMatchObject({
      writtenAt,
      createdAt: new Date(plan.test.clock.now()).toISOString(),
    })
    expect(
      (await plan.begin(plan.wim, { writtenAt: '2031-01-01T00:00:00Z' })).comments[0],
    ).not.toHaveProperty('writtenAt')
    expect(
      await plan.wim.refusal('POST', `/api/plans/${plan.planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', writtenAt: 'gisteren' },
      }),
    ).toBe('422 invalid-values')
  })

  it('two who resolve at the same moment are both right, once', async () => {
    const thread = await plan.begin(plan.wim)
    const answers = await Promise.all([
      plan.change(plan.els, thread, { resolved: true }),
      plan.change(plan.noor, thread, { resolved: true }),
    ])
    expect(answers.map((answer) => [answer.status, answer.body.resolved])).toEqual([
      [200, true],
      [200, true],
    ])
    expect(answers[0]?.body.resolvedBy).toEqual(answers[1]?.body.resolvedBy)
    expect((await plan.events()).filter((type) => type === 'thread.changed')).toHaveLength(1)
  })
})
