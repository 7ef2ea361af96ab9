import { ApiClient } from '../support/api-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

for (const width of [1440, 390])
  test(`an administrator finds people and plans, and helps them, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const name = `Noor van der Lindeweide ${width}`
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      {
        role: 'editor',
        discipline: 'gemeente',
      },
    )
    const noor = new ApiClient(server.url)
    await noor.json('POST', `/api/invites/${new URL(url).searchParams.get('token')}/accept`, {
      name,
      email: `noor-${width}@praktijk.nl`,
    })

    const page = await openAs(coordinator, { width, height: 900 })
    await page.goto(server.url)
    await page.getByRole('button', { name: /^Account van / }).click()
    await page.getByRole('menuitem', { name: 'Beheer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Beheer')
    await page
      .getByLabel('Zoek op het begin van een naam of e-mailadres')
      .fill(`lindeweide ${width}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status').getByText('1 persoon')).toBeVisible()
    await expectNoAxeFindings(page)

    await page.getByRole('link', { name }).click()
    await expect(page.getByText('(nog niet bevestigd)')).toBeVisible()
    await expect(page.getByText(/^Ingelogd .*, met een link die .* doorgaf/)).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Inloglink maken' }).click()
    await expect(page.getByRole('dialog')).toContainText('werkt één keer en is een dag geldig')
    await page.getByRole('button', { name: 'Link maken', exact: true }).click()
    await expect(page.getByRole('textbox', { name: 'Inloglink' })).toHaveValue(/sign-in\?token=/)
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Klaar' }).click()

    await page.getByRole('button', { name: 'Overal uitloggen' }).click()
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await expect(page.getByText('Nergens.')).toBeVisible()
    expect((await noor.request('GET', '/api/me')).status).toBe(401)

    await page.getByRole('button', { name: `${name} vergeten` }).click()
    await page.getByLabel(/^Typ ter bevestiging/).fill('Iemand anders')
    await page.getByRole('button', { name: 'Definitief vergeten' }).click()
    await expect(page.getByText('Typ de naam zoals die hier staat.')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByLabel(/^Typ ter bevestiging/).fill(name)
    await page.getByRole('button', { name: 'Definitief vergeten' }).click()
    await expect(page.getByText(/^Deze persoon heet nu overal /)).toBeVisible()
    await page.waitForURL(`${server.url}/beheer`)

    await page.getByRole('link', { name: 'Plannen', exact: true }).click()
    await expect(page.getByText('Coördinator: Élise de Waterhof-Brandt').first()).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Alleen plannen zonder coördinator' }).click()
    await expect(page.getByRole('status').getByText('0 plannen')).toBeVisible()

    await page.getByRole('link', { name: 'Deze Wijktafel' }).click()
    await expect(page.getByText('SQLite')).toBeVisible()
    await expect(page.getByText('Deze Wijktafel verstuurt geen mail.')).toBeVisible()
    await expectNoAxeFindings(page)
  })

test('a plan that nobody manages is given a coordinator, unless it has one by now', async ({
  installation: { server, coordinator },
  openAs,
}) => {
  await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const page = await openAs(coordinator, { width: 390, height: 900 })
  // As the list was before another administrator was quicker.
  await page.route('**/api/admin/plans?*', async (route) => {
    const answer = await route.fetch()
    const body: { plans: object[] } = await answer.json()
    await route.fulfill({
      json: { ...body, plans: body.plans.map((plan) => ({ ...plan, coordinators: [] })) },
    })
  })
  await page.goto(`${server.url}/beheer/plannen`)
  await page
    .getByRole('button', { name: /^Coördinator aanwijzen voor / })
    .first()
    .click()
  await expectNoAxeFindings(page)
  await page.getByLabel('E-mailadres').fill('niemand@voorbeeld.nl')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^Met dit e-mailadres is er geen account/)).toBeVisible()
  await page.getByLabel('E-mailadres').fill('elise@voorbeeld.nl')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/^Dit plan heeft een coördinator/)).toBeVisible()
  await expectNoAxeFindings(page)
})

test('the administration is for administrators', async ({
  installation: { server, coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const { url } = await coordinator.json<{ url: string }>('POST', `/api/plans/${planId}/invites`, {
    role: 'editor',
    discipline: 'gemeente',
  })
  const ilse = new ApiClient(server.url)
  await ilse.json('POST', `/api/invites/${new URL(url).searchParams.get('token')}/accept`, {
    name: 'Ilse ter Braakhuis',
    email: 'ilse@praktijk.nl',
  })
  const page = await openAs(ilse)
  await page.goto(`${server.url}/beheer/plannen`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('U heeft hier geen toegang')
  await expectNoAxeFindings(page)
  await page.getByRole('button', { name: /^Account van / }).click()
  await expect(page.getByRole('menuitem', { name: 'Uw gegevens' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Beheer' })).toHaveCount(0)
})
