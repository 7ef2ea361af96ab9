import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

/** Debian's package "faketime". */
const library = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
].find((path) => existsSync(path))

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

describe.skipIf(library === undefined)(
  'a machine whose clock is set (needs the Debian package "faketime")',
  () => {
    test('ST3 the clock goes two hours back, and then forty days forward, under a server in which people type', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'wijktafel-clock-'))
      const offset = join(folder, 'offset')
      writeFileSync(offset, '+0')
      const machine = {
        LD_PRELOAD: library ?? '',
        FAKETIME_TIMESTAMP_FILE: offset,
        FAKETIME_NO_CACHE: '1',
        // As on a real machine: setting the clock changes the time of day, not the monotonic time.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      }
      const server = await ServerProcess.start(machine)
      const link = () =>
        execFileSync(
          process.execPath,
          ['dist/server/admin.js', 'link', '--email', 'bea@voorbeeld.nl', '--name', 'Bea Beheer'],
          { env: { ...machine, DATA_DIR: server.dataDir }, encoding: 'utf8' },
        ).trim()
      try {
        const serverTime = async () =>
          Date.parse((await fetch(`${server.url}/healthz`)).headers.get('date') ?? '') - Date.now()
        for (const [set, hours] of [
          ['-2h', -2],
          ['+40d', 40 * 24],
        ] as const) {
          writeFileSync(offset, set)
          // The server renders the header once a second.
          await expect
            .poll(async () => Math.round((await serverTime()) / 3_600_000), { timeout: 5_000 })
            .toBe(hours)
          // A session ends by the time of day (AU3), so each step signs in at its own time.
          const bea = await new ApiClient(server.url).signIn(link())
          const planId = await bea.createPlan({ format: 'medrie-wijkplan', values })
          const client = new SyncClient(server.url, planId, { cookie: bea.cookie })
          await client.until(() => client.isSaved, 'joined')
          for (let i = 0; i < 20; i++) {
            planValues(client.doc).set('gemeente', `${set} ${i}`)
            await client.until(() => client.isSaved, 'saved')
          }
          client.close()
          expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
          expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
            'wijktafel_storage_failing 0',
          )
        }
      } finally {
        await server.stop()
        rmSync(folder, { recursive: true })
      }
    })
  },
)
