import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { signedInContext, startChromium } from '../chromium.ts'
import type { ScenarioResult } from '../report.ts'
import { type Distribution, distributionOf } from '../statistics.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const paragraph = 'Het kernteam komt elke zes weken bij elkaar en bespreekt de voortgang per thema. '.repeat(4)

export async function measureMount(runs: number): Promise<ScenarioResult> {
  const { editors, mounted } = await openRepeatedly(runs)
  return {
    id: 'mount',
    title: `Opening a plan of ${editors} rich texts in Chromium, cold page, until all can be typed in`,
    rows: [
      { metric: 'median', unit: 'ms', figures: { ours: mounted.median } },
      { metric: 'slowest', unit: 'ms', figures: { ours: mounted.max } },
    ],
    notes: [],
  }
}

/** Opens a plan of about 40 rich texts in Chromium, several times: from navigation until the last editor is there. */
async function openRepeatedly(runs: number): Promise<{ editors: number; mounted: Distribution }> {
  const server = await ServerProcess.start()
  const browser = await startChromium()
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', { name: 'Meting' })
    const themes = Array.from({ length: 18 }, (_, i) => ({ id: `t${i}`, title: `Thema ${i}`, goal: paragraph, result: paragraph }))
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values, fields: { leden: paragraph, netwerk: paragraph }, tables: { themes } })
    const times: number[] = []
    let editors = 0
    for (let i = 0; i < runs; i++) {
      const context = await signedInContext(browser, coordinator, server.url)
      const page = await context.newPage()
      await page.goto(`${server.url}/plan/${planId}`)
      // The last theme's text is there as an editor; the page itself says when that was.
      const last = page.locator('.ProseMirror').last()
      await last.waitFor()
      await page.waitForFunction((expected) => document.querySelectorAll('.ProseMirror').length >= expected, 38)
      times.push(await page.evaluate(() => performance.now()))
      editors = await page.locator('.ProseMirror').count()
      await context.close()
    }
    return { editors, mounted: distributionOf(times) }
  } finally {
    await browser.close()
    await server.stop()
  }
}
