import { examplePlan } from '../support/example-plan.ts'
import { openAgreement, press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

test(
  'a plan that ends, and the trail of it: in words, found by subject, with the state of the chain',
  { tag: '@long' },
  async ({ installation: { coordinator, server }, openAs }, info) => {
    const planId = await coordinator.createPlan(examplePlan('broekerveld'))
    const reader = await coordinator.inviteAndJoin(planId, {
      name: 'Tess Invaller',
      email: `tess.lezer+${planId}@voorbeeld.nl`,
      role: 'reader',
    })
    expect((await reader.request('POST', `/api/plans/${planId}/presentations`, {})).status).toBe(
      403,
    )
    await coordinator.json('POST', `/api/plans/${planId}/presentations`, {})
    const [page, phone] = [
      await openAs(coordinator),
      await openAs(reader, { width: 390, height: 844 }),
    ]
    await openAgreement(phone, server.url, planId)
    await expect(phone.getByRole('heading', { name: 'Versie 1 ter akkoord' })).toBeVisible()

    await openAgreement(page, server.url, planId)
    await press(page.getByRole('link', { name: 'Bekijken en downloaden' }))
    await expect(page.getByText('Het logboek klopt')).toBeVisible()
    // Its address in bookmarks of before.
    await page.goto(`${server.url}/plan/${planId}/controlespoor`)
    await page.waitForURL(/\/logboek$/)
    const trail = page.locator('.audit')
    const trailCount = trail.getByRole('status').filter({ hasText: 'regels' })
    await expect(trail.getByRole('listitem').first()).toContainText(
      'Élise de Waterhof-Brandt zette de status op Ter akkoord',
    )
    await trail.getByLabel('Wat').focus()
    await page.keyboard.type('Wat is')
    await expect(trailCount).toHaveText(/^1 van \d+ regels$/)
    await expect(trail.getByRole('listitem')).toContainText(
      'Geweigerd: Tess Invaller probeerde een versie ter akkoord voor te leggen',
    )
    await expect(trail.getByLabel('Wat')).toBeFocused()
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expectNoAxeFindings(page)
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
      ).toBe(true)
      await page.screenshot({ path: info.outputPath(`trail-${width}.png`) })
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await trail.getByLabel('Vanaf').fill('2099-01-01')
    await expect(page.getByRole('heading', { name: 'Geen regels gevonden' })).toBeVisible()
    await press(page.getByRole('button', { name: 'Alle regels tonen' }))
    await expect(trailCount).toHaveText(/^\d+ regels$/)

    // With a reason, final, and on every screen at once without a reload.
    await openAgreement(page, server.url, planId)
    await press(page.getByRole('button', { name: 'Plan beëindigen…' }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Laten vervallen' }))
    await expect(
      page.getByRole('heading', { name: 'Nog niet alles is goed ingevuld' }),
    ).toBeFocused()
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('ending-dialog.png') })
    await page.getByRole('textbox', { name: 'Waarom vervalt het plan?' }).focus()
    await page.keyboard.type('De begroting klopt niet.')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Laten vervallen' }))
    for (const screen of [page, phone]) {
      await expect(screen.getByRole('heading', { name: 'Versie 1 vervallen' })).toBeVisible()
      await expect(screen.getByText('Reden: De begroting klopt niet.')).toBeVisible()
      await expect(screen.getByText('Geen antwoord')).toHaveCount(5)
      await expectNoAxeFindings(screen)
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page.getByRole('button', { name: /Mandaat|beëindigen/ })).toHaveCount(0)
    await page.screenshot({ path: info.outputPath('ended-agreement.png') })
    await phone.screenshot({ path: info.outputPath('ended-phone.png') })
    await page.goto(`${server.url}/plan/${planId}`)
    await expect(page.getByText('Reden: De begroting klopt niet.')).toBeVisible()
    await expect(page.locator('[contenteditable=true]')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Controleer voor indienen' })).toHaveCount(0)
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('ended-plan.png') })
    await page.goto(server.url)
    await expect(
      page.locator('.plan-row').filter({ has: page.locator(`a[href="/plan/${planId}"]`) }),
    ).toContainText('Vervallen')
  },
)
