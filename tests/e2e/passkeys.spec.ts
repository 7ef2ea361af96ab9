import type { Page } from '@playwright/test'
import { ApiClient } from '../support/api-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

/** A device with a fingerprint reader, in which Chromium itself speaks WebAuthn. */
async function plugInAuthenticator(page: Page): Promise<(isTouched: boolean) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  // Touched, it answers at once whatever asks, also the field in which a browser offers passkeys.
  return async (enabled) => {
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }
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
    const touch = await plugInAuthenticator(page)
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

    // With a way back nobody is warned.
    await touch(false)
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Inloggen met een passkey' }).click()
    await touch(true)
    await expect(page.getByRole('button', { name: /Account van Noor/ })).toBeVisible()
    await page.goto(`${server.url}/account`)
    await expect(page.getByText(/met een passkey \(dit apparaat\)/)).toBeVisible()

    await card.getByRole('button', { name: 'Passkey Telefoon van Noor verwijderen' }).click()
    await page.getByRole('button', { name: 'Passkey verwijderen', exact: true }).click()
    await expect(card.getByText('U heeft nog geen passkey.')).toBeVisible()
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await page.getByRole('button', { name: 'Toch uitloggen' }).click()
    // The e-mail field offered it, and it was touched there.
    await expect(page.getByText('Deze passkey hoort bij geen account (meer).')).toBeVisible()
    await expectNoAxeFindings(page)
  })

test('the first coordinator says who they are and is offered a passkey', async ({ browser }) => {
  const { ServerProcess } = await import('../support/server-process.ts')
  const server = await ServerProcess.start()
  const context = await browser.newContext()
  const page = await context.newPage()
  await plugInAuthenticator(page)
  await page.goto(await server.firstLink())
  await page.getByRole('button', { name: /Inloggen/ }).click()
  await page.getByLabel('Uw naam').fill('Élise de Waterhof-Brandt')
  await page.getByLabel('E-mailadres').fill('elise@voorbeeld.nl')
  await page.getByRole('button', { name: 'Beginnen' }).click()
  await page.getByRole('button', { name: 'Passkey maken' }).click()
  await page.waitForURL(`${server.url}/`)
  await page.context().clearCookies()
  // Touched in the e-mail field, which offers it: nothing is pressed.
  await page.goto(`${server.url}/sign-in`)
  await expect(page.getByRole('button', { name: /Account van Élise/ })).toBeVisible()
  await context.close()
  await server.stop()
})
