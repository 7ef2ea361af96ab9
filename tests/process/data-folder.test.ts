import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

let server: ServerProcess
beforeEach(async () => {
  server = await ServerProcess.start()
}, 60_000)
afterEach(() => server.stop())

const admin = (...args: string[]) =>
  execFileSync(process.execPath, ['dist/server/admin.js', ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: server.dataDir },
    encoding: 'utf8',
    stdio: 'pipe',
  })

describe('a data folder belongs to one server', () => {
  test('ST5 a second server refuses to start and says why; the first goes on, and so do commands beside it', async () => {
    const second = await server.beside()
    await expect(second.up()).rejects.toThrow(/ended with 1[\s\S]*er draait al een server/)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(admin('link', '--email', 'beheer@voorbeeld.nl', '--name', 'Bea Beheer')).toContain(
      '/sign-in?token=',
    )
    admin('verify')
    const backup = join(server.dataDir, 'kopie.sqlite')
    admin('backup', backup)
    expect(() => admin('restore', backup)).toThrow(/server draait nog/)
  })

  test('ST5 the lock goes with its process: after kill -9 the next server starts at once', async () => {
    await server.kill()
    const next = await server.beside()
    await next.up()
    expect(await next.terminate()).toBe(0)
    await server.up()
  })

  test('ST5 nobody restores under a server that has no database yet, or starts one meanwhile', async () => {
    const backup = join(server.dataDir, 'kopie.sqlite')
    admin('backup', backup)
    await server.terminate()
    admin('restore', backup)
    await server.up()
  })
})

describe('a lost database', () => {
  test.each(['missing', 'empty', 'of nothing'])(
    'ST6 one that is %s beside the keys of an installation is refused, with what to do, and nothing is made',
    async (what) => {
      const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
      await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      await server.terminate()
      const database = join(server.dataDir, 'wijktafel.sqlite')
      const kept = join(server.dataDir, 'kept')
      renameSync(database, kept)
      for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true })
      if (what === 'empty') writeFileSync(database, '')
      if (what === 'of nothing') execFileSync(process.execPath, ['-e', makeBlank, database])
      const before = readdirSync(server.dataDir).sort()
      await expect(server.up()).rejects.toThrow(
        /staat wel "secret", maar geen database[\s\S]*restore BESTAND/,
      )
      expect(() => admin('link', '--email', 'a@voorbeeld.nl', '--name', 'Aad')).toThrow(
        /maar geen database/,
      )
      expect(readdirSync(server.dataDir).sort()).toEqual(before)
      rmSync(database, { force: true })
      renameSync(kept, database)
      await server.up()
      expect((await coordinator.plans()).plans).toHaveLength(1)
    },
  )

  test('ST6 an operator who really begins anew moves the keys away', async () => {
    await server.terminate()
    for (const name of readdirSync(server.dataDir))
      if (name !== 'server.lock') rmSync(join(server.dataDir, name))
    await server.up()
    expect(await server.firstLink()).toContain('/sign-in')
  })
})

describe.skipIf(process.platform === 'win32')('the files in the folder', () => {
  const modes = () =>
    Object.fromEntries(
      readdirSync(server.dataDir).map((name) => [
        name,
        (statSync(join(server.dataDir, name)).mode & 0o777).toString(8),
      ]),
    )

  test('ST7 is readable by its owner alone, from the first moment', async () => {
    await new ApiClient(server.url).signIn(await server.firstLink())
    admin('backup', join(server.dataDir, 'wijktafel.sqlite.kopie'))
    const found = modes()
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['wijktafel.sqlite', 'wijktafel.sqlite-wal', 'secret', 'server.lock']),
    )
    expect(new Set(Object.values(found))).toEqual(new Set(['600']))
    expect((statSync(server.dataDir).mode & 0o777).toString(8)).toBe('700')
  })

  test('ST7 is made so at the start when it was not; a folder that holds other things keeps its rights', async () => {
    await server.terminate()
    chmodSync(server.dataDir, 0o755)
    for (const name of readdirSync(server.dataDir)) chmodSync(join(server.dataDir, name), 0o644)
    await server.up()
    expect(new Set(Object.values(modes()))).toEqual(new Set(['600']))
    expect(statSync(server.dataDir).mode & 0o777).toBe(0o700)
    await server.terminate()
    const other = join(server.dataDir, 'van iemand anders')
    writeFileSync(other, '')
    chmodSync(other, 0o644)
    chmodSync(server.dataDir, 0o755)
    await server.up()
    expect(statSync(other).mode & 0o777).toBe(0o644)
    expect(statSync(server.dataDir).mode & 0o777).toBe(0o755)
    expect(existsSync(join(server.dataDir, 'server.lock'))).toBe(true)
  })
})

/** A valid SQLite file without tables. */
const makeBlank = `
const name = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3-node20' : 'better-sqlite3'
const db = new (require(name))(process.argv[1])
db.pragma('user_version = 1')
db.close()
`
