import { plainText } from '#shared/richtext/plain-text.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { offlinePlan, openPlan, programIsKept } from './support/offline-page.ts'

// Each test has several reloads, and some restart the server.
test.use({ serviceWorkers: 'allow' })

test.describe('a newer program', () => {
  test('OF4 a program that stays too old for the server reloads once, and then says what to do', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(offlinePlan)
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
    const planId = await coordinator.createPlan(offlinePlan)
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
