import JSZip from 'jszip'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { allEndpoints } from '#shared/api/all.ts'
import type { ChangesSinceVisit } from '#shared/api/changes-since-visit.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Member } from '#shared/api/members.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'
import { markedPlan } from '../support/marked-plan.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

const formats = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'] as const
const shownSections = {
  'medrie-wijkplan': ['netwerkvorming', 'themas'],
  'hecht-wijkverband': ['gewenst', 'stappen'],
  'rijnmond-wijkplan': ['speerpunten', 'vervolg'],
} as const
const shownField = {
  'medrie-wijkplan': 'netwerk',
  'hecht-wijkverband': 'gewensteSituatie',
  'rijnmond-wijkplan': 'borging',
} as const
const withoutThemes = {
  'medrie-wijkplan': 'netwerkvorming',
  'hecht-wijkverband': 'gewenst',
  'rijnmond-wijkplan': 'vervolg',
} as const
const hiddenField = {
  'medrie-wijkplan': 'leden',
  'hecht-wijkverband': 'huidigeSituatie',
  'rijnmond-wijkplan': 'wsv',
} as const

type Tagged = { tag: string; seq: number; parts: PlanParts | null }

describe.each(formats)('a member who was invited to parts of a plan (%s)', (formatId) => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let wim: Person
  let planId: string
  let hidden: string[]
  let shown: string[]
  let hiddenThread: Thread
  let shownThread: Thread
  const sections = [...shownSections[formatId]]
  const path = (rest = '') => `/api/plans/${planId}${rest}`
  const comment = (who: Person, target: Target, body: string, more: object = {}) =>
    who.post<Thread>(path('/threads'), { target, body, ...more })
  /** The data of other parts in a response, headers included. */
  const leaks = (text: string) => hidden.filter((mark) => text.includes(mark))

  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    const marked = markedPlan(await els.get<Format>(`/api/formats/${formatId}`))
    planId = await els.createPlan(marked.plan)
    noor = await test.person('MERKPERSOONNoor', { email: 'merkadres-noor@voorbeeld.nl' })
    wim = await test.person('Wim')
    await noor.accept(await els.invite(planId, 'editor'))
    const { url } = await els.post<{ url: string }>(path('/invites'), {
      role: 'commenter',
      sections,
    })
    await wim.accept(url)
    shown = sections.flatMap((section) => marked.marks.get(section) ?? [])
    hidden = [...marked.marks].flatMap(([section, marks]) =>
      sections.some((id) => id === section) ? [] : marks,
    )
    hidden.push('MERKPERSOONNoor', 'merkadres-noor', 'els@voorbeeld.nl')
    const wimId = await wim.userId()
    for (const target of hiddenTargets()) {
      hiddenThread = await comment(noor, target, 'MERKREACTIE', { mentions: [wimId] })
    }
    hidden.push('MERKREACTIE', hiddenThread.id)
    shownThread = await comment(
      els,
      { kind: 'field', field: shownField[formatId] },
      'Wat vindt u?',
      { mentions: [wimId] },
    )
  })
  afterAll(() => test.close())

  const hiddenTargets = (): Target[] => [
    { kind: 'plan' },
    { kind: 'section', section: 'begroting' },
    { kind: 'section', section: 'plangegevens' },
    { kind: 'value', field: 'wijk' },
    { kind: 'field', field: hiddenField[formatId] },
    { kind: 'table', table: 'budget' },
    { kind: 'row', table: 'people', row: 'rij-people-a' },
    { kind: 'cell', table: 'budget', row: 'rij-budget-a', column: 'amountCents' },
    // A visible table has a column that refers to hidden people.
    { kind: 'cell', table: 'themes', row: 'rij-themes-a', column: 'lead' },
  ]

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
      ':planId': planId,
      ':threadId': thread.id,
      ':commentId': thread.comments[0]?.id,
    })
    const address = pattern.replace(/:[A-Za-z]+/g, (name) => addresses[name] ?? 'x')
    const body = bodies[`${method} ${pattern}`]
    const response = await test.installation.app.request(
      `${address}${method === 'GET' ? '?presets=1&guidance=1&comments=1' : ''}`,
      {
        method,
        headers: {
          cookie: wim.cookie,
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
      const answer = await everythingFrom(method, endpoint.path, shownThread)
      if (access.parts === undefined)
        expect(answer, endpoint.path).toMatch(/^403 .*"code":"(parts-only|no-access|read-only)"/s)
      else expect(answer, endpoint.path).not.toContain('parts-only')
    }
  })

  it('gets nothing of the rest from any endpoint', async () => {
    // Control: without this the test could not fail.
    const all = JSON.stringify([
      await els.get(path('/content')),
      await els.get(path('/threads')),
      await els.get(path('/members')),
    ])
    for (const mark of hidden) expect(all).toContain(mark)
    for (const { method, path: pattern } of allEndpoints) {
      if (changesWho.includes(`${method} ${pattern}`)) continue
      for (const thread of [hiddenThread, shownThread])
        expect(
          leaks(await everythingFrom(method, pattern, thread)),
          `${method} ${pattern}`,
        ).toEqual([])
    }
    expect(leaks(await (await test.installation.app.request('/api/openapi.json')).text())).toEqual(
      [],
    )
  })

  it('is asked in a consultation like everyone, and answers', async () => {
    // Earlier changes do not answer the waiting request.
    test.clock.advance(60_000)
    const opened = await els.post<{ consultation: Consultation }>(path('/consultation'), {
      deadline: '2026-02-10T16:00:00Z',
      message: 'Let op de planning.',
    })
    const seen = await wim.get<{ consultation: Consultation }>(path('/consultation'))
    expect(seen.consultation).toMatchObject({
      deadline: opened.consultation.deadline,
      message: 'Let op de planning.',
      people: null,
      mine: { answer: 'none' },
    })
    const answered = await wim.post<{ consultation: Consultation }>(path('/consultation/answer'), {
      noRemarks: true,
    })
    expect(answered.consultation.mine?.answer).toBe('no-remarks')
    expect(leaks(JSON.stringify([seen, answered]))).toEqual([])
    expect(
      await wim.refusal('POST', path('/consultation/replacement'), {
        body: { replacementId: await els.userId() },
      }),
    ).toBe('403 parts-only')
    await els.ask('DELETE', path('/consultation'))
  })

  it('gets all of the parts', async () => {
    const content = JSON.stringify(await wim.get(path('/content')))
    const columnsWithout = shown.filter((mark) => !content.includes(mark))
    expect(columnsWithout).toEqual([])
    expect(leaks(content)).toEqual([])
    const { parts } = await wim.get<Tagged>(path('/parts'))
    expect(Object.keys(parts?.content.fields ?? {})).toContain(shownField[formatId])
    expect(parts?.content.values).toMatchObject({
      wijk: 'Kraaienveen',
      team: 'Wijkteam Kraaienveen',
    })
    expect(parts?.plan).toMatchObject({
      title: expect.stringContaining('Kraaienveen'),
      totalCents: null,
      changedBy: null,
      sections,
      role: 'commenter',
    })
  })

  it('AU4 is refused by the document itself, whichever way it is asked for', async () => {
    const stream = await test.installation.app.request(`/sync/${planId}/stream?ext=1`, {
      method: 'POST',
      headers: { cookie: wim.cookie },
    })
    expect(await stream.json()).toEqual({ kind: 'closed', code: 4403, reason: 'parts-only' })
  })

  it('sees and answers what is said there, and nothing that is said elsewhere', async () => {
    const { threads } = await wim.get<{ threads: Thread[] }>(path('/threads'))
    expect(threads.map((thread) => thread.id)).toContain(shownThread.id)
    expect(threads.every((thread) => thread.target.field === shownField[formatId])).toBe(true)
    expect(await wim.refusal('GET', `/api/threads/${hiddenThread.id}`)).toBe('404 thread-not-found')
    expect(
      await wim.refusal('POST', `/api/threads/${hiddenThread.id}/comments`, {
        body: { body: 'Hallo' },
      }),
    ).toBe('404 thread-not-found')
    for (const target of hiddenTargets())
      expect(await wim.refusal('POST', path('/threads'), { body: { target, body: 'Hallo' } })).toBe(
        '403 parts-only',
      )
  })

  it('is not called to what they can not read', async () => {
    const ofAll = await els.get<{ threads: Thread[] }>(path('/threads'))
    const mentioned = ofAll.threads.filter((thread) =>
      thread.comments.some((one) => one.mentions.some((person) => person.name === 'Wim')),
    )
    expect(mentioned.map((thread) => thread.id)).toEqual([shownThread.id])
  })

  it('meets the coordinator and who speaks in these parts, without an address', async () => {
    const { members } = await wim.get<{ members: Member[] }>(path('/members'))
    expect(members.map(({ name, email }) => [name, email])).toEqual([
      ['Els', ''],
      ['Wim', 'wim@voorbeeld.nl'],
    ])
  })

  it('hears since the last visit only of these parts', async () => {
    await wim.post(path('/visits'))
    await comment(noor, { kind: 'plan' }, 'MERKREACTIE later')
    const fresh = await comment(els, { kind: 'section', section: sections[0] ?? '' }, 'Nieuw')
    const { lines } = await wim.get<ChangesSinceVisit>(path('/since'))
    expect(lines.map((line) => line.threadId)).toEqual([fresh.id])
  })

  describe('on an open screen', () => {
    let open: Tagged
    const change = async (body: unknown) =>
      expect(
        (await els.ask('PATCH', path(`/members/${await wim.userId()}`), { body })).status,
      ).toBe(200)
    const waitFor = (tag: string) => wim.ask<Tagged>('GET', path(`/parts?wait=20000&after=${tag}`))
    /** Moves the clock until the response arrives; returns the elapsed time. */
    async function answered<T>(asked: Promise<T>): Promise<{ answer: T; afterMs: number }> {
      const start = test.clock.now()
      let answer: { value: T } | null = null
      void asked.then((value) => {
        answer = { value }
      })
      await vi.waitFor(
        () => {
          test.clock.advance(250)
          if (answer === null) throw new Error('nothing yet')
        },
        { interval: 5, timeout: 10_000 },
      )
      return {
        answer: (answer as unknown as { value: T }).value,
        afterMs: test.clock.now() - start,
      }
    }
    beforeEach(async () => {
      await change({ sections })
      open = await wim.get<Tagged>(path('/parts'))
    })

    it('a change in the parts comes; one in the rest does not even wake the screen', async () => {
      const waiting = waitFor(open.tag)
      await comment(noor, { kind: 'plan' }, 'MERKREACTIE stil')
      const { answer } = await answered(waiting)
      expect(answer.body).toMatchObject({ tag: open.tag, parts: null })
      const second = waitFor(open.tag)
      await comment(els, { kind: 'field', field: shownField[formatId] }, 'Kijk eens')
      const told = await answered(second)
      expect(told.answer.body.parts?.threadsTag).not.toBe(open.parts?.threadsTag)
    })

    it('a signalled change is answered without any time going by, and a hidden one sets no timer', async () => {
      let isAnswered = false
      const waiting = waitFor(open.tag)
      void waiting.then(() => {
        isAnswered = true
      })
      const rightsAsked = vi.spyOn(test.installation.guard, 'membership')
      await vi.waitFor(() => expect(test.installation.rooms.sessions().size).toBeGreaterThan(0))
      const atRest = rightsAsked.mock.calls.length
      for (let quarter = 0; quarter < 40; quarter++) test.clock.advance(250)
      expect(rightsAsked.mock.calls.length).toBe(atRest)
      await comment(noor, { kind: 'plan' }, 'MERKREACTIE verborgen')
      await vi.waitFor(() =>
        expect(rightsAsked.mock.calls.length).toBeGreaterThanOrEqual(atRest + 2),
      )
      expect(isAnswered).toBe(false)
      test.clock.advance(1_000)
      await comment(els, { kind: 'field', field: shownField[formatId] }, 'En dit?')
      const { body } = await waiting
      expect(body.tag).not.toBe(open.tag)
      expect(JSON.stringify(body)).not.toContain('MERKREACTIE')
      rightsAsked.mockRestore()
    })

    it('fewer sections, all of them, or none at all take effect within a second', async () => {
      const fewer = waitFor(open.tag)
      await change({ sections: [withoutThemes[formatId]] })
      const narrowed = (await answered(fewer)).answer.body
      expect(narrowed.parts?.plan.sections).toEqual([withoutThemes[formatId]])
      expect(Object.keys(narrowed.parts?.content.tables ?? {})).not.toContain('themes')

      const all = waitFor(narrowed.tag)
      await change({ sections: null })
      const whole = (await answered(all)).answer.body
      expect(whole.parts?.plan.sections).toBeNull()

      await change({ sections })
      const gone = waitFor((await wim.get<Tagged>(path('/parts'))).tag)
      expect((await els.ask('DELETE', path(`/members/${await wim.userId()}`))).status).toBe(200)
      expect((await answered(gone)).answer).toMatchObject({
        status: 403,
        body: { code: 'no-access' },
      })
      const { url } = await els.post<{ url: string }>(path('/invites'), {
        role: 'commenter',
        sections,
      })
      await wim.accept(url)
    })

    it('words are pointed at by their place, for what others write too', async () => {
      const target = { kind: 'field', field: shownField[formatId] } as const
      const [text = ''] = shown.filter((mark) =>
        JSON.stringify(open.parts?.content.fields[target.field]).includes(mark),
      )
      const thread = await comment(wim, target, 'Dit woord?', {
        words: { from: 4, to: 8, quote: text.slice(4, 8) },
      })
      expect(thread).toMatchObject({ quote: text.slice(4, 8) })
      expect(thread.range).toBeUndefined()
      expect((await wim.get<Tagged>(path('/parts'))).parts?.words[thread.id]).toEqual({
        from: 4,
        to: 8,
      })
      const seenByEls = await els.get<Thread>(`/api/threads/${thread.id}`)
      expect(seenByEls.range).toMatchObject({ quote: text.slice(4, 8) })
      expect(
        await wim.refusal('POST', path('/threads'), {
          body: { target, body: 'x', words: { from: 0, to: 5, quote: 'staat hier niet' } },
        }),
      ).toBe('422 invalid-values')
    })
  })

  it('has a role that does not write, and sections that the form has', async () => {
    const id = await wim.userId()
    const refused = async (body: unknown) =>
      (
        await els.ask<{ fields?: { path: string }[] }>('PATCH', path(`/members/${id}`), { body })
      ).body.fields?.map((field) => field.path)
    expect(await refused({ role: 'editor', sections })).toEqual(['sections'])
    expect(await refused({ sections: ['bestaatniet'] })).toEqual(['sections'])
    expect(await refused({ sections: [] })).toEqual(['sections'])
    const editor = await els.ask<Member>('PATCH', path(`/members/${id}`), {
      body: { role: 'editor' },
    })
    expect(editor.body).toMatchObject({ role: 'editor', sections: null })
    expect((await wim.get<Plan>(path())).sections).toBeNull()
    expect(JSON.stringify(await wim.get<PlanContent>(path('/content')))).toContain(hidden[0])
    await els.ask('PATCH', path(`/members/${id}`), { body: { role: 'commenter', sections } })
  })

  it('reads in the invitation what it is for', async () => {
    const { url } = await els.post<{ url: string }>(path('/invites'), { role: 'reader', sections })
    const invite = await test
      .visitor()
      .get<{ sections: string[] | null }>(`/api/invites/${tokenOf(url)}`)
    expect(invite.sections).toHaveLength(2)
    expect(invite.sections?.every((name) => name.length > 3)).toBe(true)
  })
})
