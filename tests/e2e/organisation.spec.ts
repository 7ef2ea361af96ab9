import type { Page } from '@playwright/test'
import { errorTable } from '#shared/errors.ts'
import { ApiClient } from '../support/api-client.ts'
import { RealProvider } from '../support/real-provider.ts'
import { ServerProcess } from '../support/server-process.ts'
import { withResolvers } from '../support/with-resolvers.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { test as base, expect, values } from './support/installation.ts'

type Organisation = { provider: RealProvider; server: ServerProcess; coordinator: ApiClient }

const secret = 'een geheim van proef'
const name = 'Regiozorg Dalmeer'

/** An installation without mail whose people sign in at an organisation. */
const test = base.extend<object, { organisation: Organisation }>({
  organisation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const provider = await RealProvider.listen()
      const server = await ServerProcess.start({
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: 'wijktafel',
        OIDC_CLIENT_SECRET: secret,
        OIDC_NAME: name,
      })
      provider.serve(server.url, { client_secret: secret })
      const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
      await coordinator.json('PATCH', '/api/me', {
        name: 'Élise de Waterhof-Brandt',
        email: 'elise@voorbeeld.nl',
      })
      await use({ provider, server, coordinator })
      await server.stop()
      await provider.stop()
    },
    { scope: 'worker' },
  ],
})

/** The pages of the provider: who is there, and whether our installation may know. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('proef')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

for (const width of [1440, 390])
  test(`someone joins by their organisation, signs out and comes back, at ${width} px`, async ({
    organisation: { server, coordinator },
    browser,
  }) => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      {
        role: 'editor',
        discipline: 'gemeente',
      },
    )
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const page = await context.newPage()
    const login = `noor-${width}`
    await page.goto(url)
    await expect(page.getByRole('button', { name: `Meedoen via ${name}` })).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: `Meedoen via ${name}` }).click()
    await signInThere(page, login)
    await page.waitForURL(`${server.url}/plan/${planId}`)

    await page.goto(`${server.url}/account`)
    const card = page.getByRole('region', { name: `Inloggen met ${name}` })
    await expect(card.getByText(`${login}@regiozorg.nl`)).toBeVisible()
    await expect(page.getByText(/met uw account van uw organisatie \(dit apparaat\)/)).toBeVisible()
    await expectNoAxeFindings(page)

    // With a way back nobody is warned; the session at the organisation ends too.
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(/\/sign-in/)
    await expect(page.getByRole('button', { name: `Inloggen met ${name}` })).toBeVisible()
    await expectNoAxeFindings(page)

    await page.getByRole('button', { name: `Inloggen met ${name}` }).click()
    await signInThere(page, login)
    await expect(page.getByRole('button', { name: /^Account van / })).toBeVisible()
    expect(page.url()).toBe(`${server.url}/`)

    await page.goto(`${server.url}/account`)
    await card.getByRole('button', { name: /loskoppelen$/ }).click()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Account loskoppelen' }).click()
    await expect(card.getByText(`Koppel uw account van ${name}.`)).toBeVisible()
    await context.close()
  })

test('someone unknown reads what to do; a member links their account and comes back by it', async ({
  organisation: { server, coordinator },
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/sign-in?return=%2Faccount`)
  await page.getByRole('button', { name: `Inloggen met ${name}` }).click()
  await signInThere(page, 'ilse')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Uw organisatie-account is hier nog niet bekend',
  )
  // The answer is not in the address any more.
  expect(page.url()).toBe(`${server.url}/oidc/callback`)
  await expectNoAxeFindings(page)

  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const { url } = await coordinator.json<{ url: string }>('POST', `/api/plans/${planId}/invites`, {
    role: 'editor',
    discipline: 'gemeente',
  })
  await page.goto(url)
  await page.getByLabel('Uw naam').fill('Ilse ter Braakhuis')
  await page.getByLabel('E-mailadres').fill('ilse@praktijk.nl')
  await page.getByRole('button', { name: 'Meedoen', exact: true }).click()
  await page.getByRole('button', { name: 'Nu niet' }).click()
  await page.waitForURL(new RegExp(`/plan/${planId}`))
  await page.goto(`${server.url}/account`)
  await page.getByRole('button', { name: `Account van ${name} koppelen` }).click()
  // She is still signed in there.
  await expect(page.getByText('Uw organisatie-account is gekoppeld.')).toBeVisible()

  await context.clearCookies()
  await page.goto(`${server.url}/sign-in?return=%2Faccount`)
  await page.getByRole('button', { name: `Inloggen met ${name}` }).click()
  // Over a slow line: the look at the session is asked before the sign-in, and answered after it.
  const [asked, signedIn] = [withResolvers(), withResolvers()]
  let refusals = 0
  await page.route('**/api/me', async (route) => {
    const response = await route.fetch()
    if (response.status() === 401 && ++refusals > 1) {
      asked.resolve()
      await signedIn.promise
    }
    await route.fulfill({ response })
  })
  await page.route('**/api/oidc/answer', async (route) => {
    await asked.promise
    await route.continue()
  })
  await signInThere(page, 'ilse')
  await page.waitForURL(`${server.url}/account`)
  const late = page.waitForResponse('**/api/me')
  signedIn.resolve()
  expect((await late).status()).toBe(401)
  await expect(page.getByRole('textbox', { name: 'Uw naam' })).toHaveValue('Ilse ter Braakhuis')
  await context.close()
})

