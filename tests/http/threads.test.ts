import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CreateThread, Thread } from '#shared/api/comments.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { openThreadedPlan, type ThreadedPlan } from './threaded-plan.ts'

const minute = 60_000

describe('threads', () => {
  let plan: ThreadedPlan
  beforeEach(async () => {
    plan = await openThreadedPlan()
  })
  afterEach(() => plan.test.close())

  it('the life of one: begun, replied to, changed, agreed with, resolved and reopened', async () => {
    const begun = await plan.begin(plan.wim, {
      mentions: [await plan.noor.userId()],
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
    plan.test.clock.advance(minute)
    const replied = await plan.reply(plan.noor, begun, ' Ja.\r\nZie https://voorbeeld.nl ')
    expect(replied.comments[1]).toMatchObject({
      body: 'Ja.\nZie https://voorbeeld.nl',
      author: { name: 'Noor' },
      createdAt: new Date(plan.test.clock.now()).toISOString(),
    })
    plan.test.clock.advance(minute)
    const edited = await plan.noor.ask<Thread>('PATCH', plan.at(replied, 1), {
      body: { body: 'Ja, zeker.' },
    })
    expect(edited.body.comments[1]).toMatchObject({
      body: 'Ja, zeker.',
      editedAt: new Date(plan.test.clock.now()).toISOString(),
    })
    const liked = await plan.wim.post<Thread>(`${plan.at(replied, 1)}/likes`, { liked: true })
    expect(liked.comments[1]?.likes).toEqual([{ id: await plan.wim.userId(), name: 'Wim' }])
    expect(
      (await plan.wim.post<Thread>(`${plan.at(replied, 1)}/likes`, { liked: false })).comments[1]
        ?.likes,
    ).toEqual([])
    expect(
      (await plan.change(plan.els, begun, { resolved: true, toDiscuss: true })).body,
    ).toMatchObject({
      resolved: true,
      resolvedBy: { name: 'Els' },
      resolvedAt: expect.any(String),
      toDiscuss: true,
    })
    const reopened = (await plan.change(plan.wim, begun, { resolved: false })).body
    expect(reopened.resolved).toBe(false)
    expect(reopened).not.toHaveProperty('resolvedBy')
    expect(await plan.list(plan.noor)).toMatchObject([{ id: begun.id, comments: [{}, {}] }])
    expect((await plan.events()).slice(-7)).toEqual([
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
    const thread = await plan.begin(plan.wim)
    const before = await plan.events()
    await plan.change(plan.wim, thread, { resolved: false })
    await plan.change(plan.wim, thread, {})
    await plan.wim.post(`${plan.at(thread)}/likes`, { liked: false })
    await plan.wim.ask('PATCH', plan.at(thread), { body: { body: 'Klopt dit?' } })
    expect(await plan.events()).toEqual(before)
    vi.spyOn(plan.test.installation.log, 'appendIn').mockRejectedValue(new Error('disk full'))
    for (const path of [`/api/plans/${plan.planId}/threads`, `/api/threads/${thread.id}/comments`])
      expect(
        await plan.wim.refusal('POST', path, { body: { target: { kind: 'plan' }, body: 'x' } }),
      ).toBe('500 internal')
    vi.restoreAllMocks()
    expect(await plan.list(plan.wim)).toMatchObject([{ id: thread.id, comments: [{}] }])
    expect(await plan.events()).toEqual(before)
  })

  it('EV1 the log tells what happened and not what was said', async () => {
    const notified = vi.spyOn(plan.test.installation.rooms, 'notifyChanged')
    const thread = await plan.begin(plan.wim, { body: 'Vertrouwelijk woord' })
    expect(notified).toHaveBeenCalledWith(plan.planId)
    const last = await plan.test.db
      .selectFrom('plan_changes')
      .selectAll()
      .where('plan_id', '=', plan.planId)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(Buffer.from(last.body).toString())).toEqual({
      type: 'thread.added',
      threadId: thread.id,
    })
    expect(last.actor).toBe(await plan.wim.userId())
    expect(thread.seq).toBe(last.seq)
  })

  it('on every kind of place, and on words of a text', async () => {
    const position = { item: { client: 1, clock: 0 }, tname: null, type: null, assoc: 0 }
    const range = { from: position, to: { ...position, assoc: -1 }, quote: ' Ouderen\n wonen ' }
    const onWords = await plan.begin(plan.wim, {
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
    for (const target of targets)
      expect((await plan.begin(plan.wim, { target })).target).toEqual(target)
    expect(
      await plan.wim.ask('POST', `/api/plans/${plan.planId}/threads`, {
        body: { target: { kind: 'row', table: 'themes', row: 't1' }, range, body: 'x' },
      }),
    ).toMatchObject({
      status: 422,
      body: { code: 'invalid-values', fields: [{ path: 'range' }] },
    })
  })

  it('refuses a place that is not there, each with its own answer', async () => {
    const ask = (target: unknown) =>
      plan.wim.refusal('POST', `/api/plans/${plan.planId}/threads`, { body: { target, body: 'x' } })
    expect(await ask({ kind: 'row', table: 'themes', row: 't9' })).toBe('409 target-gone')
    expect(await ask({ kind: 'cell', table: 'themes', row: 't1', column: 'bestaatNiet' })).toBe(
      '422 target-unknown',
    )
    expect(await ask({ kind: 'field', field: 'rows:themes' })).toBe('422 target-unknown')
    expect(await ask({ kind: 'hoofdstuk' })).toBe('422 invalid-values')
    expect(await plan.list(plan.wim)).toEqual([])
  })

  it('a text is not empty, not endless, and free of what nobody sees', async () => {
    const thread = await plan.begin(plan.wim, { body: 'een\u0000\u202etwee\u000bdrie <b>' })
    expect(thread.comments[0]?.body).toBe('eentwee\ndrie <b>')
    for (const path of [
      `/api/plans/${plan.planId}/threads`,
      `/api/threads/${thread.id}/comments`,
    ]) {
      for (const body of ['', ' \u0007\n', 'a'.repeat(5001)]) {
        expect(
          await plan.wim.ask('POST', path, { body: { target: { kind: 'plan' }, body } }),
        ).toMatchObject({
          status: 422,
          body: { code: 'invalid-values', fields: [{ path: 'body' }] },
        })
      }
      expect(
        await plan.wim.refusal('POST', path, {
          body: { target: { kind: 'plan' }, body: 'a'.repeat(70_000) },
        }),
      ).toBe('413 too-large')
    }
  })

  it('names only people who are in the plan', async () => {
    const outsider = await plan.test.person('Outsider')
    const ids = [
      await plan.noor.userId(),
      await outsider.userId(),
      'bestaat-niet',
      await plan.noor.userId(),
    ]
    expect((await plan.begin(plan.wim, { mentions: ids })).comments[0]?.mentions).toEqual([
      { id: ids[0], name: 'Noor' },
    ])
  })

  it('the file of all comments: for Dutch spreadsheets, and never a formula', async () => {
    const thread = await plan.begin(plan.wim, {
      body: '=HYPERLINK("http://kwaad.nl";"klik")',
      target: { kind: 'row', table: 'themes', row: 't1' },
    })
    await plan.reply(plan.noor, thread, '@SUM(A1)\nmet een "citaat"; en meer')
    await plan.change(plan.els, thread, { resolved: true })
    const gone = await plan.reply(
      plan.noor,
      await plan.begin(plan.wim, { body: '+31 6 12345678' }),
      '-1',
    )
    await plan.wim.ask('DELETE', plan.at(gone))
    const { body, headers } = await plan.els.ask<string>(
      'GET',
      `/api/plans/${plan.planId}/comments.csv`,
    )
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
    const before = await plan.els.get<PlanContent>(`/api/plans/${plan.planId}/content`)
    await plan.begin(plan.wim)
    const after = await plan.els.get<PlanContent>(
      `/api/plans/${plan.planId}/content?minSeq=${before.seq + 1}`,
    )
    expect({ ...after, seq: 0 }).toEqual({ ...before, seq: 0 })
  })
})
