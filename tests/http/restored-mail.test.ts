import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { restore } from '#server/admin/restore.ts'
import { databaseFile } from '#server/config.ts'
import { systemIds } from '#server/runtime.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { isOnPostgres, TestInstallation } from './installation.ts'

it.skipIf(isOnPostgres)(
  'EP2 a restored backup mails nothing that may have been mailed since, and links to read along have ended',
  async () => {
    const peer = await SmtpPeer.start()
    const test = await TestInstallation.open(peer.environment)
    const els = await test.person('Els')
    const wim = await test.person('Wim')
    const planId = await els.createPlan()
    await wim.accept(await els.invite(planId, 'commenter'))
    await els.post(`/api/plans/${planId}/consultation`, {
      deadline: new Date(test.clock.now() + 14 * 24 * 3600_000).toISOString(),
    })
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/read-links`, {
      label: 'Praktijk',
    })
    const database = join(test.folder, databaseFile)
    await test.installation.close()
    const backup = join(test.folder, 'backup.sqlite')
    await copyFile(database, backup)

    expect(
      await restore(
        { database, file: backup, acceptsFaults: false, clock: test.clock, ids: systemIds },
        { say: () => undefined },
      ),
    ).toBe(0)
    const again = await test.beside(peer.environment)
    await again.pass(3 * 24 * 3600_000)
    expect(peer.taken()).toEqual([])
    expect(await again.db.selectFrom('outbox').select(['state', 'reason']).execute()).toEqual([
      { state: 'void', reason: 'restored from a backup' },
    ])
    expect(
      await again.visitor().refusal('GET', `/api/read/${new URL(url).searchParams.get('token')}`),
    ).toBe('410 read-link-invalid')
    await again.close()
    await peer.stop()
  },
)
