import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import { allEndpoints } from '#shared/api/all.ts'
import type { Thread } from '#shared/api/comments.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const bsn = '123456782'
const text = `Bel mevrouw over ${bsn}.`
const doc = {
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Over 1234' },
        { type: 'text', text: '56782', marks: [{ type: 'bold' }] },
      ],
    },
  ],
}

const linked = {
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        {
          type: 'text',
          text: 'het dossier',
          marks: [{ type: 'link', attrs: { href: 'https://voorbeeld.nl/123%20456%20782' } }],
        },
      ],
    },
  ],
}

/** A credential in the shape of a browser, without a valid signature. */
const credential = (response: Record<string, string>) => ({
  id: 'AA',
  rawId: 'AA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AA', ...response },
})

describe('a number that looks like a BSN is refused', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  let thread: Thread
  let versionId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
    thread = await els.post<Thread>(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Eerste',
    })
    versionId = (
      await els.post<{ id: string }>(`/api/plans/${planId}/versions`, { name: 'Eerste' })
    ).id
  })
  afterAll(() => test.close())

  /** Every endpoint that takes text written by a user; a new one has to be added here. */
  const withText: Record<string, { path: () => string; bodies: Record<string, unknown> }> = {
    'POST /api/plans': {
      path: () => '/api/plans',
      bodies: {
        'values.wijk': { ...smallPlan, values: { ...smallPlan.values, wijk: text } },
        'fields.netwerk': { ...smallPlan, fields: { netwerk: doc } },
        'tables.themes.0.goal': {
          ...smallPlan,
          tables: { themes: [{ title: 'Thema', goal: text }] },
        },
        'tables.parties.0': {
          ...smallPlan,
          tables: { parties: [{ name: '123', type: '456', domain: '782' }] },
        },
        'fields.uitgangspunten': { ...smallPlan, fields: { uitgangspunten: linked } },
        'tables.people.0.name': { ...smallPlan, tables: { people: [{ name: bsn }] } },
        'values.…': { ...smallPlan, values: { [bsn]: 'x' } },
      },
    },
    'POST /api/plans/:planId/threads': {
      path: () => `/api/plans/${planId}/threads`,
      bodies: {
        body: { target: { kind: 'plan' }, body: text },
        'words.quote': {
          target: { kind: 'field', field: 'netwerk' },
          words: { from: 0, to: 5, quote: text },
          body: 'x',
        },
        'range.quote': {
          target: { kind: 'field', field: 'netwerk' },
          range: { from: { tname: 'a' }, to: { tname: 'a' }, quote: text },
          body: 'x',
        },
      },
    },
    'POST /api/plans/:planId/overrules': {
      path: () => `/api/plans/${planId}/overrules`,
      bodies: { reason: { key: '[]', reason: text } },
    },
    'POST /api/plans/:planId/presentations': {
      path: () => `/api/plans/${planId}/presentations`,
      bodies: { name: { name: text } },
    },
    'POST /api/versions/:versionId/approvals': {
      path: () => `/api/versions/${versionId}/approvals`,
      bodies: {
        remark: { discipline: 'x', verdict: 'not-agreed', remark: text },
        statement: { discipline: 'x', verdict: 'agreed', statement: text },
        'corrections.onBehalfOf': {
          discipline: 'x',
          verdict: 'agreed',
          corrections: { onBehalfOf: text },
        },
      },
    },
    'POST /api/versions/:versionId/withdrawals': {
      path: () => `/api/versions/${versionId}/withdrawals`,
      bodies: { remark: { discipline: 'x', remark: text } },
    },
    'POST /api/plans/:planId/submission': {
      path: () => `/api/plans/${planId}/submission`,
      bodies: { recipient: { recipient: text } },
    },
    'POST /api/plans/:planId/adoption': {
      path: () => `/api/plans/${planId}/adoption`,
      bodies: { reason: { versionId: 'v1', reason: text } },
    },
    'POST /api/plans/:planId/ending': {
      path: () => `/api/plans/${planId}/ending`,
      bodies: { reason: { kind: 'expired', reason: text } },
    },
    'POST /api/plans/:planId/consultation': {
      path: () => `/api/plans/${planId}/consultation`,
      bodies: { message: { deadline: '2026-02-01T12:00:00Z', message: text } },
    },
    'PATCH /api/plans/:planId/consultation': {
      path: () => `/api/plans/${planId}/consultation`,
      bodies: { message: { message: text } },
    },
    'POST /api/plans/:planId/read-links': {
      path: () => `/api/plans/${planId}/read-links`,
      bodies: { label: { label: text } },
    },
    'POST /api/plans/:planId/outcome-links': {
      path: () => `/api/plans/${planId}/outcome-links`,
      bodies: { label: { label: text } },
    },
    'PATCH /api/me': {
      path: () => '/api/me',
      bodies: {
        name: { name: text },
        email: { name: 'Els', email: '123.456.782@voorbeeld.nl' },
      },
    },
    'POST /api/me/passkeys': {
      path: () => '/api/me/passkeys',
      bodies: { name: { name: text, credential: credential({ attestationObject: 'AA' }) } },
    },
    'PATCH /api/me/passkeys/:passkeyId': {
      path: () => '/api/me/passkeys/bestaat-niet',
      bodies: { name: { name: text } },
    },
    'POST /api/plans/:planId/invites': {
      path: () => `/api/plans/${planId}/invites`,
      bodies: {
        email: { role: 'reader', email: `${bsn}@voorbeeld.nl` },
        name: { role: 'reader', name: text },
        personRow: { role: 'reader', personRow: bsn },
        replaces: { role: 'reader', replaces: bsn },
      },
    },
    'POST /api/sign/:token': {
      path: () => '/api/sign/bestaat-niet',
      bodies: {
        remark: { verdict: 'not-agreed', remark: text },
        statement: { verdict: 'agreed', statement: text },
        'corrections.onBehalfOf': { verdict: 'agreed', corrections: { onBehalfOf: text } },
      },
    },
    'POST /api/plans/:planId/versions': {
      path: () => `/api/plans/${planId}/versions`,
      bodies: { name: { name: text } },
    },
    'POST /api/plans/:planId/bsn-answers': {
      path: () => `/api/plans/${planId}/bsn-answers`,
      bodies: { notBsn: { target: { kind: 'plan' }, notBsn: text } },
    },
    'POST /api/threads/:threadId/comments': {
      path: () => `/api/threads/${thread.id}/comments`,
      bodies: { body: { body: text } },
    },
    'PATCH /api/threads/:threadId/comments/:commentId': {
      path: () => `/api/threads/${thread.id}/comments/${thread.comments[0]?.id}`,
      bodies: { body: { body: text } },
    },
  }
  /** Endpoints without text about a plan: choices, ids, names and addresses. */
  const withoutText = [
    'PATCH /api/me/mail',
    'PATCH /api/me/inbox',
    'POST /api/plans/:planId/consultation/answer',
    'POST /api/plans/:planId/consultation/replacement',
    'POST /api/sign-in',
    'POST /api/sign-in-link',
    // Codes of links and of a provider.
    'POST /api/oidc/sign-in',
    'POST /api/oidc/answer',
    'POST /api/sign-in/passkey',
    'POST /api/admin/sign-in-links',
    // A name that is typed again, and stored nowhere.
    'POST /api/admin/people/:userId/forget',
    'POST /api/admin/people/:userId/merge',
    'POST /api/admin/plans/:planId/coordinator',
    'PATCH /api/plans/:planId',
    'PATCH /api/plans/:planId/members/:userId',
    'PATCH /api/plans/:planId/members/:userId/person',
    'POST /api/plans/:planId/mandates',
    'PATCH /api/plans/:planId/requirements/:requirementId',
    'POST /api/plans/:planId/newer-form',
    'POST /api/invites/:token/accept',
    'PATCH /api/threads/:threadId',
    'POST /api/threads/:threadId/comments/:commentId/likes',
    'POST /api/plans/:planId/seen',
    'POST /api/plans/:planId/visits',
  ]

  it('every endpoint with a body was looked at', () => {
    const withBody = allEndpoints
      .filter((endpoint) => endpoint.body !== undefined)
      .map((endpoint) => `${endpoint.method} ${endpoint.path}`)
    expect([...Object.keys(withText), ...withoutText].sort()).toEqual(withBody.sort())
  })

  for (const [name, { path, bodies }] of Object.entries(withText)) {
    for (const [field, body] of Object.entries(bodies)) {
      it(`${name}: ${field}, without repeating a digit`, async () => {
        const logged = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
          vi.spyOn(silentLogger, level),
        )
        const answer = await els.ask(name.split(' ')[0] ?? '', path(), { body })
        expect(answer).toMatchObject({
          status: 422,
          body: {
            code: 'bsn-found',
            title: expect.stringContaining('BSN'),
            fields: [{ path: field }],
          },
        })
        expect(JSON.stringify([answer.body, logged.map((spy) => spy.mock.calls)])).not.toMatch(
          /1234|56782/,
        )
        vi.restoreAllMocks()
      })
    }
  }

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
