import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { appendAudit } from '#server/storage/audit-trail.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import type { Day, Version } from '#shared/api/versions.ts'
import { initialOrder } from '#shared/order.ts'
import { orderCell, tableRows } from '#shared/plan/layout.ts'
import { turnsOf } from '../support/turns-of.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const rows = 3_000

describe('a plan of thousands of rows', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan({ ...smallPlan, format: 'medrie-wijkplan' })
    await els.post(`/api/plans/${planId}/versions`, { name: 'leeg' })
    const keys = initialOrder(rows)
    await editPlan(test, { planId, who: els }, (doc) => {
      for (let i = 0; i < rows; i++) {
        const cells = new Y.Map<unknown>()
        tableRows(doc, 'budget').set(`line-${i}`, cells)
        cells.set(orderCell, keys[i])
        cells.set('description', `Regel ${i}`)
        cells.set('amountCents', i)
      }
    })
  })
  afterAll(() => test.close())

  const get = async <T>(path: string) => {
    // The reading for an earlier request is not cached that long.
    test.clock.advance(6_000)
    return await turnsOf(() => els.get<T>(`/api/plans/${planId}${path}`))
  }

  it('LI9 lets others go on while it is read, checked, compared and frozen, and its history told', async () => {
    const history = await get<{ days: Day[] }>('/history')
    expect(history.value.days[0]?.people[0]?.places).toHaveLength(rows)
    const again = await get<{ days: Day[] }>('/history')
    expect(again.value).toEqual(history.value)
    const [version] = (await els.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`))
      .versions
    const asked = [
      history,
      again,
      await get('/content'),
      await get('/problems'),
      await get(`/compare?from=${version?.id}&to=now`),
      await turnsOf(() => els.post(`/api/plans/${planId}/versions`, { name: 'vol' })),
    ]
    for (const { turns } of asked) expect(turns).toBeGreaterThan(4)
  })

  it('LI9 has a trail that is checked and counted a part at a time', async () => {
    const actor = await els.userId()
    const pia = await (await test.person('Pia')).userId()
    const line = {
      planId,
      at: test.clock.now(),
      actor,
      onBehalfOf: null,
      action: 'GET /api/plans/:planId/export.docx',
      object: '',
      result: 'ok',
      origin: { channel: 'screen' as const, address: null },
    }
    await test.db.transaction().execute(async (trx) => {
      await appendAudit(trx, [{ ...line, actor: pia }])
      await appendAudit(
        trx,
        Array.from({ length: 6_000 }, () => line),
      )
    })
    type Page = { lines: AuditLine[]; total: number; matching: number; people: unknown[] }
    const all = await get<Page>('/audit?limit=2')
    expect(all.value.total).toBe(all.value.lines[0]?.number)
    expect(all.value).toMatchObject({ matching: all.value.total, people: [{}, {}] })
    const files = await get<Page>('/audit?limit=2&kind=files')
    expect(files.value.matching).toBe(6_001)
    const own = await get<Page>(`/audit?limit=2&who=${pia}`)
    expect(own.value).toMatchObject({ total: all.value.total, matching: 1 })
    const chain = await get<{ total: number; fault: string | null }>('/audit/chain')
    expect(chain.value).toMatchObject({ total: all.value.total, fault: null })
    expect(chain.turns).toBeGreaterThan(10)
    expect(files.turns).toBeGreaterThan(1)
  })
})
