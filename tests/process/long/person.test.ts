import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonalData } from '#shared/api/my-data.ts'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'

type Ended = { code: number; stdout: string; stderr: string }

function admin(dataDir: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/admin.mjs', ...args],
      { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        resolve({ code, stdout, stderr })
      },
    )
  })
}

describe('the requests of a person that an operator carries out, beside a running server', () => {
  let server: ServerProcess
  const signIn = async (email: string, name: string) => {
    const { stdout } = await admin(server.dataDir, ['link', '--email', email, '--name', name])
    return new ApiClient(server.url).signIn(stdout.trim())
  }
  beforeAll(async () => {
    server = await ServerProcess.start()
  }, 120_000)
  afterAll(() => server.stop())

  test('their data as a file, their sessions ended on open screens, and then they are forgotten', async () => {
    const els = await signIn('els@voorbeeld.nl', 'Els de Boer')
    const bo = await signIn('bo@voorbeeld.nl', 'Bo van der Wal')
    const planId = await els.createPlan({
      format: 'medrie-wijkplan',
      values: {
        wijk: 'Kraaienveen',
        team: 'Team',
        periodFrom: '2026-01-01',
        periodTo: '2026-12-31',
      },
      fields: { netwerk: 'Bo van der Wal maakt het verslag.' },
    })
    const invited = await els.request('POST', `/api/plans/${planId}/invites`, { role: 'editor' })
    const { url } = (await invited.json()) as { url: string }
    const token = new URL(url).searchParams.get('token') ?? ''
    expect((await bo.request('POST', `/api/invites/${token}/accept`)).ok).toBe(true)
    const versioned = await els.request('POST', `/api/plans/${planId}/versions`, { name: 'Eerste' })
    expect(versioned.status).toBe(201)

    const { stdout } = await admin(server.dataDir, ['export-person', '--email', 'bo@voorbeeld.nl'])
    const data = JSON.parse(stdout) as PersonalData
    expect(data.records['user']).toMatchObject([{ name: 'Bo van der Wal' }])
    expect(data.records['members']).toMatchObject([{ plan_id: planId }])

    const screen = new SyncClient(server.url, planId, { cookie: bo.cookie })
    await screen.until(() => screen.provider.synced, 'synced')
    const ended = await admin(server.dataDir, ['end-sessions', '--email', 'bo@voorbeeld.nl'])
    expect(ended).toMatchObject({ code: 0, stdout: '1 sessie beëindigd.\n' })
    await screen.until(() => screen.closeCode !== null, 'closed')
    expect(screen.closeCode).toBe(4401)
    expect((await bo.request('GET', '/api/me')).status).toBe(401)

    const asked = await admin(server.dataDir, ['forget-person', '--email', 'bo@voorbeeld.nl'])
    expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('--yes')])
    const forgotten = await admin(server.dataDir, [
      'forget-person',
      '--email',
      'bo@voorbeeld.nl',
      '--yes',
    ])
    expect([forgotten.code, forgotten.stderr]).toEqual([0, ''])
    expect(forgotten.stdout).toMatch(/heet nu Oud-deelnemer [\s\S]*1 versie en \d+ regel/)
    // The running server reads the new text without a notification.
    const seen = async () => JSON.stringify((await els.content(planId)).fields['netwerk'])
    await expect.poll(seen, { timeout: 10_000 }).toMatch(/Oud-deelnemer \w{6} maakt het verslag/)
    expect(await admin(server.dataDir, ['verify'])).toMatchObject({ code: 0 })
    const again = await admin(server.dataDir, ['export-person', '--email', 'bo@voorbeeld.nl'])
    expect([again.code, again.stdout]).toEqual([1, ''])
    const last = await admin(server.dataDir, [
      'forget-person',
      '--email',
      'els@voorbeeld.nl',
      '--yes',
    ])
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining(planId)])
  }, 60_000)
})
