import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPages } from '#server/plans/audit/audit-pages.ts'
import { appendAudit } from '#server/storage/audit-trail.ts'
import { loadFormats } from '#server/storage/formats.ts'
import { turnsOf } from '../support/turns-of.ts'
import { type Person, TestInstallation } from './installation.ts'

const lineCount = 1000
const threadCount = 120

describe('a long trail and many comments', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan()
    await addLines(lineCount)
    for (let at = 0; at < threadCount; at += 1)
      await els.post(`/api/plans/${planId}/threads`, {
        target: { kind: 'plan' },
        body: `Reactie nummer ${at}`,
      })
  })
  afterAll(() => test.close())

  const addLines = async (count: number) => {
    const actor = await els.userId()
    await test.db.transaction().execute((trx) =>
      appendAudit(
        trx,
        Array.from({ length: count }, () => ({
          planId,
          at: test.clock.now(),
          actor,
          onBehalfOf: null,
          action: 'GET /api/plans/:planId/export.docx',
          object: '',
          result: 'ok',
          origin: { channel: 'screen' as const, address: null },
        })),
      ),
    )
  }
  const pagesOf = async () =>
    auditPages({ db: test.db, formats: await loadFormats({ folders: [], db: test.db }) }, planId)

  it('leave whole: every line in order, every comment once', async () => {
    const { lines } = await els.get<{ lines: { number: number }[] }>(
      `/api/plans/${planId}/audit.json`,
    )
    expect(lines.length).toBeGreaterThan(lineCount + threadCount)
    expect(lines.map((line) => line.number)).toEqual(lines.map((_, at) => at + 1))
    const csv = (await els.ask<string>('GET', `/api/plans/${planId}/audit.csv`)).body
    // The audit line about the first file is in the second file.
    expect(csv.trim().split('\r\n')).toHaveLength(1 + lines.length + 1)
    const comments = (await els.ask<string>('GET', `/api/plans/${planId}/comments.csv`)).body
    const bodies = comments.match(/Reactie nummer \d+/g) ?? []
    expect(bodies).toEqual(Array.from({ length: threadCount }, (_, at) => `Reactie nummer ${at}`))
  })

  it('are read page by page, and others have their turn between two pages', async () => {
    let pages = 0
    const { turns } = await turnsOf(async () => {
      for await (const page of await pagesOf()) {
        expect(page.length).toBeLessThanOrEqual(250)
        pages += 1
      }
    })
    expect(pages).toBeGreaterThan(4)
    expect(turns).toBeGreaterThanOrEqual(pages - 1)
  })

  it('LI9 comments leave page by page too, and an answer that holds many is written a part at a time', async () => {
    // Long comments, written directly to the database.
    await test.db
      .updateTable('comments')
      .set((eb) => ({ body: eb(eb.ref('body'), '||', ` ${'x'.repeat(4_000)}`) }))
      .execute()
    const file = await turnsOf(() => els.ask('GET', `/api/plans/${planId}/comments.csv`))
    const answer = await turnsOf(() =>
      els.get<{ threads: unknown[] }>(`/api/plans/${planId}/threads`),
    )
    expect(answer.value.threads).toHaveLength(threadCount)
    expect(file.turns).toBeGreaterThanOrEqual(3)
    expect(answer.turns).toBeGreaterThan(1)
  })

  it('end at the line that was last when they began', async () => {
    const iterator = await pagesOf()
    const first = (await iterator.next()).value ?? []
    const { total } = await els.get<{ total: number }>(`/api/plans/${planId}/audit?limit=1`)
    await addLines(300)
    let count = first.length
    for await (const page of iterator) count += page.length
    expect(count).toBe(total)
  })

  it('count for what a person has made (limit exportsPerPerson)', async () => {
    const answers: number[] = []
    for (let count = 0; count < 22; count += 1)
      answers.push((await els.ask('GET', `/api/plans/${planId}/audit.csv?kind=people`)).status)
    expect(answers).toContain(429)
    expect(await els.refusal('GET', `/api/plans/${planId}/comments.csv`)).toBe('429 too-many')
  })
})
