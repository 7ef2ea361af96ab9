import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allEndpoints } from '#shared/api/all.ts'
import type { ChangesSinceVisit } from '#shared/api/changes-since-visit.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Member } from '#shared/api/members.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { tokenOf } from './installation.ts'
import { formats, openPlanOfParts, type PlanOfParts, shownField } from './plan-of-parts.ts'

type Tagged = { tag: string; seq: number; parts: PlanParts | null }

describe.each(formats)('a member who was invited to parts of a plan (%s)', (formatId) => {
  let its: PlanOfParts
  beforeAll(async () => {
    its = await openPlanOfParts(formatId)
  })
  afterAll(() => its.test.close())

  const addresses: Record<string, string> = {
    ':planId': '',
    ':threadId': '',
    ':commentId': '',
    ':userId': 'x',
    ':inviteId': 'x',
    ':token': 'x',
    ':formatId': formatId,
    ':versionId': 'x',
  }
  const bodies: Record<string, unknown> = {
    'PATCH /api/me': { name: 'Wim' },
    'POST /api/plans/:planId/threads': {
      target: { kind: 'field', field: shownField[formatId] },
      body: 'Reactie',
    },
    'PATCH /api/threads/:threadId': { resolved: false },
    'POST /api/threads/:threadId/comments': { body: 'Antwoord' },
    'PATCH /api/threads/:threadId/comments/:commentId': { body: 'Anders' },
    'POST /api/threads/:threadId/comments/:commentId/likes': { liked: true },
    'POST /api/plans/:planId/seen': { all: true },
    'POST /api/plans/:planId/visits': {},
    'POST /api/plans/:planId/consultation/answer': { noRemarks: true },
  }
  const changesWho = [
    'POST /api/sign-out',
    'POST /api/sign-in',
    'POST /api/sign-in-link',
    'POST /api/plans',
    'POST /api/invites/:token/accept',
    'POST /api/plans/:planId/leave',
  ]

  async function everythingFrom(method: string, pattern: string, thread: Thread): Promise<string> {
    Object.assign(addresses, {
      ':planId': its.planId,
      ':threadId': thread.id,
      ':commentId': thread.comments[0]?.id,
    })
    const address = pattern.replace(/:[A-Za-z]+/g, (name) => addresses[name] ?? 'x')
    const body = bodies[`${method} ${pattern}`]
    const response = await its.test.installation.app.request(
      `${address}${method === 'GET' ? '?presets=1&guidance=1&comments=1' : ''}`,
      {
        method,
        headers: {
          cookie: its.wim.cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    )
    expect(response.status).toBeLessThan(500)
    const bytes = Buffer.from(await response.arrayBuffer())
    const isZip = bytes.subarray(0, 2).toString() === 'PK'
    const parts = isZip
      ? await Promise.all(
          Object.values((await JSZip.loadAsync(bytes)).files).map((file) => file.async('string')),
        )
      : [bytes.toString('utf8')]
    return `${response.status} ${JSON.stringify([...response.headers])} ${parts.join('\n')}`
  }

  it('is let into each endpoint that shows no more than that, and refused at every other', async () => {
    for (const endpoint of allEndpoints) {
      const { method, access } = endpoint
      if (access.kind !== 'plan' && access.kind !== 'thread') continue
      if (changesWho.includes(`${method} ${endpoint.path}`)) continue
      const answer = await everythingFrom(method, endpoint.path, its.shownThread)
      if (access.parts === undefined)
        expect(answer, endpoint.path).toMatch(/^403 .*"code":"(parts-only|no-access|read-only)"/s)
      else expect(answer, endpoint.path).not.toContain('parts-only')
    }
  })

  it('gets nothing of the rest from any endpoint', async () => {
    // Control: without this the test could not fail.
    const all = JSON.stringify([
      await its.els.get(its.path('/content')),
      await its.els.get(its.path('/threads')),
      await its.els.get(its.path('/members')),
    ])
    for (const mark of its.hidden) expect(all).toContain(mark)
    for (const { method, path: pattern } of allEndpoints) {
      if (changesWho.includes(`${method} ${pattern}`)) continue
      for (const thread of [its.hiddenThread, its.shownThread])
        expect(
          its.leaks(await everythingFrom(method, pattern, thread)),
          `${method} ${pattern}`,
        ).toEqual([])
    }
    expect(
      its.leaks(await (await its.test.installation.app.request('/api/openapi.json')).text()),
    ).toEqual([])
  })

  it('is asked in a consultation like everyone, and answers', async () => {
    // Earlier changes do not answer the waiting request.
    its.test.clock.advance(60_000)
    const opened = await its.els.post<{ consultation: Consultation }>(its.path('/consultation'), {
      deadline: '2026-02-10T16:00:00Z',
      message: 'Let op de planning.',
    })
    const seen = await its.wim.get<{ consultation: Consultation }>(its.path('/consultation'))
    expect(seen.consultation).toMatchObject({
      deadline: opened.consultation.deadline,
      message: 'Let op de planning.',
      people: null,
      mine: { answer: 'none' },
    })
    const answered = await its.wim.post<{ consultation: Consultation }>(
      its.path('/consultation/answer'),
      {
        noRemarks: true,
      },
    )
    expect(answered.consultation.mine?.answer).toBe('no-remarks')
    expect(its.leaks(JSON.stringify([seen, answered]))).toEqual([])
    expect(
      await its.wim.refusal('POST', its.path('/consultation/replacement'), {
        body: { replacementId: await its.els.userId() },
      }),
    ).toBe('403 parts-only')
    await its.els.ask('DELETE', its.path('/consultation'))
  })

  it('gets all of the parts', async () => {
    const content = JSON.stringify(await its.wim.get(its.path('/content')))
    const columnsWithout = its.shown.filter((mark) => !content.includes(mark))
    expect(columnsWithout).toEqual([])
    expect(its.leaks(content)).toEqual([])
    const { parts } = await its.wim.get<Tagged>(its.path('/parts'))
    expect(Object.keys(parts?.content.fields ?? {})).toContain(shownField[formatId])
    expect(parts?.content.values).toMatchObject({
      wijk: 'Kraaienveen',
      team: 'Wijkteam Kraaienveen',
    })
    expect(parts?.plan).toMatchObject({
      title: expect.stringContaining('Kraaienveen'),
      totalCents: null,
      changedBy: null,
      sections: its.sections,
      role: 'commenter',
    })
  })

  it('AU4 is refused by the document itself, whichever way it is asked for', async () => {
    const stream = await its.test.installation.app.request(`/sync/${its.planId}/stream?ext=1`, {
      method: 'POST',
      headers: { cookie: its.wim.cookie },
    })
    expect(await stream.json()).toEqual({ kind: 'closed', code: 4403, reason: 'parts-only' })
  })

  it('sees and answers what is said there, and nothing that is said elsewhere', async () => {
    const { threads } = await its.wim.get<{ threads: Thread[] }>(its.path('/threads'))
    expect(threads.map((thread) => thread.id)).toContain(its.shownThread.id)
    expect(threads.every((thread) => thread.target.field === shownField[formatId])).toBe(true)
    expect(await its.wim.refusal('GET', `/api/threads/${its.hiddenThread.id}`)).toBe(
      '404 thread-not-found',
    )
    expect(
      await its.wim.refusal('POST', `/api/threads/${its.hiddenThread.id}/comments`, {
        body: { body: 'Hallo' },
      }),
    ).toBe('404 thread-not-found')
    for (const target of its.hiddenTargets())
      expect(
        await its.wim.refusal('POST', its.path('/threads'), { body: { target, body: 'Hallo' } }),
      ).toBe('403 parts-only')
  })

  it('is not called to what they can not read', async () => {
    const ofAll = await its.els.get<{ threads: Thread[] }>(its.path('/threads'))
    const mentioned = ofAll.threads.filter((thread) =>
      thread.comments.some((one) => one.mentions.some((person) => person.name === 'Wim')),
    )
    expect(mentioned.map((thread) => thread.id)).toEqual([its.shownThread.id])
  })

  it('meets the coordinator and who speaks in these parts, without an address', async () => {
    const { members } = await its.wim.get<{ members: Member[] }>(its.path('/members'))
    expect(members.map(({ name, email }) => [name, email])).toEqual([
      ['Els', ''],
      ['Wim', 'wim@voorbeeld.nl'],
    ])
  })

  it('hears since the last visit only of these parts', async () => {
    await its.wim.post(its.path('/visits'))
    await its.comment(its.noor, { kind: 'plan' }, 'MERKREACTIE later')
    const fresh = await its.comment(
      its.els,
      { kind: 'section', section: its.sections[0] ?? '' },
      'Nieuw',
    )
    const { lines } = await its.wim.get<ChangesSinceVisit>(its.path('/since'))
    expect(lines.map((line) => line.threadId)).toEqual([fresh.id])
  })

  it('has a role that does not write, and sections that the form has', async () => {
    const id = await its.wim.userId()
    const refused = async (body: unknown) =>
      (
        await its.els.ask<{ fields?: { path: string }[] }>('PATCH', its.path(`/members/${id}`), {
          body,
        })
      ).body.fields?.map((field) => field.path)
    expect(await refused({ role: 'editor', sections: its.sections })).toEqual(['sections'])
    expect(await refused({ sections: ['bestaatniet'] })).toEqual(['sections'])
    expect(await refused({ sections: [] })).toEqual(['sections'])
    const editor = await its.els.ask<Member>('PATCH', its.path(`/members/${id}`), {
      body: { role: 'editor' },
    })
    expect(editor.body).toMatchObject({ role: 'editor', sections: null })
    expect((await its.wim.get<Plan>(its.path())).sections).toBeNull()
    expect(JSON.stringify(await its.wim.get<PlanContent>(its.path('/content')))).toContain(
      its.hidden[0],
    )
    await its.els.ask('PATCH', its.path(`/members/${id}`), {
      body: { role: 'commenter', sections: its.sections },
    })
  })

  it('reads in the invitation what it is for', async () => {
    const { url } = await its.els.post<{ url: string }>(its.path('/invites'), {
      role: 'reader',
      sections: its.sections,
    })
    const invite = await its.test
      .visitor()
      .get<{ sections: string[] | null }>(`/api/invites/${tokenOf(url)}`)
    expect(invite.sections).toHaveLength(2)
    expect(invite.sections?.every((name) => name.length > 3)).toBe(true)
  })
})
