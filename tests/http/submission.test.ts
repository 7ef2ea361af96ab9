import { createHash, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import JSZip from 'jszip'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findUnauditedRows } from '#server/admin/check-audit.ts'
import { keysInFolder } from '#server/installation-keys.ts'
import { systemClock } from '#server/runtime.ts'
import { rotateSigningKey } from '#server/signing-key.ts'
import { openDatabase } from '#server/storage/database.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Check } from '#shared/api/checks.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Submission } from '#shared/api/submission.ts'
import { rowCells } from '#shared/plan/layout.ts'
import {
  adopt,
  type Broekerveld,
  broekerveld,
  openBroekerveld,
  overruleWarnings,
  submit,
} from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { TestInstallation } from './installation.ts'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** An installation with six people takes a while on a busy machine. */
const hookTimeoutMs = 60_000

describe('handing in', () => {
  let test: TestInstallation
  let plan: Broekerveld
  beforeEach(async () => {
    test = await TestInstallation.open()
    plan = await openBroekerveld(test)
  }, hookTimeoutMs)
  afterEach(() => test.close())

  const fileOf = async (submission: Submission, extension: string): Promise<Uint8Array> => {
    const file = submission.files.find((one) => one.fileName.endsWith(extension))
    const response = await test.installation.app.request(
      `/api/plans/${plan.planId}/submission/files/${file?.id}`,
      { headers: { cookie: plan.dounia.cookie } },
    )
    return new Uint8Array(await response.arrayBuffer())
  }

  it('asks for akkoord of all, for each warning a reason, and for the statement; and then keeps the files unchanged', async () => {
    expect((await submit(plan.dounia, plan.planId)).body.code).toBe('not-adopted')
    await adopt(plan)
    const early = await submit(plan.dounia, plan.planId)
    expect([early.body.code, early.body.fields?.map((field) => field.path)]).toEqual([
      'not-ready',
      ['Z4'],
    ])
    await overruleWarnings(plan)
    expect(
      (await submit(plan.dounia, plan.planId, { isOnlyApplication: false })).body.fields?.[0]?.path,
    ).toBe('isOnlyApplication')
    const { status, body: submission } = await submit(plan.dounia, plan.planId)
    expect(status).toBe(201)
    expect(submission.files.map((file) => file.fileName)).toEqual(
      ['docx', 'json', 'pdf', 'xlsx'].map(
        (kind) => `ontwikkelplan-het-broekerveld-2026-v1.${kind}`,
      ),
    )
    for (const file of submission.files)
      expect(sha256(await fileOf(submission, file.fileName))).toBe(file.sha256)
    expect(submission.files[1]?.sha256).toBe(
      (await plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)).current?.hash,
    )
    const shown = async () => {
      const { plans } = await plan.dounia.get<{ plans: Plan[] }>('/api/plans')
      return [
        (await plan.dounia.get<Plan>(`/api/plans/${plan.planId}`)).submitted,
        plans.find(({ id }) => id === plan.planId)?.submitted,
      ]
    }
    const now = { on: '2026-02-02', versionNumber: 1, versionId: submission.versionId }
    expect(await shown()).toEqual([
      { ...now, isChangedSince: false },
      { ...now, isChangedSince: false },
    ])
    expect((await submit(plan.dounia, plan.planId)).body.code).toBe('already-submitted')
    expect(
      await plan.people.apothekers.refusal(
        'POST',
        `/api/versions/${submission.versionId}/withdrawals`,
        { body: { discipline: 'apothekers' } },
      ),
    ).toBe('409 already-submitted')
    await expect(
      test.db.updateTable('submission_files').set({ sha256: '' }).execute(),
    ).rejects.toThrow('only ever added')

    // Written on afterwards, that is said everywhere; what was submitted stays.
    await editPlan(test, { planId: plan.planId, who: plan.dounia }, (doc) => {
      rowCells(doc, 'activities', 'a09')?.set('dateTo', '2026-04-30')
    })
    expect((await shown()).map((one) => one?.isChangedSince)).toEqual([true, true])
    for (const file of submission.files)
      expect(sha256(await fileOf(submission, file.fileName))).toBe(file.sha256)
  })

  it('a correction is presented, agreed and handed in, and says so; what it corrects stays', async () => {
    await adopt(plan)
    await overruleWarnings(plan)
    const first = (await submit(plan.dounia, plan.planId)).body
    const presentation = `/api/plans/${plan.planId}/presentations`
    const planNow = () => plan.dounia.get<Plan>(`/api/plans/${plan.planId}`)
    const agreement = () => plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
    // Nothing was changed: there is nothing to correct.
    expect(await plan.dounia.refusal('POST', presentation)).toBe('409 already-submitted')
    const edit = (date: string) =>
      editPlan(test, { planId: plan.planId, who: plan.dounia }, (doc) => {
        rowCells(doc, 'activities', 'a09')?.set('dateTo', date)
      })
    await edit('2026-04-30')
    await plan.dounia.post(presentation)
    expect(await planNow()).toMatchObject({
      status: 'approval',
      submitted: { versionId: first.versionId, isChangedSince: true },
    })
    // Recalled, the submitted version counts again, with its answers.
    await plan.dounia.ask('PATCH', `/api/plans/${plan.planId}`, { body: { status: 'concept' } })
    expect(await planNow()).toMatchObject({ status: 'submitted' })
    const recalled = await agreement()
    expect(recalled.current?.versionId).toBe(first.versionId)
    expect(recalled.seats.map(({ standing }) => standing.kind)).toEqual(Array(5).fill('agreed'))
    await edit('2026-05-31')
    await adopt(plan)
    await overruleWarnings(plan)
    expect(await planNow()).toMatchObject({ status: 'adopted' })
    expect(await submit(plan.dounia, plan.planId, { handedInOn: '2026-03-09' })).toMatchObject({
      status: 201,
    })
    const { submission, earlier } = await plan.dounia.get<{
      submission: Submission
      earlier: Submission[]
    }>(`/api/plans/${plan.planId}/submission`)
    expect(submission).toMatchObject({ isCorrection: true, versionNumber: 3 })
    expect(submission.files.map(({ fileName }) => fileName)).toContain(
      'ontwikkelplan-het-broekerveld-2026-v3-correctie.docx',
    )
    const docx = await JSZip.loadAsync(await fileOf(submission, '.docx'))
    expect(await docx.file('word/document.xml')?.async('string')).toContain(
      'Correctie: vervangt versie 1, ingediend op 02-02-2026',
    )
    expect(earlier).toEqual([first])
    expect(await planNow()).toMatchObject({
      status: 'submitted',
      submitted: { on: '2026-03-09', versionNumber: 3, isChangedSince: false },
    })
    const { lines } = await plan.dounia.get<{ lines: AuditLine[] }>(
      `/api/plans/${plan.planId}/audit?kind=submission`,
    )
    expect(lines.map(({ text }) => text)).toContain('diende versie 3 in, als correctie')
    expect(await findUnauditedRows(test.db, await planRow())).toEqual([])
    // The neighbourhood is still taken, by the correction.
    const held = await test.db
      .selectFrom('submissions')
      .select('version_id')
      .where('claim', 'is not', null)
      .execute()
    expect(held).toEqual([{ version_id: submission.versionId }])
  })

  const planRow = () =>
    test.db.selectFrom('plans').selectAll().where('id', '=', plan.planId).executeTakeFirstOrThrow()

  it('Z3 a second plan for the neighbourhood in that period hears whom to call, also at the same moment', async () => {
    const again = await openBroekerveld(test, {
      ...broekerveld,
      values: { ...broekerveld.values, wijk: ' het  BROEKERVELD', periodFrom: '2026-03-01' },
    })
    for (const one of [plan, again]) {
      await adopt(one)
      await overruleWarnings(one)
    }
    const both = await Promise.all([
      submit(plan.dounia, plan.planId),
      submit(again.dounia, again.planId),
    ])
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 409])
    const refused = both.find((answer) => answer.status === 409)
    expect(refused?.body).toMatchObject({
      code: 'already-applied',
      detail: expect.stringContaining(
        'Wouter van den Hoogewal, huisarts, Huisartsengroep Broekerveld',
      ),
    })
    expect(await test.db.selectFrom('submissions').select('id').execute()).toHaveLength(1)
    const loser = both[0]?.status === 409 ? plan : again
    expect(await loser.dounia.get(`/api/plans/${loser.planId}`)).toMatchObject({
      status: 'adopted',
    })
  })

  it('anyone can check a code, the content or a file, and sees functions and organisations and nothing of the plan', async () => {
    const { current } = await adopt(plan)
    await overruleWarnings(plan)
    const { body: submission } = await submit(plan.dounia, plan.planId)
    const check = (mark: string) =>
      test.visitor().get<Check>(`/api/checks/${encodeURIComponent(mark)}`)
    const byCode = await check((current?.code ?? '').toLowerCase().replaceAll('-', ' '))
    expect(byCode).toMatchObject({
      foundBy: 'code',
      isAgreed: true,
      number: 1,
      handedInOn: '2026-02-02',
      missing: [],
      signature: { isValid: true },
    })
    expect(byCode.agreed.map((one) => one.organisation)).toContain('Apotheek ’t Broek')
    expect(JSON.stringify(byCode)).not.toMatch(/Ottenkamp|begroting|scholing/)
    expect(await check(sha256(await fileOf(submission, '.docx')))).toMatchObject({
      foundBy: 'file',
      number: 1,
    })
    expect(await check(sha256(await fileOf(submission, '.json')))).toMatchObject({
      number: 1,
      isAgreed: true,
    })
    for (const mark of ['WT-0000-0000', sha256('een ander bestand'), 'onzin'])
      expect(await test.visitor().refusal('GET', `/api/checks/${mark}`)).toBe('404 mark-unknown')
    const { record, value, publicKey } = byCode.signature
    expect(verify(null, Buffer.from(record), publicKey, Buffer.from(value, 'base64url'))).toBe(true)
    expect(
      verify(
        null,
        Buffer.from(record.replace('"agreed"', '"waiting"')),
        publicKey,
        Buffer.from(value, 'base64url'),
      ),
    ).toBe(false)
  })

  it('a version nobody agreed with, or that was replaced, is told as that', async () => {
    const { current } = await plan.dounia.post<Agreement>(`/api/plans/${plan.planId}/presentations`)
    await plan.dounia.post(`/api/plans/${plan.planId}/presentations`)
    expect(await test.visitor().get<Check>(`/api/checks/${current?.code}`)).toMatchObject({
      isAgreed: false,
      agreed: [],
      replacedBy: 2,
      missing: expect.arrayContaining(['Apothekers']),
    })
  })
})

it('a new signing key leaves what the old one signed to be checked', async () => {
  const folder = await mkdtemp(path(tmpdir(), 'wijktafel-key-'))
  const db = await openDatabase(path(folder, 'w.sqlite'))
  const { before, now } = await rotateSigningKey({
    keys: keysInFolder(folder),
    db,
    clock: systemClock,
  })
  expect(now).not.toBe(before)
  expect(
    (await db.selectFrom('signing_keys').select('id').execute()).map((key) => key.id).toSorted(),
  ).toEqual([before, now].toSorted())
  await db.destroy()
  await rm(folder, { recursive: true })
})
