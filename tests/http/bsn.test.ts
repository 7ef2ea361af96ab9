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
    'POST /api/me/inbox/seen',
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
})
