import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { plainText } from '#shared/richtext/plain-text.ts'
import { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'
import { ServerProcess } from '../support/server-process.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const plan = {
  format: 'medrie-wijkplan',
  values,
  fields: { netwerk: 'Het netwerk bestaat uit drie praktijken.' },
}

// Each test has several reloads, and some restart the server.
test.use({ serviceWorkers: 'allow' })

/** Waits until the client and its data are on the device: only then can a reload work without the server. */
async function programIsKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (
          await Promise.all(
            (
              await caches.keys()
            ).map(async (name) => (await (await caches.open(name)).keys()).length),
          )
        ).reduce((sum, n) => sum + n, 0),
      ),
    )
    .toBeGreaterThan(10)
}

async function openPlan(page: Page, person: ApiClient, planId: string): Promise<PlanScreen> {
  const screen = new PlanScreen(page, '')
  await page.goto(`${person.url}/plan/${planId}`)
  await screen.expectSaved()
  return screen
}

const keptHere = (page: Page, text: string) =>
  page.evaluate(async (part) => {
    const databases = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
    return [...databases, ...Object.keys(localStorage)].filter((name) => name.includes(part))
  }, text)

const storedTexts = (page: Page) => page.evaluate(() => Object.values(localStorage).join('\n'))

async function savedText(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return readFileSync(await download.path(), 'utf8')
}