for (const width of [1440, 390])
  test(`a provider that answers nonsense, or goes away on the way back, leads on, at ${width} px`, async ({
    browser,
  }) => {
    const provider = await RealProvider.listen()
    const server = await ServerProcess.start({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'wijktafel',
      OIDC_CLIENT_SECRET: secret,
    })
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${server.url}/sign-in`)
    provider.answerNonsense()
    const enter = page.getByRole('button', { name: 'Inloggen met uw organisatie' })
    await enter.click()
    await expect(page.getByText(errorTable['oidc-nonsense'].text)).toBeVisible()
    await expectNoAxeFindings(page)
    await provider.stop()
    await server.stop()

    const real = await RealProvider.listen()
    const other = await ServerProcess.start({
      OIDC_ISSUER: real.issuer,
      OIDC_CLIENT_ID: 'wijktafel',
      OIDC_CLIENT_SECRET: secret,
    })
    real.serve(other.url, { client_secret: secret })
    await page.goto(`${other.url}/sign-in`)
    await page.route('**/api/oidc/answer', async (route) => {
      await real.stop()
      await route.continue()
    })
    await enter.click()
    await signInThere(page, 'noor')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Inloggen via uw organisatie is niet gelukt',
    )
    await expect(page.getByText(errorTable['oidc-away'].text)).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('link', { name: 'Op een andere manier inloggen' }).click()
    await page.waitForURL(`${other.url}/sign-in`)
    await expect(page.getByRole('textbox', { name: 'E-mailadres' })).toBeVisible()
    await context.close()
    await other.stop()
  })

test('a provider that is away is said so, and other ways in work', async ({ browser }) => {
  const provider = await RealProvider.listen()
  const server = await ServerProcess.start({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'wijktafel',
    OIDC_CLIENT_SECRET: secret,
  })
  await provider.stop()
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.url}/sign-in`)
  await page.getByRole('button', { name: 'Inloggen met uw organisatie' }).click()
  await expect(page.getByText('De inlogdienst van de organisatie antwoordt nu niet.')).toBeVisible()
  await expectNoAxeFindings(page)
  // An answer that nobody asked for.
  await page.goto(`${server.url}/oidc/callback?code=verzonnen&state=verzonnen`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Inloggen via uw organisatie is niet gelukt',
  )
  await expect(page.getByText('Dit inloggen is verlopen')).toBeVisible()
  await expectNoAxeFindings(page)
  await page.goto(await server.firstLink())
  await page.getByRole('button', { name: /Inloggen/ }).click()
  await expect(page.getByLabel('Uw naam')).toBeVisible()
  await context.close()
  await server.stop()
})
