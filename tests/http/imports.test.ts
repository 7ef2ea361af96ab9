import JSZip from 'jszip'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Comparison } from '#shared/compare/differences.ts'
import type { ProblemBody } from '#shared/errors.ts'
import type { ImportResult, Unplaced } from '#shared/import/import-result.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { examplePlan } from '../support/example-plan.ts'
import { hostileFiles } from '../support/hostile-files.ts'
import { docxOf, line, title } from '../support/source-forms.ts'
import { type Person, TestInstallation, tokenOf } from './installation.ts'

type Proposal = { found: ImportResult; comparison: Comparison; unplaced: Unplaced[] }

const kraaienveen = examplePlan('kraaienveen')

describe('imports', () => {
  let test: TestInstallation
  let coordinator: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    coordinator = await test.person('Coor')
    planId = await coordinator.createPlan(kraaienveen)
  })
  // A fresh clock interval, so that no test uses up the rate limit of another.
  beforeEach(() => test.clock.advance(120_000))
  afterAll(() => test.close())

  async function send<T = Proposal>(
    bytes: Uint8Array,
    {
      path = `/api/plans/${planId}/import`,
      person = coordinator,
      headers = {},
    }: { path?: string; person?: Person; headers?: Record<string, string> } = {},
  ) {
    const response = await test.installation.app.request(path, {
      method: 'POST',
      headers: { cookie: person.cookie, 'content-type': 'application/octet-stream', ...headers },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    return { status: response.status, body: (await response.json()) as T }
  }
  const exported = async (kind: string) =>
    new Uint8Array(
      await (
        await test.installation.app.request(`/api/plans/${planId}/export.${kind}`, {
          headers: { cookie: coordinator.cookie },
        })
      ).arrayBuffer(),
    )
  const content = () => coordinator.get<PlanContent>(`/api/plans/${planId}/content`)

  it('an export that was changed in Word comes back as what was changed, and nothing is written', async () => {
    const before = await content()
    const zip = await JSZip.loadAsync(await exported('docx'))
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    zip.file(
      'word/document.xml',
      xml
        .replace('Eenzaamheid en zingeving bij 75-plussers', 'Eenzaamheid bij ouderen')
        .replace('>42,5<', '>40<'),
    )
    const { status, body } = await send(await zip.generateAsync({ type: 'uint8array' }))
    expect(status).toBe(200)
    expect(body.comparison.summary.text.replaceAll('\u00a0', ' ')).toBe(
      '1 thema, 1 begrotingsregel, totaal − € 187,50',
    )
    expect(await content()).toEqual(before)
    expect(await test.events(planId)).not.toContain('plan.changed')
  })

  it.each(['docx', 'xlsx', 'csv'])('an unchanged export (%s) has no difference', async (kind) => {
    const { body } = await send(await exported(kind))
    expect(body.comparison.summary.text).toBe('Geen verschillen')
    expect(body.unplaced).toEqual([])
  })

  it('a filled form of any kind is recognised, and what is found makes a plan', async () => {
    const { status, body } = await send(await exported('docx'), { path: '/api/imports' })
    expect(status).toBe(200)
    expect(body.found.format.id).toBe('medrie-wijkplan')
    expect(body.comparison.sections.length).toBeGreaterThan(4)
    expect(await test.db.selectFrom('plans').selectAll().execute()).toHaveLength(1)
    expect(await send<ProblemBody>(await exported('csv'), { path: '/api/imports' })).toMatchObject({
      status: 422,
      body: { code: 'import-no-form' },
    })
  })

  // One file per error code; server/import/hostile.long.test.ts runs every kind of file through the same reader.
  const oneOfEach = [
    ...new Map(Object.entries(hostileFiles).map(([name, { code }]) => [code, name])).values(),
  ]
  it.each(oneOfEach)('%s is refused with its code, and the server goes on', async (name) => {
    const { make, code } = hostileFiles[name] ?? { make: () => new Uint8Array(), code: '' }
    const bytes = await make()
    const { status, body } = await send<ProblemBody>(bytes)
    expect([body.code, body.title.length > 40]).toEqual([code, true])
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(await coordinator.ask('GET', '/healthz')).toMatchObject({ status: 200 })
  })

  it('a file of 50 MB is refused before it is read, also when it does not say how large it is (limit importBytes)', async () => {
    expect(await send<ProblemBody>(new Uint8Array(50 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'import-too-large' },
    })
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const request = new Request(`http://localhost/api/plans/${planId}/import`, {
      method: 'POST',
      headers: { cookie: coordinator.cookie },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    const response = await test.installation.app.fetch(request)
    expect([response.status, sent < 15]).toEqual([413, true])
  })

  it('a member who may not write is refused, and so is one who was invited to parts', async () => {
    const bytes = await docxOf([title('Betrokken partijen'), line('Leden wijkkernteam: Anna')])
    const reader = await test.person('Lezer')
    await reader.accept(await coordinator.invite(planId, 'reader'))
    expect(await send(bytes, { person: reader })).toMatchObject({
      status: 403,
      body: { code: 'read-only' },
    })
    const partial = await test.person('Wim')
    const { url } = await coordinator.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['themas'],
    })
    await partial.post(`/api/invites/${tokenOf(url)}/accept`)
    expect(await send(bytes, { person: partial })).toMatchObject({ status: 403 })
    expect(await send(bytes, { headers: { origin: 'https://elders.example' } })).toMatchObject({
      status: 403,
      body: { code: 'foreign-origin' },
    })
  })

  it('nobody keeps the reader busy alone (limit importsPerPerson)', async () => {
    const bytes = await docxOf([title('Notulen')])
    const codes: string[] = []
    for (let at = 0; at < 11; at += 1) codes.push((await send<ProblemBody>(bytes)).body.code)
    expect(codes.slice(9)).toEqual(['import-unrecognized', 'too-many'])
  })
})
