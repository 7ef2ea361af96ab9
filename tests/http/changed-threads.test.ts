import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { limits } from '#shared/limits.ts'
import { type Person, TestInstallation } from './installation.ts'

type Answer = {
  threads: Thread[]
  removed: string[]
  seq: number
  epoch: string
  isWhole: boolean
  next?: number
}

describe('the threads that changed since', () => {
  let test: TestInstallation
  let els: Person
  let wim: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    wim = await test.person('Wim')
    planId = await els.createPlan()
    await wim.accept(await els.invite(planId, 'commenter'))
  })
  afterEach(() => test.close())

  const ask = (query = '', who = els) => who.get<Answer>(`/api/plans/${planId}/threads${query}`)
  const begin = (body: string, target: object = { kind: 'plan' }) =>
    els.post<Thread>(`/api/plans/${planId}/threads`, { target, body })
  const ids = ({ threads }: Answer) => threads.map(({ id }) => id)

  it('EV3 everything that happens to a thread is told since, and nothing else', async () => {
    const [first, second] = [await begin('Een'), await begin('Twee')]
    const at = await ask()
    expect(at).toMatchObject({ isWhole: true, removed: [] })
    expect(ids(at)).toEqual([first.id, second.id])
    expect(await ask(`?since=${at.seq}`)).toMatchObject({
      threads: [],
      removed: [],
      seq: at.seq,
      isWhole: false,
    })
    const comment = first.comments[0]?.id
    const happenings: [string, () => Promise<unknown>][] = [
      ['a reply', () => wim.post(`/api/threads/${first.id}/comments`, { body: 'Ja' })],
      [
        'another text',
        () =>
          els.ask('PATCH', `/api/threads/${first.id}/comments/${comment}`, {
            body: { body: 'Anders' },
          }),
      ],
      [
        'a like',
        () => wim.post(`/api/threads/${first.id}/comments/${comment}/likes`, { liked: true }),
      ],
      ['its end', () => els.ask('PATCH', `/api/threads/${first.id}`, { body: { resolved: true } })],
      [
        'the agenda',
        () => els.ask('PATCH', `/api/threads/${first.id}`, { body: { toDiscuss: true } }),
      ],
      [
        'a removed comment',
        () => els.ask('DELETE', `/api/threads/${first.id}/comments/${comment}`),
      ],
    ]
    let since = at.seq
    for (const [what, happen] of happenings) {
      await happen()
      const answer = await ask(`?since=${since}`)
      expect([what, ids(answer)]).toEqual([what, [first.id]])
      since = answer.seq
    }
    const whole = await ask()
    expect(whole.threads.find(({ id }) => id === first.id)).toEqual(
      (await ask(`?since=${at.seq}`)).threads[0],
    )
  })

  it('a thread that is gone is told by its id, and not to anyone who never had it', async () => {
    const thread = await begin('Weg')
    const { seq } = await ask()
    await els.ask('DELETE', `/api/threads/${thread.id}/comments/${thread.comments[0]?.id}`)
    expect(await ask(`?since=${seq}`)).toMatchObject({ threads: [], removed: [thread.id] })
    expect(await ask()).toMatchObject({ threads: [], removed: [] })
  })

  it('goes on where the page before ended, and misses nothing that happens meanwhile', async () => {
    const begun = [await begin('A'), await begin('B'), await begin('C')]
    const first = await ask('?limit=2')
    expect(first.next).toBe(first.seq)
    await wim.post(`/api/threads/${begun[0]?.id}/comments`, { body: 'Nog iets' })
    const second = await ask(`?limit=2&since=${first.next}`)
    expect(ids(second)).toEqual([begun[0]?.id, begun[2]?.id])
    expect(second.next).toBeUndefined()
    expect(second.isWhole).toBe(false)
  })

  it('has no larger page than its limit (limit threadsPerPage)', async () => {
    const { max } = limits.threadsPerPage
    expect(await els.refusal('GET', `/api/plans/${planId}/threads?limit=${max + 1}`)).toBe(
      '422 invalid-values',
    )
    const thread = await begin('Eén')
    const row = await test.db
      .selectFrom('threads')
      .selectAll()
      .where('id', '=', thread.id)
      .executeTakeFirstOrThrow()
    await test.db
      .insertInto('threads')
      .values(
        Array.from({ length: max }, (_, i) => ({
          ...row,
          id: `t${i}`,
          seq: row.seq + i + 1,
          changed_seq: row.seq + i + 1,
        })),
      )
      .execute()
    await test.db
      .updateTable('plans')
      .set({ seq: row.seq + max })
      .where('id', '=', planId)
      .execute()
    const { threads, next } = await ask()
    expect(threads).toHaveLength(max)
    expect((await ask(`?since=${next}`)).threads).toHaveLength(1)
  })

  it('a position from before a backup was put back counts for nothing', async () => {
    const thread = await begin('Een')
    const { seq, epoch } = await ask()
    expect(ids(await ask(`?since=${seq}&epoch=${epoch}`))).toEqual([])
    const other = await ask(`?since=${seq}&epoch=another`)
    expect([other.isWhole, ids(other)]).toEqual([true, [thread.id]])
    const beyond = await ask(`?since=${seq + 100}`)
    expect([beyond.isWhole, ids(beyond)]).toEqual([true, [thread.id]])
  })

  it('EV4 a member who was invited to parts hears of nothing that happens elsewhere', async () => {
    const lot = await test.person('Lot')
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    await lot.accept(url)
    const { seq } = await ask('', lot)
    const elsewhere = [await begin('Nee'), await begin('Ook niet'), await begin('Niet')]
    const here = await begin('Ja', { kind: 'section', section: 'netwerkvorming' })
    await els.ask(
      'DELETE',
      `/api/threads/${elsewhere[0]?.id}/comments/${elsewhere[0]?.comments[0]?.id}`,
    )
    const answer = await ask(`?since=${seq}`, lot)
    expect([ids(answer), answer.removed]).toEqual([[here.id], []])
    // A page ends at the last visible thread, so that no cursor reveals a hidden thread in between.
    const page = await ask(`?since=${seq}&limit=1`, lot)
    expect([ids(page), page.next]).toEqual([[here.id], undefined])
  })

  it('EV4 a reader from whom the comments are kept gets none of them since either', async () => {
    const lot = await test.person('Lot')
    await lot.accept(await els.invite(planId, 'reader'))
    await begin('Nee')
    expect(await lot.refusal('GET', `/api/plans/${planId}/threads?since=1`)).toBe(
      '403 comments-hidden',
    )
  })
})
