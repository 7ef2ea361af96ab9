import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'

for (const [device, size] of Object.entries({
  'on a desktop': { width: 1440, height: 900 },
  'on a tablet': { width: 1024, height: 768 },
  'on a phone': { width: 390, height: 844 },
})) {
  test(`the questions that wait for someone are on the first page and in a plan, ${device}`, async ({
    installation: { server, coordinator },
    openAs,
  }, info) => {
    const planId = await coordinator.createPlan({
      format: 'hecht-wijkverband',
      values: { ...values, gemeente: 'Dalmeer' },
    })
    const rens = await coordinator.inviteAndJoin(planId, {
      name: 'Rens Ottenkamp',
      email: `rens+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'apothekers',
    })
    const page = await openAs(rens, size)
    await page.goto(server.url)
    await expect(page.getByRole('link', { name: /Kraaienveen/ })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Voor u')
    await expect(page.getByText(/Er wacht niets op u\.$/)).toBeVisible()

    const thread = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Halen we 45 gesprekken?',
      askDiscipline: 'apothekers',
    })
    await coordinator.json('POST', `/api/plans/${planId}/presentations`, {})
    // At once, by the stream: without one the page asks only once a minute.
    const list = page.getByRole('list', { name: 'Wat op u wacht' })
    await expect(list.getByText(/“Halen we 45 gesprekken\?”/)).toBeVisible({ timeout: 10_000 })
    await expect(list.getByText('Uw akkoord wordt gevraagd')).toBeVisible()
    await expect(list.getByText('nieuw')).toHaveCount(2)
    const ahead = page.getByRole('region', { name: 'Komende weken' })
    await expect(ahead.getByRole('listitem')).toHaveCount(1)
    await expect(ahead.getByText(/^tot en met/)).toBeVisible()
    await expect(ahead.getByRole('link', { name: 'In mijn eigen agenda' })).toHaveAttribute(
      'href',
      '/account',
    )
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('first-page.png') })

    await list.getByRole('link', { name: /^Lezen en antwoorden/ }).press('Enter')
    await page.waitForURL(/\/akkoord$/)
    await page.goto(`${server.url}/plan/${planId}`)
    const bell = page.getByRole('button', { name: /^Voor u: 2 dingen wachten/ })
    await bell.press('Enter')
    const popover = page.getByRole('dialog', { name: 'Voor u' })
    await expect(popover.getByText(/Halen we 45/)).toBeVisible()
    await expectNoAxeFindings(page, 'besides the paper')
    await page.screenshot({ path: info.outputPath('bell.png') })
    await popover.getByRole('link', { name: /^Beantwoorden/ }).press('Enter')
    await expect(page).toHaveURL(new RegExp(`reactie=${thread.id}|/plan/${planId}`))

    await page.goto(`${server.url}/account`)
    await page.getByLabel('Vraag aan uw discipline').uncheck()
    await page.getByRole('button', { name: 'Agenda-adres maken' }).press('Enter')
    const address = await page.getByLabel('Agenda-adres', { exact: true }).inputValue()
    expect(await (await fetch(address)).text()).toContain('SUMMARY:Uw akkoord wordt gevraagd')
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('account.png'), fullPage: true })
    await page.goto(server.url)
    await expect(list.getByText('Uw akkoord wordt gevraagd')).toBeVisible()
    await expect(list.getByText(/Halen we 45/)).toHaveCount(0)
  })
}
