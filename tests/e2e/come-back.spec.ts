import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

// Coming back by a passkey: passkeys.spec.ts; by an organisation: organisation.spec.ts.

const plan = { format: 'hecht-wijkverband', values } as const

for (const width of [1440, 390])
  test(`someone joins, signs out and comes back by a link by mail, at ${width} px`, async ({
    browser,
  }) => {
    const peer = await SmtpPeer.start()
    const server = await ServerProcess.start(peer.environment)
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', {
      name: 'Élise de Waterhof-Brandt',
      email: 'elise@voorbeeld.nl',
    })
    const planId = await coordinator.createPlan(plan)
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      { role: 'editor', discipline: 'gemeente' },
    )
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByLabel('Uw naam').fill('Noor van der Lindeweide')
    await page.getByLabel('E-mailadres').fill('noor@voorbeeld.nl')
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Meedoen' }).click()
    await page.getByRole('button', { name: 'Nu niet' }).click()
    await page.waitForURL(new RegExp(`/plan/${planId}`))

    // With mail there is a way back: nobody is warned.
    await page.goto(server.url)
    await page.getByRole('button', { name: /Account van Noor/ }).click()
    await page.getByRole('menuitem', { name: 'Uitloggen' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
    await page.goto(`${server.url}/plan/${planId}/leden`)
    await page.waitForURL(/\/sign-in\?return=/)
    peer.taken()
    await page.getByLabel('E-mailadres').fill('Noor@Voorbeeld.nl')
    await page.getByRole('button', { name: 'Stuur mij een inloglink' }).click()
    await expect(page.getByRole('heading', { name: 'Kijk in uw mail' })).toBeFocused()
    await expectNoAxeFindings(page)
    await expect.poll(() => peer.mails.length).toBe(1)
    const [mail] = peer.taken()
    expect([mail?.to].flat().map((to) => to?.text)).toEqual(['noor@voorbeeld.nl'])

    // A mail program opens the link in another tab, which goes on where the first one was.
    const tab = await context.newPage()
    await tab.goto(/http:\S+\/sign-in\?token=\S+/.exec(mail?.text ?? '')?.[0] ?? '')
    await expectNoAxeFindings(tab)
    await tab.getByRole('button', { name: 'Inloggen' }).click()
    await tab.waitForURL(`${server.url}/plan/${planId}/leden`)
    await expect(tab.getByRole('heading', { level: 1, name: 'Leden' })).toBeVisible()
    await tab.goto(`${server.url}/account`)
    await expect(tab.getByText(/met een link uit uw mail \(dit apparaat\)/)).toBeVisible()
    await context.close()
    await server.stop()
    await peer.stop()
  })

for (const width of [1440, 390])
  test(`without mail someone signs out warned, asks, and comes back by a handed link, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan(plan)
    const email = `noor-back-${width}@voorbeeld.nl`
    const { url } = await coordinator.json<{ url: string }>(
      'POST',
      `/api/plans/${planId}/invites`,
      { role: 'editor', discipline: 'gemeente' },
    )
    const page = await openAs(new ApiClient(server.url), { width, height: 900 })
    await page.goto(url)
    await page.getByLabel('Uw naam').fill('Noor van der Lindeweide')
    await page.getByLabel('E-mailadres').fill(email)
    await page.getByRole('button', { name: 'Meedoen' }).click()
    await page.getByRole('button', { name: 'Nu niet' }).click()
    await page.waitForURL(new RegExp(`/plan/${planId}`))
    await page.goto(`${server.url}/account`)
    await page.getByRole('button', { name: 'Uitloggen', exact: true }).click()
    await expect(
      page.getByRole('alertdialog', { name: 'U kunt straks niet zelf terugkomen' }),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Toch uitloggen' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
    await page.getByLabel('E-mailadres').fill(email)
    await page.getByRole('button', { name: 'Inloglink vragen aan uw coördinator' }).click()
    await expect(page.getByLabel('Bericht aan de coördinator', { exact: true })).toHaveValue(
      new RegExp(email),
    )
    await expectNoAxeFindings(page)

    // The coordinator makes it where the message says.
    const desk = await openAs(coordinator, { width, height: 900 })
    await desk.goto(`${server.url}/plan/${planId}/leden`)
    await desk.getByRole('button', { name: 'Meer over Noor van der Lindeweide' }).click()
    await desk.getByRole('menuitem', { name: 'Inloglink maken…' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Inloglink maken' }).click()
    const link = await desk.getByRole('textbox', { name: 'Inloglink' }).inputValue()

    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1, name: 'Welkom terug' })).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Inloggen als Noor van der Lindeweide' }).click()
    await expect(page.getByText('U bent ingelogd met een link die')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('list', { name: 'Plannen' }).getByRole('link').first().click()
    await page.waitForURL(new RegExp(`/plan/${planId}`))
  })
