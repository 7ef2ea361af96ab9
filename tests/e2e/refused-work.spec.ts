import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { plainText } from '#shared/richtext/plain-text.ts'
import { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'
import { ServerProcess } from '../support/server-process.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import {
  keptHere,
  offlinePlan,
  openPlan,
  programIsKept,
  savedText,
} from './support/offline-page.ts'
import { PlanScreen } from './support/plan-screen.ts'

// Each test has several reloads, and some restart the server.
test.use({ serviceWorkers: 'allow' })

test.describe('work that the server no longer takes', () => {
  test('OF7 a session that ends over work that is only on this screen: sign in elsewhere and go on', {
    tag: '@long',
  }, async ({ installation: { server, coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(offlinePlan)
    const email = `noor7+${planId}@voorbeeld.nl`
    const colleague = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email,
      role: 'editor',
    })
    const page = await openAs(colleague)
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('not in a private window', 'InvalidStateError')
      }
    })
    const screen = await PlanScreen.open(page, colleague, planId)
    await screen.cut()
    await screen.typeAtEnd(screen.field('netwerk'), ' Alleen op dit scherm.')
    await colleague.json('POST', '/api/sign-out')
    await screen.mend()
    await expect(
      page.getByRole('heading', { level: 1, name: 'U bent niet meer ingelogd' }),
    ).toBeVisible()
    // Refetching the user must not unmount the page.
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await expectNoAxeFindings(page)
    expect(
      await savedText(page, () =>
        page.getByRole('button', { name: 'Kopie van uw werk downloaden' }).click(),
      ),
    ).toContain('Alleen op dit scherm.')

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/admin.mjs', 'link', '--email', email, '--name', 'Noor'],
      {
        env: { PATH: process.env['PATH'] ?? '', DATA_DIR: server.dataDir },
      },
    )
    const signedIn = await new ApiClient(server.url).signIn(stdout.trim())
    await giveSession(page.context(), signedIn)
    await page.getByRole('button', { name: 'Verder werken' }).click()
    await screen.expectSaved()
    expect(
      plainText((await coordinator.content(planId)).fields['netwerk'] ?? { type: 'doc' }),
    ).toContain('Alleen op dit scherm.')
  })

  test('OF3 access withdrawn while offline: the unsent work is offered, and then the plan leaves the device', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(offlinePlan)
    const colleague = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor3+${planId}@voorbeeld.nl`,
      role: 'editor',
    })
    const page = await openAs(colleague, { width: 390, height: 800 })
    page.on('dialog', (dialog) => void dialog.accept())
    const screen = await openPlan(page, colleague, planId)
    await programIsKept(page)
    await page.context().setOffline(true)
    await page.reload()
    await screen.typeAtEnd(screen.field('netwerk'), ' Nog niet verstuurd.')
    await coordinator.json('DELETE', `/api/plans/${planId}/members/${await colleague.userId()}`)

    await page.context().setOffline(false)
    await page.reload()
    await expect(
      page.getByRole('heading', { level: 1, name: 'U heeft geen toegang tot dit plan' }),
    ).toBeVisible()
    await expect(page.getByText(/blijft de kopie tot .* op dit apparaat/)).toBeVisible()
    await expectNoAxeFindings(page)

    // The user left without downloading: the list of plans offers the copy.
    await page.getByRole('link', { name: 'Naar uw plannen' }).click()
    const copies = page.getByRole('region', { name: 'Kopieën van uw werk' })
    await expect(copies).toContainText('Kraaienveen')
    await expectNoAxeFindings(page)

    await page.goto(`${colleague.url}/plan/${planId}`)
    const text = await savedText(page, () =>
      page.getByRole('button', { name: 'Kopie van uw werk downloaden' }).click(),
    )
    expect(text).toContain('drie praktijken. Nog niet verstuurd.')
    await expect(
      page.getByText('De kopie is gedownload en van dit apparaat verwijderd.'),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await expect.poll(() => keptHere(page, planId)).toEqual([])
    await page.getByRole('link', { name: 'Naar uw plannen' }).click()
    await expect(copies).toHaveCount(0)
  })

  test('OF2 a plan restored from a backup: the old screen signs in again, sees what differs, and opens the restored plan', {
    tag: '@long',
  }, async ({ openAs }) => {
    const scratch = mkdtempSync(join(tmpdir(), 'wijktafel-restore-'))
    const server = await ServerProcess.start()
    const admin = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['scripts/admin.mjs', ...args], {
        env: { PATH: process.env['PATH'] ?? '', DATA_DIR: server.dataDir, PUBLIC_URL: server.url },
      })
    try {
      const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
      await coordinator.json('PATCH', '/api/me', {
        name: 'Élise de Waterhof-Brandt',
        email: 'elise@voorbeeld.nl',
      })
      const planId = await coordinator.createPlan(offlinePlan)
      await admin('backup', join(scratch, 'kopie.sqlite'))
      const page = await openAs(new ApiClient(server.url))
      await giveSession(page.context(), coordinator)
      page.on('dialog', (dialog) => void dialog.accept())
      const screen = await openPlan(page, coordinator, planId)
      await screen.typeAtEnd(screen.field('netwerk'), ' Na de reservekopie.')
      await screen.expectSaved()

      await server.terminate()
      await expect(screen.saveStatus).toContainText('Offline')
      await screen.typeAtEnd(screen.field('netwerk'), ' En zonder server.')
      await admin('restore', join(scratch, 'kopie.sqlite'))
      await server.up()
      // The restore ended every session.
      await expect(
        page
          .getByRole('link', { name: 'Opnieuw inloggen' })
          .or(page.getByRole('heading', { name: 'Inloggen' }))
          .first(),
      ).toBeVisible()
      await expectNoAxeFindings(page)
      const { stdout } = await admin('link', '--email', 'elise@voorbeeld.nl', '--name', 'Élise')
      await page.goto(stdout.trim())
      await page.getByRole('button', { name: 'Inloggen' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Voor u' })).toBeVisible()
      await page.goto(`${server.url}/plan/${planId}`)

      await expect(
        page.getByRole('heading', {
          level: 1,
          name: 'Dit plan is teruggezet naar een eerder moment',
        }),
      ).toBeVisible()
      const difference = page.locator('[data-difference="field/netwerk"]')
      await expect(difference).toContainText('Gewijzigd')
      await expect(difference.locator('ins')).toContainText('Na de reservekopie. En zonder server.')
      await expectNoAxeFindings(page)
      expect(
        plainText(
          (await new ApiClient(server.url, await cookieOf(page, server.url)).content(planId))
            .fields['netwerk'] ?? { type: 'doc' },
        ),
      ).toBe('Het netwerk bestaat uit drie praktijken.')
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNoAxeFindings(page)
      await page.setViewportSize({ width: 1440, height: 900 })

      await page.getByRole('button', { name: 'Teruggezet plan openen' }).click()
      await screen.expectSaved()
      await expect(screen.field('netwerk')).toHaveText('Het netwerk bestaat uit drie praktijken.')
      // Not downloaded: the list of plans offers the copy for a week.
      await page.goto(server.url)
      const copies = page.getByRole('region', { name: 'Kopieën van uw werk' })
      const text = await savedText(page, () =>
        copies.getByRole('button', { name: /^Kopie downloaden/ }).click(),
      )
      expect(text).toContain('Na de reservekopie. En zonder server.')
      await expect(copies).toHaveCount(0)
    } finally {
      await server.stop()
      rmSync(scratch, { recursive: true, force: true })
    }
  })
})

async function cookieOf(page: Page, url: string): Promise<string> {
  return (await page.context().cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ')
}