test.describe('without a connection', () => {
  test('OF1 a plan opened before opens from this device, is edited, and is merged when the server is back', {
    tag: '@long',
  }, async ({ installation: { server, coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(plan)
    const other = await coordinator.createPlan({
      ...plan,
      values: { ...values, wijk: 'Nooit Geopend' },
    })
    const colleague = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'huisartsenzorg',
    })
    const page = await openAs(colleague)
    await page.goto(colleague.url)
    await expect(page.getByRole('link', { name: /Kraaienveen/ }).first()).toBeVisible()
    const mine = await openPlan(page, colleague, planId)
    await programIsKept(page)
    const theirs = await openPlan(await openAs(coordinator), coordinator, planId)

    await page.context().setOffline(true)
    await server.kill()
    await page.reload()
    await expect(mine.field('netwerk')).toContainText('drie praktijken')
    await expect(mine.saveStatus).toContainText('uw tekst staat op dit apparaat')
    await mine.typeAtEnd(mine.field('netwerk'), ' Zonder verbinding geschreven.')
    await expect(page.getByText('wordt verstuurd zodra er weer verbinding is')).toBeVisible()
    await expectNoAxeFindings(page, 'besides the paper')

    // A second reload keeps the typed text; the list shows which plans open here.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.reload()
    await expect(mine.field('netwerk')).toContainText('Zonder verbinding geschreven.')
    await page.goto(colleague.url)
    await expect(
      page.getByRole('heading', { name: 'Alleen deze plannen staan op dit apparaat' }),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page.goto(`${colleague.url}/plan/${other}`)
    await expect(page.getByText('staat niet op dit apparaat')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.goto(`${colleague.url}/plan/${planId}`)
    await expect(mine.field('netwerk')).toContainText('Zonder verbinding geschreven.')

    await server.up()
    await theirs.expectSaved()
    await theirs.typeAtEnd(theirs.field('netwerk'), ' Intussen door Élise.')
    await page.context().setOffline(false)
    await mine.expectSaved()
    for (const screen of [mine, theirs]) {
      await expect(screen.field('netwerk')).toContainText('Zonder verbinding geschreven.')
      await expect(screen.field('netwerk')).toContainText('Intussen door Élise.')
    }
    expect(
      plainText((await coordinator.content(planId)).fields['netwerk'] ?? { type: 'doc' }).split(
        'Zonder verbinding',
      ).length,
    ).toBe(2)
  })

  test('OF1 the list names the plans that open here, and the others as not available', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const here = await coordinator.createPlan({ ...plan, values: { ...values, wijk: 'Wel Hier' } })
    await coordinator.createPlan({ ...plan, values: { ...values, wijk: 'Niet Hier' } })
    const page = await openAs(coordinator, { width: 390, height: 800 })
    await page.goto(coordinator.url)
    await expect(page.getByRole('link', { name: /Niet Hier/ })).toBeVisible()
    await openPlan(page, coordinator, here)
    await programIsKept(page)
    await page.context().setOffline(true)
    await page.goto(coordinator.url)
    await expect(
      page
        .getByRole('region', { name: 'Alleen deze plannen staan op dit apparaat' })
        .getByRole('link', { name: /Wel Hier/ }),
    ).toBeVisible()
    await expect(page.getByRole('region', { name: 'Nu niet beschikbaar' })).toContainText(
      'Niet Hier',
    )
    await expect(page.getByRole('link', { name: /Niet Hier/ })).toHaveCount(0)
    await expectNoAxeFindings(page)
  })

  test('OF5 a device that can’t keep the text says so, and asks to leave the page open', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(plan)
    const page = await openAs(coordinator)
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('not in a private window', 'InvalidStateError')
      }
    })
    const screen = await PlanScreen.open(page, coordinator, planId)
    await screen.cut()
    await expect(screen.saveStatus).not.toContainText('staat op dit apparaat')
    await expect(page.getByText('dit apparaat kan uw tekst niet bewaren')).toBeVisible()
    await screen.typeAtEnd(screen.field('netwerk'), ' Nergens bewaard.')
    await expect(screen.saveStatus).toHaveText('Niet opgeslagen')
    await expectNoAxeFindings(page, 'besides the paper')
    const text = await savedText(page, () =>
      page.getByRole('button', { name: 'Reservekopie downloaden' }).click(),
    )
    expect(text).toContain('Nergens bewaard.')
    await screen.mend()
    await screen.expectSaved()
  })

  test('OF6 signing out takes everything of a person off the device; the next person sees nothing of it', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan({
      ...plan,
      values: { ...values, wijk: 'Geheimveld' },
    })
    const guestPlan = await coordinator.createPlan(plan)
    const guest = await coordinator.inviteAndJoin(guestPlan, {
      name: 'Wim Bewoner',
      email: `wim+${planId}@voorbeeld.nl`,
      role: 'reader',
    })
    const person = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor2+${planId}@voorbeeld.nl`,
      role: 'editor',
    })
    const page = await openAs(person)
    await page.goto(person.url)
    await expect(page.getByRole('link', { name: /Geheimveld/ })).toBeVisible()
    await openPlan(page, person, planId)
    await programIsKept(page)
    expect(await storedTexts(page)).toContain('Geheimveld')

    await page.goto(person.url)
    await page.getByRole('button', { name: /Account van Noor/ }).click()
    await page.getByRole('menuitem', { name: 'Uitloggen' }).click()
    await page.getByRole('button', { name: 'Toch uitloggen' }).click()
    await page.waitForURL(/sign-in/)
    await expect.poll(() => keptHere(page, planId)).toEqual([])
    expect(await storedTexts(page)).not.toContain('Geheimveld')

    await giveSession(page.context(), guest)
    await page.goto(guest.url)
    await expect(page.getByRole('link', { name: /Kraaienveen/ })).toBeVisible()
    await page.context().setOffline(true)
    await page.goto(`${guest.url}/plan/${planId}`)
    await expect(page.getByText('staat niet op dit apparaat')).toBeVisible()
    expect(await page.content()).not.toContain('Geheimveld')

    // A user who never signed out: their data is removed when the next user signs in.
    await page.context().setOffline(false)
    const again = await guest.userId()
    await page.goto(`${guest.url}/plan/${guestPlan}`)
    await expect.poll(() => keptHere(page, again)).not.toEqual([])
    await giveSession(page.context(), coordinator)
    await page.goto(guest.url)
    await expect.poll(() => keptHere(page, again)).toEqual([])
  })
})

test.describe('work that the server no longer takes', () => {
  test('OF7 a session that ends over work that is only on this screen: sign in elsewhere and go on', {
    tag: '@long',
  }, async ({ installation: { server, coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(plan)
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
    const planId = await coordinator.createPlan(plan)
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
      const planId = await coordinator.createPlan(plan)
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
      await expect(page.getByRole('heading', { level: 1, name: 'Uw plannen' })).toBeVisible()
      await page.goto(`${server.url}/plan/${planId}`)

      await expect(
        page.getByRole('heading', {
          level: 1,
          name: 'Dit plan is teruggezet uit een reservekopie',
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

test.describe('a newer program', () => {
  test('OF4 a program that stays too old for the server reloads once, and then says what to do', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(plan)
    const page = await openAs(coordinator)
    let loads = 0
    page.on('load', () => loads++)
    // The websocket opens first, otherwise the client would fall back to HTTP.
    await page.routeWebSocket(
      /\/sync\//,
      (socket) => void setTimeout(() => void socket.close({ code: 4410 }), 200),
    )
    await page.goto(`${coordinator.url}/plan/${planId}`)
    await expect(
      page.getByRole('heading', { level: 1, name: 'Er is een nieuwe versie van Wijktafel' }),
    ).toBeVisible()
    expect(loads).toBe(2)
    await expectNoAxeFindings(page)
  })

  test('waits until it is asked for, and comes after the work is saved', { tag: '@long' }, async ({
    installation: { coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan(plan)
    const page = await openAs(coordinator)
    const screen = await openPlan(page, coordinator, planId)
    await programIsKept(page)
    await page.reload()
    await screen.expectSaved()
    // Under another address the same program counts as a newer version.
    await page.evaluate(async () => void (await navigator.serviceWorker.register('/sw.js?newer')))
    await expect(page.getByText('Er is een nieuwe versie.')).toBeVisible()
    await expectNoAxeFindings(page)
    await screen.typeAtEnd(screen.field('netwerk'), ' Vlak voor het vernieuwen.')
    await Promise.all([
      page.waitForEvent('load'),
      page.getByRole('button', { name: 'Vernieuwen' }).click(),
    ])
    await screen.expectSaved()
    await expect(screen.field('netwerk')).toContainText('Vlak voor het vernieuwen.')
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain(
      'newer',
    )
    expect(
      plainText((await coordinator.content(planId)).fields['netwerk'] ?? { type: 'doc' }),
    ).toContain('Vlak voor het vernieuwen.')
  })
})
