import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ReadPage } from '#shared/api/read-links.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { writeFragment } from '#shared/richtext/fragment.ts'
import { normalizeRichDoc } from '#shared/richtext/normalize.ts'
import { pngOf } from '../support/picture-files.ts'
import { fileSender } from '../support/send-file.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, smallPlan, TestInstallation, tokenOf } from './installation.ts'

let test: TestInstallation
let send: ReturnType<typeof fileSender>
let els: Person
let planId: string
/** In the text, and beside it. */
let shown: string
let unshown: string
beforeAll(async () => {
  test = await TestInstallation.open()
  send = fileSender(test)
  els = await test.person('Els')
  planId = await els.createPlan(smallPlan)
  shown = (await send.picture(planId, els, pngOf({ shade: 1 }))).body.id
  unshown = (await send.picture(planId, els, pngOf({ shade: 2 }))).body.id
  const { doc } = normalizeRichDoc({
    type: 'doc',
    content: [{ type: 'picture', attrs: { file: shown, alt: 'Kaart', width: 4, height: 3 } }],
  })
  await editPlan(test, { planId, who: els }, (plan) =>
    writeFragment(fieldFragment(plan, 'netwerk'), doc),
  )
})
beforeEach(() => test.clock.advance(60_000))
afterAll(() => test.close())

it('a picture is in the content of the plan by its id, and its words are checked for a BSN', async () => {
  const content = await els.get<PlanContent>(`/api/plans/${planId}/content`)
  expect(content.fields['netwerk']?.content?.[0]).toEqual({
    type: 'picture',
    attrs: { file: shown, alt: 'Kaart', decorative: false, width: 4, height: 3, scale: 100 },
  })
  const node = { type: 'picture', attrs: { file: shown, alt: 'Dossier 123456782' } }
  const body = { ...smallPlan, fields: { netwerk: { type: 'doc', content: [node] } } }
  expect(await els.refusal('POST', '/api/plans', { body })).toBe('422 bsn-found')
})

it('a node without a file of any plan is left out and reported', () => {
  for (const file of [
    '',
    'x',
    '../../etc/passwd',
    'https://elders.nl/x.png',
    'javascript:alert(1)',
  ])
    expect(
      normalizeRichDoc({ type: 'doc', content: [{ type: 'picture', attrs: { file } }] }),
    ).toEqual({ doc: { type: 'doc', content: [] }, isDamaged: true })
})

it('a member of parts sees the pictures that these parts show', async () => {
  const asked = async (name: string, section: string) => {
    const guest = await test.person(name)
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'reader',
      sections: [section],
    })
    await guest.accept(url)
    return [shown, unshown].map(async (id) => (await send.read(id, guest)).status)
  }
  expect(await Promise.all(await asked('Een', 'netwerkvorming'))).toEqual([200, 404])
  expect(await Promise.all(await asked('Twee', 'themas'))).toEqual([404, 404])
})

it('a reader with a link sees the pictures of the page, and no others, until the link ends', async () => {
  await els.post(`/api/plans/${planId}/consultation`, {
    deadline: new Date(test.clock.now() + 14 * 24 * 3600_000).toISOString(),
  })
  const { id, url } = await els.post<{ id: string; url: string }>(
    `/api/plans/${planId}/read-links`,
    { label: 'Praktijk' },
  )
  const token = tokenOf(url)
  const page = await test.visitor().get<ReadPage>(`/api/read/${token}`)
  expect(JSON.stringify(page.blocks)).toContain(`"file":"${shown}"`)
  const ask = (fileId: string) => test.visitor().ask('GET', `/api/read/${token}/files/${fileId}`)
  const { status, headers } = await ask(shown)
  expect([status, headers.get('content-type')]).toEqual([200, 'image/png'])
  expect((await ask(unshown)).status).toBe(404)
  await els.ask('DELETE', `/api/plans/${planId}/read-links/${id}`)
  expect((await ask(shown)).status).toBe(410)
})
