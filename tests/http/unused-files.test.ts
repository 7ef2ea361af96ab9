import { afterEach, beforeEach, expect, it } from 'vitest'
import { pdfOf, pngOf } from '../support/picture-files.ts'
import { fileSender } from '../support/send-file.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const dayMs = 24 * 60 * 60_000

let test: TestInstallation
let send: ReturnType<typeof fileSender>
let els: Person
beforeEach(async () => {
  test = await TestInstallation.open()
  send = fileSender(test)
  els = await test.person('Els')
})
afterEach(() => test.close())

/** Lets as many days pass, with rounds of the background job on each of them. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day++) await test.pass(dayMs)
}

const bodies = async (planId: string) =>
  (
    await test.db
      .selectFrom('plan_file_bodies')
      .select('sha256')
      .where('plan_id', '=', planId)
      .execute()
  ).length
const isThere = async (fileId: string) =>
  (await test.db
    .selectFrom('plan_files')
    .select('id')
    .where('id', '=', fileId)
    .executeTakeFirst()) !== undefined

it('a picture that no text has goes after a month, and its bytes with it', async () => {
  const planId = await els.createPlan()
  const { body } = await send.picture(planId, els, pngOf())
  await days(35)
  expect(await isThere(body.id)).toBe(true)
  await days(12)
  expect(await isThere(body.id)).toBe(false)
  expect(await bodies(planId)).toBe(0)
})

it('a picture that the text, or any state that is kept of it, can bring back stays', async () => {
  const planId = await els.createPlan()
  const inText = (await send.picture(planId, els, pngOf({ shade: 1 }))).body.id
  const inVersion = (await send.picture(planId, els, pngOf({ shade: 2 }))).body.id
  const inDay = (await send.picture(planId, els, pngOf({ shade: 3 }))).body.id
  const write = (words: string) =>
    editPlan(test, { planId, who: els }, (doc) => doc.getMap('values').set('wijk', words))
  await write(inVersion)
  await els.post(`/api/plans/${planId}/versions`, { name: 'Met afbeelding' })
  await write(inDay)
  await days(1)
  await write(inText)
  await test.installation.rooms.drain()
  await days(60)
  for (const id of [inText, inVersion, inDay]) expect(await isThere(id)).toBe(true)
})

it('an attachment that was removed stays a month, and the same bytes of another one stay', async () => {
  const planId = await els.createPlan()
  const query = { kind: 'section', section: 'begroting' }
  const [first, second] = [
    await send.attachment(planId, els, pdfOf(), { query }),
    await send.attachment(planId, els, pdfOf(), { query }),
  ]
  expect(await bodies(planId)).toBe(1)
  await els.ask('DELETE', `/api/plans/${planId}/attachments/${first.body.id}`)
  await days(45)
  const rows = await test.db
    .selectFrom('plan_files')
    .select('id')
    .where('plan_id', '=', planId)
    .execute()
  expect(rows).toEqual([{ id: second.body.id }])
  expect(await isThere(second.body.id)).toBe(true)
  expect(await bodies(planId)).toBe(1)
})

it('the files of a plan that was removed go after a month', async () => {
  const planId = await els.createPlan(smallPlan)
  await send.picture(planId, els, pngOf())
  await els.ask('DELETE', `/api/plans/${planId}`)
  await days(25)
  expect(await bodies(planId)).toBe(1)
  await days(10)
  expect(await bodies(planId)).toBe(0)
})
