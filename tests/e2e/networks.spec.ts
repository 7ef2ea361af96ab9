import type { Page } from '@playwright/test'
import { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'
import { type ProxyOptions, ProxyProcess } from '../support/proxy-process.ts'
import { ServerProcess, sparePort } from '../support/server-process.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** An installation whose public address is that of a proxy. */
async function behind(
  options: ProxyOptions,
  use: (world: { url: string; coordinator: ApiClient }) => Promise<void>,
): Promise<void> {
  const port = await sparePort()
  const url = `http://localhost:${port}`
  const server = await ServerProcess.start({ PUBLIC_URL: url })
  const proxy = await ProxyProcess.start(server.port, options, port)
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', {
      name: 'Élise de Waterhof-Brandt',
      email: 'elise@voorbeeld.nl',
    })
    await use({ url, coordinator })
  } finally {
    await proxy.stop()
    await server.stop()
  }
}

const verdict = (page: Page) => page.getByRole('status').getByRole('heading')
const step = (page: Page, title: RegExp) => page.getByRole('listitem').filter({ hasText: title })

test.describe('Verbindingstest', () => {
  test('on an open network: directly, with a test of silence that can be skipped', {
    tag: '@long',
  }, async ({ page, installation }) => {
    await page.goto(`${installation.server.url}/sign-in`)
    await page.getByRole('link', { name: 'verbindingstest' }).click()
    await expect(verdict(page)).toHaveText('Wijktafel werkt hier goed')
    await expect(step(page, /werkt, \d+ ms/)).toHaveCount(5)
    await expect(page.getByRole('textbox')).toHaveValue(
      /WebSocket \/sync-check: ok \(\d+ ms\)[\s\S]*SSE \/sync-check\/stream: ok/,
    )
    await page.getByRole('button', { name: /Test of een stille verbinding open blijft/ }).click()
    await expect(
      page.getByRole('progressbar', { name: 'Test van een stille verbinding' }),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page.getByRole('button', { name: 'Deze test overslaan' }).click()
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await page.getByRole('button', { name: 'Gegevens kopiëren' }).click()
    await expect(page.getByText(/De gegevens zijn/)).toBeVisible()
  })

  test('where nothing but pages comes through: not, and what to do', { tag: '@long' }, async ({
    page,
    installation,
  }) => {
    await page.route('**/sync-check/**', (route) => route.abort())
    await page.routeWebSocket('**/sync-check', (socket) => socket.close({ code: 3001 }))
    await page.setViewportSize({ width: 320, height: 700 })
    await page.goto(`${installation.server.url}/verbindingstest`)
    await expect(verdict(page)).toHaveText(
      'Wijktafel werkt hier niet: geef dit door aan uw beheerder',
    )
    await expect(page.getByRole('textbox')).toHaveValue(
      /POST \/sync-check\/echo: FAILED, no answer[\s\S]*Nodig: websockets/,
    )
    await expectNoAxeFindings(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })
})

for (const [name, options, held] of [
  ['refuses websockets', { refusesUpgrades: 502 }, false],
  ['refuses websockets and holds answers back', { refusesUpgrades: 400, buffers: true }, true],
] as const) {
  test(`HT9 a network that ${name}: the test says so, and a plan opens, saves and shows what others write`, {
    tag: '@long',
  }, async ({ page, browser }) => {
    await behind(options, async ({ url, coordinator }) => {
      await page.goto(`${url}/verbindingstest`)
      await expect(verdict(page)).toHaveText('Wijktafel werkt hier via een omweg')
      await expect(step(page, /Omweg: ontvangen/)).toContainText(
        held ? 'werkt niet' : /werkt, \d+ ms/,
      )

      const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      const colleague = await coordinator.inviteAndJoin(planId, {
        name: 'IJsbrand Oeverzicht',
        email: 'ijsbrand@voorbeeld.nl',
        role: 'editor',
      })
      const open = async (on: Page, who: ApiClient) => {
        await giveSession(on.context(), who, url)
        await on.goto(`${url}/plan/${planId}`)
        const screen = new PlanScreen(on, '')
        await screen.expectSaved()
        return screen
      }
      const context = await browser.newContext()
      const elise = await open(page, coordinator)
      const ijsbrand = await open(await context.newPage(), colleague)
      await elise.typeAtEnd(elise.field('netwerk'), 'Langs de omweg getypt.')
      await expect(ijsbrand.field('netwerk')).toContainText('Langs de omweg getypt.')
      await ijsbrand.typeAtEnd(ijsbrand.field('netwerk'), ' En terug.')
      await expect(elise.field('netwerk')).toContainText('En terug.')
      await Promise.all([elise.expectSaved(), ijsbrand.expectSaved()])
      await context.close()
    })
  })
}
