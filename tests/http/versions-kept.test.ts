import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backUp } from '#server/admin/backup.ts'
import { restore } from '#server/admin/restore.ts'
import { verify } from '#server/admin/verify.ts'
import { systemIds } from '#server/runtime.ts'
import { openDatabaseReadOnly } from '#server/storage/database.ts'
import { openSqliteSingleFile } from '#server/storage/sqlite.ts'
import { isOnPostgres, smallPlan, TestInstallation } from './installation.ts'

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wijktafel-versions-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

function terminal() {
  const lines: string[] = []
  return {
    lines,
    say: (line: string) => void lines.push(line),
    complain: (line: string) => void lines.push(line),
    progress: () => {},
  }
}

it.skipIf(isOnPostgres)(
  'VE1 a backup and a restore keep versions to the byte, and verify names one that was changed in a file',
  {
    timeout: 30_000,
  },
  async () => {
    const test = await TestInstallation.open()
    const { clock } = test
    const els = await test.person('Els')
    const planId = await els.createPlan(smallPlan)
    for (const name of ['Eerste', 'Tweede'])
      await els.post(`/api/plans/${planId}/versions`, { name })
    const rows = await test.db.selectFrom('versions').selectAll().orderBy('number').execute()
    const { rows: files } = await sql<{ file: string }>`pragma database_list`.execute(test.db)
    const file = join(scratch, 'kopie.sqlite')
    expect(
      await backUp({ database: files[0]?.file ?? '', file, replaces: false, clock }, terminal()),
    ).toBe(0)
    await test.close()
    expect(await verify(file, terminal())).toBe(0)

    const database = join(scratch, 'leeg', 'wijktafel.sqlite')
    expect(
      await restore({ database, file, acceptsFaults: false, clock, ids: systemIds }, terminal()),
    ).toBe(0)
    const restored = openDatabaseReadOnly(database)
    expect(await restored.selectFrom('versions').selectAll().orderBy('number').execute()).toEqual(
      rows,
    )
    await restored.destroy()

    const tampered = openSqliteSingleFile(file)
    const guard = tampered
      .prepare(`select sql from sqlite_master where name = 'versions_never_change'`)
      .pluck()
      .get() as string
    tampered.exec('drop trigger versions_never_change')
    const [first, second] = rows.map((row) => gunzipSync(row.content))
    const set = tampered.prepare('update versions set content = ?, packing = ? where number = ?')
    // The storage format from before versions were packed: the hash is of the content, so it is still valid.
    set.run(first, 'none', 1)
    tampered.exec(guard)
    tampered.close()
    expect(await verify(file, terminal())).toBe(0)
    const forged = openSqliteSingleFile(file)
    forged.exec('drop trigger versions_never_change')
    const otherWords = second?.toString().replaceAll('Kraaienveen', 'Kraaienveld') ?? ''
    forged
      .prepare('update versions set content = ? where number = 2')
      .run(gzipSync(Buffer.from(otherWords)))
    forged.exec(guard)
    forged.close()
    const told = terminal()
    expect(await verify(file, told)).toBe(1)
    expect(told.lines.join('\n')).toContain(
      'versie 2 (Tweede) heeft een andere inhoud dan is vastgelegd',
    )
    // A restore reports it.
    await expect(
      restore({ database, file, acceptsFaults: false, clock, ids: systemIds }, terminal()),
    ).rejects.toThrow('versie 2 (Tweede)')
  },
)
