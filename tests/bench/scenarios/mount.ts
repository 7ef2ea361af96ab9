import type { Browser } from '@playwright/test'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { signedInContext, startChromium } from '../chromium.ts'
import type { Row, ScenarioResult } from '../report.ts'
import { distributionOf } from '../statistics.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const paragraph =
  'Het kernteam komt elke zes weken bij elkaar en bespreekt de voortgang per thema. '.repeat(4)
/** The processor of this machine, and a throttled one like a tablet. */
const speeds = [
  { name: '', slowdown: 1 },
  { name: ', at a quarter of the speed', slowdown: 4 },
] as const

/** Opens a plan of about 40 rich texts in Chromium, several times, with an empty cache. */
export async function measureMount(runs: number): Promise<ScenarioResult> {
  const server = await ServerProcess.start()
  const browser = await startChromium()
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', { name: 'Meting', email: 'meting@voorbeeld.nl' })
    const themes = Array.from({ length: 18 }, (_, i) => ({
      id: `t${i}`,
      title: `Thema ${i}`,
      goal: paragraph,
      result: paragraph,
    }))
    const planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      fields: { leden: paragraph, netwerk: paragraph },
      tables: { themes },
    })
    const rows: Row[] = []
    let editors = 0
    for (const { name, slowdown } of speeds) {
      const opened: Opened[] = []
      for (let i = 0; i < runs; i++)
        opened.push(await openOnce(browser, coordinator, `${server.url}/plan/${planId}`, slowdown))
      editors = opened[0]?.editors ?? 0
      const row = (metric: string, of: (one: Opened) => number): Row => ({
        metric: `${metric}${name}, median`,
        unit: 'ms',
        figures: { ours: distributionOf(opened.map(of)).median },
      })
      rows.push(
        row('head of the plan there', (one) => one.headAt),
        row('all can be typed in', (one) => one.wholeAt),
        row('longest time in which the page takes no key', (one) => one.longestTask),
      )
    }
    return {
      id: 'mount',
      title: `Opening a plan of ${editors} rich texts in Chromium, cold page`,
      rows,
      notes: [],
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Milliseconds since the navigation began, by the clock of the page. */
type Opened = { editors: number; headAt: number; wholeAt: number; longestTask: number }

async function openOnce(
  browser: Browser,
  person: ApiClient,
  address: string,
  slowdown: number,
): Promise<Opened> {
  const context = await signedInContext(browser, person, person.url)
  const page = await context.newPage()
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', {
    rate: slowdown,
  })
  await page.addInitScript(watchOpening)
  await page.goto(address)
  // The editor of the last theme is mounted; the page itself reports the moment.
  await page.waitForFunction(
    (expected) => document.querySelectorAll('.ProseMirror').length >= expected,
    38,
  )
  const opened = await page.evaluate(() => ({
    editors: document.querySelectorAll('.ProseMirror').length,
    headAt: performance.getEntriesByName('head of the plan')[0]?.startTime ?? 0,
    wholeAt: performance.now(),
    longestTask: Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks),
  }))
  await context.close()
  return opened
}

function watchOpening(): void {
  const longTasks: number[] = []
  Object.assign(window, { longTasks })
  new PerformanceObserver((list) =>
    longTasks.push(...list.getEntries().map((entry) => entry.duration)),
  ).observe({ type: 'longtask', buffered: true })
  const watch = new MutationObserver(() => {
    if (document.querySelector('.section') === null) return
    watch.disconnect()
    performance.mark('head of the plan')
  })
  watch.observe(document, { childList: true, subtree: true })
}
