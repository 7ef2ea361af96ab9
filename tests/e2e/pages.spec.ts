import { readFileSync } from 'node:fs'
import { ApiClient } from '../support/api-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

test.describe('signing in', () => {
  test('opening a link consumes nothing; the button signs in, once', { tag: '@smoke' }, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${await coordinator.createPlan({ format: 'hecht-wijkverband', values })}/invites`,
      { role: 'reader' },
    )
    // A mail scanner opens links too.
    for (let i = 0; i < 3; i++) expect((await fetch(url)).status).toBe(200)
    const page = await openAs(new ApiClient(server.url))
    await page.goto(url)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByLabel('Uw naam').fill('Wim Bewoner')
    await page.getByLabel('E-mailadres').fill('wim@voorbeeld.nl')
    await page.getByRole('button', { name: /Meedoen/ }).click()
    await page.getByRole('button', { name: 'Nu niet' }).click()
    await page.waitForURL(/\/plan\//)

    const again = await openAs(new ApiClient(server.url))
    await again.goto(url)
    await expect(again.getByText(/al gebruikt|verlopen/).first()).toBeVisible()
    await expectNoAxeFindings(again)
  })

  test('a used or wrong sign-in link says what to do, and offers to ask a new one', async ({
    installation: { server },
    openAs,
  }) => {
    const page = await openAs(new ApiClient(server.url))
    await page.goto(`${server.url}/sign-in?token=verlopen`)
    await expect(page.getByText(/is verlopen, al een keer gebruikt of/).first()).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'E-mailadres' })).toBeVisible()
    await expectNoAxeFindings(page)
  })

  test('a visitor who is not signed in is led to signing in and back', async ({
    installation: { server },
    openAs,
  }) => {
    const page = await openAs(new ApiClient(server.url))
    await page.goto(`${server.url}/account`)
    await page.waitForURL(/sign-in/)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoAxeFindings(page)
  })
})

test('the data that is kept of a person: as a file, and signing out somewhere else', async ({
  installation: { server, coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const person = await coordinator.inviteAndJoin(planId, {
    name: 'Femke Wold',
    email: 'femke.wold@voorbeeld.nl',
    role: 'reader',
  })
  const page = await openAs(person)
  await page.goto(`${server.url}/account`)
  const sessions = page.getByRole('region', { name: 'Waar u bent ingelogd' })
  await expect(sessions.getByText('(dit apparaat)')).toHaveCount(1)
  await expectNoAxeFindings(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Mijn gegevens downloaden' }).press('Enter'),
  ])
  const data: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(data).toMatchObject({ records: { user: [{ name: 'Femke Wold' }] } })
})

test.describe('plans', () => {
  test('a first plan: choose a form, fill in wijk, team and period, and be in the plan', async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const page = await openAs(coordinator)
    await page.goto(`${server.url}/nieuw`)
    await expect(page.getByRole('heading', { level: 1, name: 'Nieuw plan' })).toBeVisible()
    await expectNoAxeFindings(page)

    // An empty form: one summary that links to each field.
    await page.getByRole('button', { name: /Plan maken/ }).click()
    await expect(page.getByRole('link', { name: /formulier/i }).first()).toBeVisible()
    await expectNoAxeFindings(page)

    await page.locator('label').filter({ hasText: 'Rijnmond Dokters' }).click()
    await page.locator('#wijk').fill('De Meerpalen')
    await page.locator('#team').fill('WSV De Meerpalen')
    await page.getByRole('button', { name: /Plan maken/ }).click()
    await page.waitForURL(/\/plan\//)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('De Meerpalen')
  })

  test('the list shows status, form, period, total and who changed it; a plan can be removed', async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    await coordinator.createPlan({
      format: 'hecht-wijkverband',
      values: { ...values, wijk: 'Weg Ermee' },
      tables: { budget: [{ id: 'r1', group: 'overig', amountCents: 123456 }] },
    })
    const page = await openAs(coordinator)
    await page.goto(server.url)
    const row = page.getByRole('listitem').filter({ hasText: 'Weg Ermee' })
    await expect(row).toContainText('Concept')
    await expect(row).toContainText('€\u00a01.234,56')
    await expect(row).toContainText('2026')
    await expectNoAxeFindings(page)
    await row.getByRole('button').click()
    await page.getByRole('menuitem', { name: /Verwijderen/ }).click()
    await expectNoAxeFindings(page)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Plan verwijderen' }).click()
    await expect(row).toHaveCount(0)
  })

  test('members: invite by link, change a role, withdraw an invitation', async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    await coordinator.inviteAndJoin(planId, {
      name: 'Rens Ottenkamp',
      email: 'rens.leden@voorbeeld.nl',
      role: 'editor',
      discipline: 'apothekers',
    })
    const page = await openAs(coordinator)
    await page.goto(`${server.url}/plan/${planId}/leden`)
    await expect(
      page.getByRole('list', { name: 'Wie meedoet' }).getByText('Rens Ottenkamp'),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByLabel('Namen of e-mailadressen').fill('Gerda Postma')
    await page.getByRole('button', { name: '1 uitnodiging maken' }).click()
    await expect(page.getByLabel('Bericht voor Gerda Postma', { exact: true })).toHaveValue(
      /\/invite\?token=/,
    )
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Meer over Rens Ottenkamp' }).click()
    await page.getByRole('menuitem', { name: 'Rol en discipline…' }).click()
    await page.getByLabel('Rol', { exact: true }).selectOption('reader')
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Opslaan' }).click()
    await expect
      .poll(
        async () =>
          (
            await coordinator.json<{ members: { name: string; role: string }[] }>(
              'GET',
              `/api/plans/${planId}/members`,
            )
          ).members.find((member) => member.name === 'Rens Ottenkamp')?.role,
      )
      .toBe('reader')
    await page.getByRole('button', { name: 'Meer over Gerda Postma' }).click()
    await page.getByRole('menuitem', { name: 'Uitnodiging intrekken…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Intrekken' }).click()
    await expect
      .poll(
        async () =>
          (await coordinator.json<{ invites: unknown[] }>('GET', `/api/plans/${planId}/invites`))
            .invites.length,
      )
      .toBe(0)
  })

  test('every page has an empty, an error and a not-found state that say what to do next', async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const other = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const newcomer = await coordinator.inviteAndJoin(other, {
      name: 'Nieuw Gezicht',
      email: 'nieuw.gezicht@voorbeeld.nl',
      role: 'reader',
    })
    await coordinator.json('DELETE', `/api/plans/${other}/members/${await newcomer.userId()}`)
    const page = await openAs(newcomer)
    await page.goto(server.url)
    await expect(page.getByText(/nog geen plan/i).first()).toBeVisible()
    await expectNoAxeFindings(page)

    await page.goto(`${server.url}/bestaat-niet`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoAxeFindings(page)

    await page.route(/\/api\/plans(\?|$)/, (route) => route.abort())
    await page.goto(server.url)
    await expect(page.getByRole('button', { name: /opnieuw/i }).first()).toBeVisible()
    await expectNoAxeFindings(page)
  })
})
