import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChangedVersions } from '#server/admin/check-versions.ts'
import { checkDatabase } from '#server/admin/database-checks.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import { setValue } from '#shared/plan/rows.ts'
import { dropGuard } from '../support/drop-guard.ts'
import { editPlan } from './edit-plan.ts'
import { isOnPostgres } from './installation.ts'
import { openVersionedPlan, type VersionedPlan } from './versioned-plan.ts'

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
  let its: VersionedPlan
  beforeEach(async () => {
    its = await openVersionedPlan()
  })
  afterEach(() => its.test.close())

  it('VE3 have hashes that anyone can compute from what REST gives', async () => {
    const first = await its.make(its.els, 'Eerste')
    await editPlan(its.test, { planId: its.planId, who: its.els }, (doc) =>
      setValue(doc, 'wijk', 'Kraaienveen\u007f'),
    )
    const second = await its.make(its.noor, 'Tweede')
    let previous: string | null = null
    for (const version of [first, second]) {
      const content = await its.contentOf(version)
      expect(sha256(content)).toBe(version.hash)
      expect(asDocumented(content)).toBe(version.hash)
      const format = {
        ...version.format,
        hash: sha256(
          await its.els.get<Format>(
            `/api/formats/${version.format.id}?version=${version.format.version}`,
          ),
        ),
      }
      const { id, number, name, hash, seq, totalCents, createdAt } = version
      expect(
        sha256({
          id,
          planId: its.planId,
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
    const version = await its.make(its.els, 'Eerste')
    const { db } = its.test
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
    expect(await its.list(its.els)).toEqual([version])
    await its.els.ask('DELETE', `/api/plans/${its.planId}`)
    await db.deleteFrom('versions').execute()
  })

  async function faults(): Promise<string[]> {
    const row = (await its.test.db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', its.planId)
      .executeTakeFirstOrThrow()) as PlanRow
    return findChangedVersions(its.test.db, row)
  }

  /** Writes like an attacker with the file, without the rules of the schema. */
  async function tamper(column: string, value: unknown): Promise<() => Promise<void>> {
    const { rows } = await sql<{
      sql: string
    }>`select sql from sqlite_master where name = 'versions_never_change'`.execute(its.test.db)
    const set = async (to: unknown) => {
      await sql`drop trigger versions_never_change`.execute(its.test.db)
      await sql`update versions set ${sql.ref(column)} = ${to} where rowid = 1`.execute(its.test.db)
      await sql.raw(rows[0]?.sql ?? '').execute(its.test.db)
    }
    const { rows: old } = await sql<{
      was: unknown
    }>`select ${sql.ref(column)} as was from versions where rowid = 1`.execute(its.test.db)
    await set(value)
    return () => set(old[0]?.was)
  }

  it.skipIf(isOnPostgres)(
    'VE1 versions that were tampered with are named by verify, whichever column or byte it was',
    async () => {
      await its.make(its.els, 'Eerste')
      await its.make(its.els, 'Tweede')
      expect(await faults()).toEqual([])
      const row = await its.test.db
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

  it('versions that were changed with their hashes, or taken out, contradict the log', async () => {
    const first = await its.make(its.els, 'Eerste')
    await its.make(its.els, 'Tweede')
    await dropGuard(its.test.db, 'versions', 'versions_stay')
    await sql`delete from versions where number = 2`.execute(its.test.db)
    expect((await faults()).join('; ')).toMatch(/een versie waarvan het logboek vertelt ontbreekt/)
    expect((await checkDatabase(its.test.db, null)).join('; ')).toContain(
      'de database laat versies veranderen: versions_stay ontbreekt',
    )
    for (const { seq, body } of await its.test.db.selectFrom('plan_changes').selectAll().execute())
      if (Buffer.from(body).includes(first.seal))
        await its.test.db.deleteFrom('plan_changes').where('seq', '=', seq).execute()
    expect(await faults()).toContain(
      'versie 1 (Eerste) is een andere dan die waarvan het logboek vertelt',
    )
  })

  it('follow the form as it was: one that was changed under them is found', async () => {
    await its.make(its.els, 'Eerste')
    const { json } = await its.test.db
      .selectFrom('plan_formats')
      .select('json')
      .executeTakeFirstOrThrow()
    await its.test.db
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
