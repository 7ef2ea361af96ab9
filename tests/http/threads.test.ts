import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '#shared/access.ts'
import type { CreateThread, Thread } from '#shared/api/comments.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const withTheme = {
  ...smallPlan,
  tables: { themes: [{ id: 't1', title: 'Veilig thuis', goal: 'Ouderen wonen langer thuis.' }] },
}
const minute = 60_000

describe('threads', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let wim: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan(withTheme)
    noor = await member('Noor', 'editor')
    wim = await member('Wim', 'commenter')
  })
  afterEach(() => test.close())

  async function member(name: string, role: Role): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await els.invite(planId, role))
    return person
  }
  const begin = (
    who: Person,
    given: Partial<Omit<CreateThread, 'mentions'>> & { mentions?: string[] } = {},
  ) =>
    who.post<Thread>(`/api/plans/${planId}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: 'Klopt dit?',
      ...given,
    })
  const reply = (who: Person, thread: Thread, body: string) =>
    who.post<Thread>(`/api/threads/${thread.id}/comments`, { body })
  const change = (who: Person, thread: Thread, body: unknown) =>
    who.ask<Thread>('PATCH', `/api/threads/${thread.id}`, { body })
  const list = async (who: Person) =>
    (await who.get<{ threads: Thread[] }>(`/api/plans/${planId}/threads`)).threads
  const at = (thread: Thread, index = 0) =>
    `/api/threads/${thread.id}/comments/${thread.comments[index]?.id}`
  const events = () => test.events(planId)

  it('the life of one: begun, replied to, changed, agreed with, resolved and reopened', async () => {
    const begun = await begin(wim, {
      mentions: [await noor.userId()],
      askDiscipline: 'wijkverpleging',
      dueDate: '2026-02-01',
    })
    expect(begun).toMatchObject({
      target: { kind: 'field', field: 'netwerk' },
      place: 'Het netwerk',
      resolved: false,
      toDiscuss: false,
      askedDiscipline: 'wijkverpleging',
      dueDate: '2026-02-01',
      isUnread: false,
      comments: [
        { author: { name: 'Wim' }, body: 'Klopt dit?', mentions: [{ name: 'Noor' }], likes: [] },
      ],
    })
    test.clock.advance(minute)
    const replied = await reply(noor, begun, ' Ja.\r\nZie https://voorbeeld.nl ')
    expect(replied.comments[1]).toMatchObject({
      body: 'Ja.\nZie https://voorbeeld.nl',
      author: { name: 'Noor' },
      createdAt: new Date(test.clock.now()).toISOString(),
    })
    test.clock.advance(minute)
    const edited = await noor.ask<Thread>('PATCH', at(replied, 1), { body: { body: 'Ja, zeker.' } })
    expect(edited.body.comments[1]).toMatchObject({
      body: 'Ja, zeker.',
      editedAt: new Date(test.clock.now()).toISOString(),
    })
    const liked = await wim.post<Thread>(`${at(replied, 1)}/likes`, { liked: true })
    expect(liked.comments[1]?.likes).toEqual([{ id: await wim.userId(), name: 'Wim' }])
    expect(
      (await wim.post<Thread>(`${at(replied, 1)}/likes`, { liked: false })).comments[1]?.likes,
    ).toEqual([])
    expect((await change(els, begun, { resolved: true, toDiscuss: true })).body).toMatchObject({
      resolved: true,
      resolvedBy: { name: 'Els' },
      resolvedAt: expect.any(String),
      toDiscuss: true,
    })
    const reopened = (await change(wim, begun, { resolved: false })).body
    expect(reopened.resolved).toBe(false)
    expect(reopened).not.toHaveProperty('resolvedBy')
    expect(await list(noor)).toMatchObject([{ id: begun.id, comments: [{}, {}] }])
    expect((await events()).slice(-7)).toEqual([
      'thread.added',
      'comment.added',
      'comment.changed',
      'comment.changed',
      'comment.changed',
      'thread.changed',
      'thread.changed',
    ])
  })

  it('EV1 a request that changes nothing is no event, and an event that fails takes its row along', async () => {
    const thread = await begin(wim)
    const before = await events()
    await change(wim, thread, { resolved: false })
    await change(wim, thread, {})
    await wim.post(`${at(thread)}/likes`, { liked: false })
    await wim.ask('PATCH', at(thread), { body: { body: 'Klopt dit?' } })
    expect(await events()).toEqual(before)
    vi.spyOn(test.installation.log, 'appendIn').mockRejectedValue(new Error('disk full'))
    for (const path of [`/api/plans/${planId}/threads`, `/api/threads/${thread.id}/comments`])
      expect(
        await wim.refusal('POST', path, { body: { target: { kind: 'plan' }, body: 'x' } }),
      ).toBe('500 internal')
    vi.restoreAllMocks()
    expect(await list(wim)).toMatchObject([{ id: thread.id, comments: [{}] }])
    expect(await events()).toEqual(before)
  })

  it('EV1 the log tells what happened and not what was said', async () => {
    const notified = vi.spyOn(test.installation.rooms, 'notifyChanged')
    const thread = await begin(wim, { body: 'Vertrouwelijk woord' })
    expect(notified).toHaveBeenCalledWith(planId)
    const last = await test.db
      .selectFrom('plan_changes')
      .selectAll()
      .where('plan_id', '=', planId)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(Buffer.from(last.body).toString())).toEqual({
      type: 'thread.added',
      threadId: thread.id,
    })
    expect(last.actor).toBe(await wim.userId())
    expect(thread.seq).toBe(last.seq)
  })

  it('on every kind of place, and on words of a text', async () => {
    const position = { item: { client: 1, clock: 0 }, tname: null, type: null, assoc: 0 }
    const range = { from: position, to: { ...position, assoc: -1 }, quote: ' Ouderen\n wonen ' }
    const onWords = await begin(wim, {
      target: { kind: 'cell', table: 'themes', row: 't1', column: 'goal' },
      range,
    })
    expect(onWords).toMatchObject({
      place: 'Thema 1: Veilig thuis, Doelstelling',
      quote: 'Ouderen wonen',
      range: { from: position, quote: 'Ouderen wonen' },
    })
    const targets: CreateThread['target'][] = [
      { kind: 'plan' },
      { kind: 'section', section: 'themas' },
      { kind: 'value', field: 'wijk' },
      { kind: 'table', table: 'budget' },
      { kind: 'row', table: 'themes', row: 't1' },
    ]
    for (const target of targets) expect((await begin(wim, { target })).target).toEqual(target)
    expect(
      await wim.ask('POST', `/api/plans/${planId}/threads`, {
        body: { target: { kind: 'row', table: 'themes', row: 't1' }, range, body: 'x' },
      }),
    ).toMatchObject({
      status: 422,
      body: { code: 'invalid-values', fields: [{ path: 'range' }] },
    })
  })

  it('refuses a place that is not there, each with its own answer', async () => {
    const ask = (target: unknown) =>
      wim.refusal('POST', `/api/plans/${planId}/threads`, { body: { target, body: 'x' } })
    expect(await ask({ kind: 'row', table: 'themes', row: 't9' })).toBe('409 target-gone')
    expect(await ask({ kind: 'cell', table: 'themes', row: 't1', column: 'bestaatNiet' })).toBe(
      '422 target-unknown',
    )
    expect(await ask({ kind: 'field', field: 'rows:themes' })).toBe('422 target-unknown')
    expect(await ask({ kind: 'hoofdstuk' })).toBe('422 invalid-values')
    expect(await list(wim)).toEqual([])
  })

  it('sent twice it is there once, also at the same moment, and also when its place has gone since', async () => {
    const clientId = 'toestel-0001'
    const [first, second] = await Promise.all([begin(wim, { clientId }), begin(wim, { clientId })])
    expect(second?.id).toBe(first?.id)
    vi.spyOn(test.installation.rooms, 'read').mockRejectedValue(new Error('not asked'))
    expect(
      (await begin(wim, { clientId, target: { kind: 'row', table: 'themes', row: 'weg' } })).id,
    ).toBe(first?.id)
    vi.restoreAllMocks()
    // The client id is per author: the same id from another author is another comment.
    expect((await begin(noor, { clientId })).id).not.toBe(first?.id)
    const thread = first as Thread
    for (let n = 0; n < 2; n++)
      expect(
        (
          await wim.post<Thread>(`/api/threads/${thread.id}/comments`, {
            body: 'Nog iets',
            clientId: 'toestel-0002',
          })
        ).comments,
      ).toHaveLength(2)
    expect(
      (await events()).filter((type) => type === 'thread.added' || type === 'comment.added'),
    ).toEqual(['thread.added', 'thread.added', 'comment.added'])
  })

  it('one client id for two things is refused rather than lost', async () => {
    const thread = await begin(wim, { clientId: 'toestel-0001' })
    const other = await begin(wim, { clientId: 'toestel-0002' })
    for (const { id } of [thread, other])
      expect(
        await wim.refusal('POST', `/api/threads/${id}/comments`, {
          body: { body: 'x', clientId: 'toestel-0001' },
        }),
      ).toBe('409 already-sent')
    expect(
      await wim.refusal('POST', `/api/plans/${planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', clientId: 'te kort' },
      }),
    ).toBe('422 invalid-values')
    await wim.ask('DELETE', at(thread))
    expect(
      await wim.refusal('POST', `/api/plans/${planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', clientId: 'toestel-0001' },
      }),
    ).toBe('404 thread-not-found')
  })

  it('keeps when it was written without a connection, when that can be', async () => {
    test.clock.advance(10 * minute)
    const writtenAt = new Date(test.clock.now() - 5 * minute).toISOString()
    expect((await begin(wim, { writtenAt })).comments[0]).toMatchObject({
      writtenAt,
      createdAt: new Date(test.clock.now()).toISOString(),
    })
    expect(
      (await begin(wim, { writtenAt: '2031-01-01T00:00:00Z' })).comments[0],
    ).not.toHaveProperty('writtenAt')
    expect(
      await wim.refusal('POST', `/api/plans/${planId}/threads`, {
        body: { target: { kind: 'plan' }, body: 'x', writtenAt: 'gisteren' },
      }),
    ).toBe('422 invalid-values')
  })

  it('a text is not empty, not endless, and free of what nobody sees', async () => {
    const thread = await begin(wim, { body: 'een\u0000\u202etwee\u000bdrie <b>' })
    expect(thread.comments[0]?.body).toBe('eentwee\ndrie <b>')
    for (const path of [`/api/plans/${planId}/threads`, `/api/threads/${thread.id}/comments`]) {
      for (const body of ['', ' \u0007\n', 'a'.repeat(5001)]) {
        expect(
          await wim.ask('POST', path, { body: { target: { kind: 'plan' }, body } }),
        ).toMatchObject({
          status: 422,
          body: { code: 'invalid-values', fields: [{ path: 'body' }] },
        })
      }
      expect(
        await wim.refusal('POST', path, {
          body: { target: { kind: 'plan' }, body: 'a'.repeat(70_000) },
        }),
      ).toBe('413 too-large')
    }
  })

  it('names only people who are in the plan', async () => {
    const outsider = await test.person('Outsider')
    const ids = [await noor.userId(), await outsider.userId(), 'bestaat-niet', await noor.userId()]
    expect((await begin(wim, { mentions: ids })).comments[0]?.mentions).toEqual([
      { id: ids[0], name: 'Noor' },
    ])
  })

  it('two who resolve at the same moment are both right, once', async () => {
    const thread = await begin(wim)
    const answers = await Promise.all([
      change(els, thread, { resolved: true }),
      change(noor, thread, { resolved: true }),
    ])
    expect(answers.map((answer) => [answer.status, answer.body.resolved])).toEqual([
      [200, true],
      [200, true],
    ])
    expect(answers[0]?.body.resolvedBy).toEqual(answers[1]?.body.resolvedBy)
    expect((await events()).filter((type) => type === 'thread.changed')).toHaveLength(1)
  })

  describe('deleting', () => {
    it('the only comment takes the thread along, and its words are nowhere', async () => {
      const thread = await begin(wim, {
        body: 'Per ongeluk geplaatst',
        mentions: [await noor.userId()],
      })
      expect((await wim.ask('DELETE', at(thread))).body).toEqual({ thread: null })
      expect(await list(els)).toEqual([])
      expect(await els.refusal('GET', `/api/threads/${thread.id}`)).toBe('404 thread-not-found')
      expect(
        JSON.stringify([
          await test.db.selectFrom('comments').selectAll().execute(),
          await test.db.selectFrom('threads').selectAll().execute(),
        ]),
      ).not.toMatch(/ongeluk|netwerk"?,"row|Noor/)
      expect((await events()).at(-1)).toBe('comment.removed')
    })

    it('one that was replied to stays as a trace, until nobody’s words follow it', async () => {
      const thread = await reply(noor, await begin(wim), 'Antwoord')
      await els.post(`${at(thread)}/likes`, { liked: true })
      const { body } = await wim.ask<{ thread: Thread }>('DELETE', at(thread))
      expect(body.thread.comments).toMatchObject([
        { body: '', deletedAt: expect.any(String), likes: [] },
        { body: 'Antwoord' },
      ])
      expect(await wim.refusal('PATCH', at(thread), { body: { body: 'Toch niet' } })).toBe(
        '404 thread-not-found',
      )
      expect((await noor.ask('DELETE', at(thread, 1))).body).toEqual({ thread: null })
      expect(await list(wim)).toEqual([])
    })

    it('the last reply leaves no trace', async () => {
      const thread = await reply(noor, await begin(wim), 'Antwoord')
      const { body } = await noor.ask<{ thread: Thread }>('DELETE', at(thread, 1))
      expect(body.thread.comments).toMatchObject([{ body: 'Klopt dit?' }])
    })
  })

  describe('the rights of each role', () => {
    it('only the writer changes or deletes a comment, also not a coordinator', async () => {
      const thread = await begin(wim)
      for (const person of [els, noor]) {
        expect(await person.refusal('PATCH', at(thread), { body: { body: 'Anders' } })).toBe(
          '403 not-yours',
        )
        expect(await person.refusal('DELETE', at(thread))).toBe('403 not-yours')
      }
    })

    it('a thread is resolved by anyone who began it, an editor or a coordinator; the agenda is theirs alone', async () => {
      const ilse = await member('Ilse', 'commenter')
      const thread = await begin(wim)
      expect(
        await ilse.refusal('PATCH', `/api/threads/${thread.id}`, { body: { resolved: true } }),
      ).toBe('403 resolve-not-allowed')
      expect(
        await wim.refusal('PATCH', `/api/threads/${thread.id}`, {
          body: { resolved: true, toDiscuss: true },
        }),
      ).toBe('403 read-only')
      expect((await list(wim))[0]?.resolved).toBe(false)
      expect((await change(wim, thread, { resolved: true })).status).toBe(200)
      expect((await change(noor, thread, { toDiscuss: true })).body.toDiscuss).toBe(true)
    })

    it('a role that changed meanwhile counts at once', async () => {
      const thread = await begin(wim)
      await els.ask('PATCH', `/api/plans/${planId}/members/${await wim.userId()}`, {
        body: { role: 'reader' },
      })
      expect(
        await wim.refusal('POST', `/api/threads/${thread.id}/comments`, { body: { body: 'x' } }),
      ).toBe('403 comment-not-allowed')
      expect(
        await wim.refusal('PATCH', `/api/threads/${thread.id}`, { body: { resolved: true } }),
      ).toBe('403 comment-not-allowed')
      await els.ask('DELETE', `/api/plans/${planId}/members/${await wim.userId()}`)
      expect(
        await wim.refusal('POST', `/api/threads/${thread.id}/comments`, { body: { body: 'x' } }),
      ).toBe('403 no-access')
    })

    it('a thread of another plan is out of reach, and so is a comment by way of another thread', async () => {
      const outsider = await test.person('Outsider')
      const elsewhere = await outsider.createPlan(withTheme)
      const thread = await begin(wim)
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
          (await test.db.selectFrom('thread_reads').selectAll().execute()),
      ).toEqual([])
      await els.ask('DELETE', `/api/plans/${planId}`)
      expect(await wim.refusal('GET', `/api/threads/${thread.id}`)).toBe('404 thread-not-found')
    })

    it('readers see comments when the coordinator wants that, and never write them', async () => {
      const rens = await member('Rens', 'reader')
      const thread = await begin(wim)
      const paths = [
        `/api/plans/${planId}/threads`,
        `/api/threads/${thread.id}`,
        `/api/plans/${planId}/comments.csv`,
      ]
      for (const path of paths) expect(await rens.refusal('GET', path)).toBe('403 comments-hidden')
      const opened = await els.ask('PATCH', `/api/plans/${planId}`, {
        body: { readersSeeComments: true },
      })
      expect(opened.body).toMatchObject({ readersSeeComments: true, status: 'concept' })
      expect((await events()).at(-1)).toBe('plan.changed')
      for (const path of paths) expect((await rens.ask('GET', path)).status).toBe(200)
      expect(
        await rens.refusal('POST', `/api/plans/${planId}/threads`, {
          body: { target: { kind: 'plan' }, body: 'x' },
        }),
      ).toBe('403 comment-not-allowed')
      await els.ask('PATCH', `/api/plans/${planId}`, { body: { readersSeeComments: false } })
      for (const path of paths) expect(await rens.refusal('GET', path)).toBe('403 comments-hidden')
    })
  })

  describe('unread', () => {
    const unread = async (who: Person) => (await list(who)).map((thread) => thread.isUnread)

    it('is each person’s own, and never what one wrote oneself', async () => {
      const thread = await begin(wim)
      expect([await unread(wim), await unread(noor), await unread(els)]).toEqual([
        [false],
        [true],
        [true],
      ])
      await noor.post(`/api/plans/${planId}/seen`, { threads: [thread.id, 'bestaat-niet'] })
      expect([await unread(noor), await unread(els)]).toEqual([[false], [true]])
      await reply(els, thread, 'Antwoord')
      expect([await unread(wim), await unread(noor), await unread(els)]).toEqual([
        [true],
        [true],
        [true],
      ])
      await begin(wim)
      await els.post(`/api/plans/${planId}/seen`, { all: true })
      expect([await unread(els), await unread(noor)]).toEqual([
        [false, false],
        [true, true],
      ])
    })

    it('a mark covers what the screen showed, never goes back, and never runs ahead', async () => {
      const thread = await begin(wim)
      const replied = await reply(els, thread, 'Kwam net binnen')
      await noor.post(`/api/plans/${planId}/seen`, { threads: [thread.id], seq: replied.seq })
      expect(await unread(noor)).toEqual([true])
      await noor.post(`/api/plans/${planId}/seen`, { threads: [thread.id], seq: 1_000_000 })
      await noor.post(`/api/plans/${planId}/seen`, { threads: [thread.id], seq: 1 })
      expect(await unread(noor)).toEqual([false])
      await reply(els, thread, 'Nog iets')
      expect(await unread(noor)).toEqual([true])
    })

    it('a remark from before a member came is not asked of them, nor a deleted one', async () => {
      const thread = await begin(wim)
      test.clock.advance(minute)
      const ilse = await member('Ilse', 'commenter')
      expect(await unread(ilse)).toEqual([false])
      const replied = await reply(els, thread, 'Weg ermee')
      expect(await unread(ilse)).toEqual([true])
      await els.ask('DELETE', at(replied, 1))
      expect(await unread(ilse)).toEqual([false])
    })
  })

  it('the file of all comments: for Dutch spreadsheets, and never a formula', async () => {
    const thread = await begin(wim, {
      body: '=HYPERLINK("http://kwaad.nl";"klik")',
      target: { kind: 'row', table: 'themes', row: 't1' },
    })
    await reply(noor, thread, '@SUM(A1)\nmet een "citaat"; en meer')
    await change(els, thread, { resolved: true })
    const gone = await reply(noor, await begin(wim, { body: '+31 6 12345678' }), '-1')
    await wim.ask('DELETE', at(gone))
    const { body, headers } = await els.ask<string>('GET', `/api/plans/${planId}/comments.csv`)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="reacties-wijkplan-kraaienveen-2026-2027-concept.csv"',
    )
    const moment = '13 januari 2026 om 15.25 uur'
    expect(body.split('\r\n')).toEqual([
      'Datum;Naam;Organisatie;Plaats;Citaat;Reactie;Uitkomst',
      `${moment};Wim;;Thema 1: Veilig thuis;;"'=HYPERLINK(""http://kwaad.nl"";""klik"")";Afgerond door Els op ${moment}`,
      `${moment};Noor;;Thema 1: Veilig thuis;;"'@SUM(A1)\nmet een ""citaat""; en meer";Afgerond door Els op ${moment}`,
      `${moment};Wim;;Het netwerk;;(verwijderd);Open`,
      `${moment};Noor;;Het netwerk;;"'-1";Open`,
      '',
    ])
  })

  it('leaves the plan itself alone', async () => {
    const before = await els.get<PlanContent>(`/api/plans/${planId}/content`)
    await begin(wim)
    const after = await els.get<PlanContent>(
      `/api/plans/${planId}/content?minSeq=${before.seq + 1}`,
    )
    expect({ ...after, seq: 0 }).toEqual({ ...before, seq: 0 })
  })
})
