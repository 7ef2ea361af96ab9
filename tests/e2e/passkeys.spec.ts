import type { Page } from '@playwright/test'
import { ApiClient } from '../support/api-client.ts'
import { Authenticator } from './support/authenticator.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

const optionsPath = '**/api/sign-in/passkey/options'

/** Resolves when the page sent its next request to this address, with a function that releases it and awaits the answer. */
function holdNext(page: Page, path: string): Promise<() => Promise<void>> {
  return new Promise((resolve) => {
    void page.route(
      path,
      (route) =>
        resolve(async () => {
          const answered = page.waitForResponse(path)
          await route.continue()
          await (await answered).finished()
        }),
      { times: 1 },
    )
  })
}

for (const width of [1440, 390])
  test(`someone who joins makes a passkey and comes back by it, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      { role: 'editor', discipline: 'gemeente' },
    )
    const page = await openAs(new ApiClient(server.url), { width, height: 900 })
    const device = await Authenticator.plugIn(page)
    await page.goto(url)
    await page.getByLabel('Uw naam').fill('Noor van der Lindeweide')
    await page.getByLabel('E-mailadres').fill(`noor-${width}@voorbeeld.nl`)
    await page.getByRole('button', { name: 'Meedoen' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hoe komt u straks terug?')
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Passkey maken' }).click()
    await page.waitForURL(new RegExp(`/plan/${planId}`))

    await page.goto(`${server.url}/account`)
    const card = page.getByRole('region', { name: 'Inloggen zonder link' })
    await expect(card.getByText('nog niet gebruikt')).toBeVisible()
    await card.getByRole('button', { name: /Naam van passkey .* wijzigen/ }).click()
    await page.getByRole('dialog').getByLabel('Naam').fill('Telefoon van Noor')
    await page.keyboard.press('Enter')
    await expect(card.getByText('Telefoon van Noor')).toBeVisible()
    await expectNoAxeFindings(page)

    // No warning for a user who can sign in again.
    await device.touch(false)
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
    await expectNoAxeFindings(page)
    // The button ends the ceremony of the field before it requests options. The device answers the ceremony after a touch.
    const held = holdNext(page, optionsPath)
    await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
    const release = await held
    await device.touch(true)
    await release()
    await expect(page.getByRole('button', { name: /Account van Noor/ })).toBeVisible()
    await page.goto(`${server.url}/account`)
    await expect(page.getByText(/met een passkey \(dit apparaat\)/)).toBeVisible()

    await card.getByRole('button', { name: 'Passkey Telefoon van Noor verwijderen' }).click()
    await page.getByRole('button', { name: 'Passkey verwijderen', exact: true }).click()
    await expect(card.getByText('U heeft nog geen passkey.')).toBeVisible()
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await page.getByRole('button', { name: 'Toch uitloggen' }).click()
    // The e-mail field offered the passkey, and the user touched the device there.
    await expect(page.getByText('Deze passkey hoort bij geen account (meer).')).toBeVisible()
    await expectNoAxeFindings(page)
  })

test('the first coordinator says who they are and is offered a passkey', async ({ browser }) => {
  const { ServerProcess } = await import('../support/server-process.ts')
  const server = await ServerProcess.start()
  const context = await browser.newContext()
  const page = await context.newPage()
  const device = await Authenticator.plugIn(page)
  await page.goto(await server.firstLink())
  await page.getByRole('button', { name: /Inloggen/ }).click()
  await page.getByLabel('Uw naam').fill('Élise de Waterhof-Brandt')
  await page.getByLabel('E-mailadres').fill('elise@voorbeeld.nl')
  await page.getByRole('button', { name: 'Beginnen' }).click()
  await page.getByRole('button', { name: 'Passkey maken' }).click()
  await page.waitForURL(`${server.url}/`)
  await page.context().clearCookies()
  // The user touches the device in the e-mail field, without pressing a button.
  await page.goto(`${server.url}/sign-in`)
  await expect(page.getByRole('button', { name: /Account van Élise/ })).toBeVisible()

  // The request of the field reaches a slow server after that of the button: it does not end the ceremony of the button.
  await context.clearCookies()
  await device.touch(false)
  const held = holdNext(page, optionsPath)
  await page.goto(`${server.url}/sign-in`)
  const release = await held
  const begun = page.waitForResponse(optionsPath)
  await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
  await begun
  await release()
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  await expect(page.getByRole('button', { name: /Inloggen met een passkey.*bezig/ })).toBeVisible()
  await expect(page.getByRole('alert')).toBeEmpty()
  await context.close()
  await server.stop()
})
