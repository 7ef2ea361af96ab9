import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import { checkDatabase } from '#server/admin/database-checks.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import type { Version } from '#shared/api/versions.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { formContent } from '#shared/plan/form-content.ts'
import { setCell, setValue } from '#shared/plan/rows.ts'
import { dropGuard } from '../support/drop-guard.ts'
import { editPlan } from './edit-plan.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

const plan = {
  format: 'medrie-wijkplan',
  values: { wijk: 'Kraaienveen — “Oost” ë 🙂' },
  tables: {
    budget: [{ id: 'b1', description: 'Training', quantityHundredths: 125, rateCents: 9620 }],
  },
}

/** RFC 8785 without our own code, as docs/versions.md describes it. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`
}
/** Runs the script of docs/versions.md literally. */
function asDocumented(content: unknown): string {
  const script =
    /node --input-type=module -e '([^']+)'/.exec(
      readFileSync(new URL('../../docs/versions.md', import.meta.url), 'utf8'),
    )?.[1] ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'wijktafel-hash-'))
  writeFileSync(join(folder, 'content.json'), JSON.stringify(content, null, 2))
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return answer.trim()
}
const sha256 = (value: unknown) => createHash('sha256').update(canonical(value)).digest('hex')

describe('versions', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    noor = await test.person('Noor')
    planId = await els.createPlan(plan)
    await noor.accept(await els.invite(planId, 'editor'))
  })
  afterEach(() => test.close())

  const make = (who: Person, name: string) =>
    who.post<Version>(`/api/plans/${planId}/versions`, { name })
  const list = async (who: Person) =>
    (await who.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`)).versions
  const contentOf = (version: Version) =>
    els.get<PlanContent>(`/api/versions/${version.id}/content`)

  it('are numbered per plan, named, and tell who made them of what', async () => {
    expect(await list(els)).toEqual([])
    const first = await make(els, '  Overleg\n13 januari ')
    test.clock.advance(60_000)
    const second = await make(noor, 'Na de achterban')
    expect([first.number, first.name, first.totalCents, first.format]).toEqual([
      1,
      'Overleg 13 januari',
      12_025,
      { id: 'medrie-wijkplan', version: 3 },
    ])
    expect([
      second.number,
      second.createdBy.name,
      Date.parse(second.createdAt) - Date.parse(first.createdAt),
    ]).toEqual([2, 'Noor', 60_000])
    expect(await list(noor)).toEqual([second, first])
    expect(await els.get(`/api/versions/${first.id}`)).toEqual(first)
    const otherPlan = await els.createPlan(plan)
    expect(
      (await els.post<Version>(`/api/plans/${otherPlan}/versions`, { name: 'Begin' })).number,
    ).toBe(1)
  })

  it('hold the plan as it was, whatever is changed afterwards', async () => {
    const version = await make(els, 'Eerste')
    const frozen = await contentOf(version)
    const { format } = await els.get<PlanContent>(`/api/plans/${planId}/content`)
    const form = await els.get<Format>(`/api/formats/${format.id}`)
    expect(frozen).toEqual(
      await els
        .get<PlanContent>(`/api/plans/${planId}/content`)
        .then((now) => ({ ...formContent(now, form), seq: version.seq })),
    )
    await editPlan(test, { planId, who: els }, (doc) =>
      setCell(doc, 'budget', 'b1', 'quantityHundredths', 200),
    )
    const next = await make(els, 'Tweede')
    expect(await contentOf(version)).toEqual(frozen)
    expect((await contentOf(next)).totals['budget']?.totalCents).toBe(19_240)
    expect(next.hash).not.toBe(version.hash)
    expect(next.seq).toBeGreaterThan(version.seq)
  })

  it('EV1 tell of themselves in the log of the plan, in one transaction', async () => {
    const version = await make(els, 'Eerste')
    const told = await test.db
      .selectFrom('plan_changes')
      .select('body')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(Buffer.from(told.body).toString())).toEqual({
      type: 'version.made',
      versionId: version.id,
      number: 1,
      seal: version.seal,
    })
    for (const statement of engineOf(test.db).guards.statements({
      name: 'no_events',
      table: 'plan_changes',
      before: 'insert',
      message: 'no',
    }))
      await sql.raw(statement).execute(test.db)
    expect(
      (await els.ask('POST', `/api/plans/${planId}/versions`, { body: { name: 'Tweede' } })).status,
    ).toBe(500)
    expect((await list(els)).length).toBe(1)
  })

  it('VE2 made at the same moment get numbers without a gap', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, n) => make(n % 2 === 0 ? els : noor, `Tegelijk ${n}`)),
    )
    expect(made.map((version) => version.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await faults()).toEqual([])
  })

  it('are refused without a name, before the change they should hold, and of a plan that is gone', async () => {
    const at = `/api/plans/${planId}/versions`
    for (const name of ['', ' \n ', 'x'.repeat(121)])
      expect(await els.refusal('POST', at, { body: { name } })).toBe('422 invalid-values')
    expect(await els.refusal('POST', at, { body: { name: 'Te vroeg', minSeq: 1_000 } })).toBe(
      '409 behind',
    )
    const version = await make(els, 'Eerste')
    await els.ask('DELETE', `/api/plans/${planId}`)
    expect(await els.refusal('GET', `/api/versions/${version.id}/content`)).toBe(
      '404 version-not-found',
    )
    expect(await els.refusal('POST', at, { body: { name: 'Te laat' } })).toBe('404 plan-not-found')
  })

  it('VE3 have hashes that anyone can compute from what REST gives', async () => {
    const first = await make(els, 'Eerste')
    await editPlan(test, { planId, who: els }, (doc) => setValue(doc, 'wijk', 'Kraaienveen\u007f'))
    const second = await make(noor, 'Tweede')
    let previous: string | null = null
    for (const version of [first, second]) {
      const content = await contentOf(version)
      expect(sha256(content)).toBe(version.hash)
      expect(asDocumented(content)).toBe(version.hash)
      const format = {
        ...version.format,
        hash: sha256(
          await els.get<Format>(
            `/api/formats/${version.format.id}?version=${version.format.version}`,
          ),
        ),
      }
      const { id, number, name, hash, seq, totalCents, createdAt } = version
      expect(
        sha256({
          id,
          planId,
          number,
          name,
          format,
          epoch: content.epoch,
          seq,
          totalCents,
          hash,
          createdAt,
          createdBy: version.createdBy.id,
          previous,
        }),
      ).toBe(version.seal)
      previous = version.seal
    }
  })

  it('VE1 can not be changed or removed in storage, also not by replacing, while there is the plan', async () => {
    const version = await make(els, 'Eerste')
    const { db } = test
    await expect(db.updateTable('versions').set({ name: 'Anders' }).execute()).rejects.toThrow(
      'a version never changes',
    )
    await expect(db.deleteFrom('versions').execute()).rejects.toThrow(
      'a version stays as long as its plan',
    )
    const row = await db.selectFrom('versions').selectAll().executeTakeFirstOrThrow()
    // A replacement of SQLite removes a row without a word to the trigger of removals.
    if (!isOnPostgres) {
      await expect(db.replaceInto('versions').values(row).execute()).rejects.toThrow(
        'the next number',
      )
      await expect(
        db
          .replaceInto('versions')
          .values({ ...row, number: 2 })
          .execute(),
      ).rejects.toThrow('an id of its own')
    }
    await expect(
      db
        .insertInto('versions')
        .values({ ...row, id: 'ander', number: 3 })
        .execute(),
    ).rejects.toThrow('the next number')
    expect(await list(els)).toEqual([version])
    await els.ask('DELETE', `/api/plans/${planId}`)
    await db.deleteFrom('versions').execute()
  })

  async function faults(): Promise<string[]> {
    const row = (await test.db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()) as PlanRow
    return findChangedVersions(test.db, row)
  }

  /** Writes like an attacker with the file, without the rules of the schema. */
  async function tamper(column: string, value: unknown): Promise<() => Promise<void>> {
    const { rows } = await sql<{
      sql: string
    }>`select sql from sqlite_master where name = 'versions_never_change'`.execute(test.db)
    const set = async (to: unknown) => {
      await sql`drop trigger versions_never_change`.execute(test.db)
      await sql`update versions set ${sql.ref(column)} = ${to} where rowid = 1`.execute(test.db)
      await sql.raw(rows[0]?.sql ?? '').execute(test.db)
    }
    const { rows: old } = await sql<{
      was: unknown
    }>`select ${sql.ref(column)} as was from versions where rowid = 1`.execute(test.db)
    await set(value)
    return () => set(old[0]?.was)
  }

  it.skipIf(isOnPostgres)(
    'VE1 that were tampered with are named by verify, whichever column or byte it was',
    async () => {
      await make(els, 'Eerste')
      await make(els, 'Tweede')
      expect(await faults()).toEqual([])
      const row = await test.db
        .selectFrom('versions')
        .selectAll()
        .where('number', '=', 1)
        .executeTakeFirstOrThrow()
      for (const [column, was] of Object.entries(row)) {
        if (
          column === 'plan_id' ||
          column === 'content' ||
          column === 'format_id' ||
          column === 'format_version'
        )
          continue
        const undo = await tamper(
          column,
          typeof was === 'number' ? was + 5 : `${String(was).slice(0, -1)}x`,
        )
        expect((await faults()).join('; '), column).toMatch(/versie 1|versie 2/)
        await undo()
      }
      const undoTime = await tamper('created_at', 'gisteren')
      expect(await faults()).toContain('versie 1 (Eerste) is onleesbaar')
      await undoTime()
      for (let at = 0; at < row.content.length; at += 97) {
        const flipped = Buffer.from(row.content)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
        const undo = await tamper('content', flipped)
        expect(await faults(), `byte ${at}`).toContain(
          'versie 1 (Eerste) heeft een andere inhoud dan is vastgelegd',
        )
        await undo()
      }
      expect(await faults()).toEqual([])
    },
  )

  it('that were changed with their hashes, or taken out, still miss what the log tells of', async () => {
    const first = await make(els, 'Eerste')
    await make(els, 'Tweede')
    await dropGuard(test.db, 'versions', 'versions_stay')
    await sql`delete from versions where number = 2`.execute(test.db)
    expect((await faults()).join('; ')).toMatch(/een versie waarvan het logboek vertelt ontbreekt/)
    expect((await checkDatabase(test.db, null)).join('; ')).toContain(
      'de database laat versies veranderen: versions_stay ontbreekt',
    )
    for (const { seq, body } of await test.db.selectFrom('plan_changes').selectAll().execute())
      if (Buffer.from(body).includes(first.seal))
        await test.db.deleteFrom('plan_changes').where('seq', '=', seq).execute()
    expect(await faults()).toContain(
      'versie 1 (Eerste) is een andere dan die waarvan het logboek vertelt',
    )
  })

  it('follow the form as it was: one that was changed under them is found', async () => {
    await make(els, 'Eerste')
    const { json } = await test.db
      .selectFrom('plan_formats')
      .select('json')
      .executeTakeFirstOrThrow()
    await test.db
      .updateTable('plan_formats')
      .set({
        json: JSON.stringify(FormatSchema.parse({ ...JSON.parse(json), name: 'Ander formulier' })),
      })
      .execute()
    expect(await faults()).toEqual([
      'versie 1 (Eerste) volgt een formulier dat sindsdien is veranderd',
    ])
  })
})
