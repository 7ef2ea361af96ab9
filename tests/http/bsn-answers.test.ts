import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const bsn = '123456782'
const text = `Bel mevrouw over ${bsn}.`

describe('a number that looks like a BSN is refused', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  let thread: Thread
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
    thread = await els.post<Thread>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Eerste',
    })
  })
  afterAll(() => test.close())

  it('unless someone says why it is none, which is kept without the digits', async () => {
    const notBsn = 'Nummer van het zaakdossier'
    const answered = await els.post<Thread>(`/api/plans/${planId}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: text,
      notBsn,
    })
    expect(answered.comments[0]?.body).toBe(text)
    await els.post(`/api/threads/${thread.id}/comments`, { body: text, notBsn })
    await els.ask('PATCH', `/api/threads/${thread.id}/comments/${thread.comments[0]?.id}`, {
      body: { body: text, notBsn },
    })
    const imported = await els.createPlan({ ...smallPlan, fields: { netwerk: text }, notBsn })
    const answers = await test.db.selectFrom('bsn_answers').selectAll().execute()
    const userId = await els.userId()
    expect(
      answers.map(({ plan_id, user_id, place, reason }) => [plan_id, user_id, place, reason]),
    ).toEqual([
      [planId, userId, 'Reactie bij Het netwerk', notBsn],
      [planId, userId, 'Reactie bij Het hele plan', notBsn],
      [planId, userId, 'Reactie bij Het hele plan', notBsn],
      [imported, userId, 'Het hele plan', notBsn],
    ])
  })

  it('an unanswered number holds back everything that shows a plan to others', async () => {
    const planId = await els.createPlan({
      ...smallPlan,
      tables: {
        themes: [{ id: 't1', title: 'Over 123 456 782' }],
        people: [{ id: 'p1', name: '123', position: '456-782' }],
      },
      notBsn: 'Een zaaknummer',
    })
    const outwards = [
      ['POST', 'consultation', { deadline: new Date(test.clock.now() + 86_400_000).toISOString() }],
      ['POST', 'presentations', { name: 'Ter akkoord' }],
      ['GET', 'export.docx?public=1', undefined],
      ['GET', 'export.json?public=1', undefined],
    ] as const
    const refused = () =>
      Promise.all(
        outwards.map(([method, path, body]) =>
          els.ask<{ code?: string; title?: string; detail?: string }>(
            method,
            `/api/plans/${planId}/${path}`,
            {
              ...(body === undefined ? {} : { body }),
            },
          ),
        ),
      )
    for (const { status, body } of await refused()) {
      expect([status, body.code]).toEqual([409, 'bsn-waiting'])
      expect(`${body.title} ${body.detail}`).toMatch(
        /Controleer voor indienen.*Het gaat om: .*Thema 1: Over …/s,
      )
      expect(JSON.stringify(body)).not.toMatch(/123 456|456-782/)
    }
    // The plan itself stays open to its members.
    expect((await els.ask('GET', `/api/plans/${planId}/content`)).status).toBe(200)
    const { problems } = await els.get<{ problems: { rule: string; key: string }[] }>(
      `/api/plans/${planId}/problems`,
    )
    const found = problems.filter(({ rule }) => rule === 'T7')
    expect(found).toHaveLength(2)
    for (const { key } of found)
      await els.post(`/api/plans/${planId}/overrules`, { key, reason: 'Een zaaknummer' })
    for (const { status } of await refused()) expect([200, 201, 409]).toContain(status)
    expect((await refused()).filter(({ body }) => body.code === 'bsn-waiting')).toEqual([])
  })

  it('not with a reason that holds one, nor with none', async () => {
    const ask = (notBsn: string) =>
      els.refusal('POST', `/api/threads/${thread.id}/comments`, { body: { body: text, notBsn } })
    expect(await ask(`Nee, ${bsn} is een zaaknummer`)).toBe('422 bsn-found')
    expect(await ask(' ')).toBe('422 invalid-values')
  })

  it('why a number in a text or a cell is none is kept with its place, and never the number', async () => {
    const test = await TestInstallation.open()
    try {
      const els = await test.person('Els')
      const planId = await els.createPlan({
        ...smallPlan,
        tables: { themes: [{ id: 't1', title: 'Veilig thuis' }] },
      })
      const answer = (target: unknown, notBsn: string) =>
        els.ask('POST', `/api/plans/${planId}/bsn-answers`, { body: { target, notBsn } })
      expect(
        (
          await answer(
            { kind: 'cell', table: 'themes', row: 't1', column: 'goal' },
            'Een zaaknummer',
          )
        ).status,
      ).toBe(201)
      expect((await answer({ kind: 'value', field: 'wijk' }, 'Een telefoonnummer')).status).toBe(
        201,
      )
      expect(
        (await answer({ kind: 'field', field: 'netwerk' }, `Nee, ${bsn} is een zaaknummer`)).body,
      ).toMatchObject({ code: 'bsn-found' })
      expect(
        (await answer({ kind: 'row', table: 'themes', row: 'weg' }, 'Een zaaknummer')).body,
      ).toMatchObject({ code: 'target-gone' })
      const kept = await test.db
        .selectFrom('bsn_answers')
        .select(['place', 'reason', 'user_id'])
        .orderBy('place')
        .execute()
      expect(kept).toEqual([
        { place: 'Plangegevens, Wijk', reason: 'Een telefoonnummer', user_id: await els.userId() },
        {
          place: 'Thema 1: Veilig thuis, Doelstelling',
          reason: 'Een zaaknummer',
          user_id: await els.userId(),
        },
      ])
    } finally {
      await test.close()
    }
  })
})
