import { chromium, type Page } from '@playwright/test'
import { chromiumArgs, findChromium } from '../../../scripts/chromium.mjs'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { type Distribution, distributionOf } from '../statistics.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const words = Array.from({ length: 120 }, (_, i) => `woord${String(i).padStart(3, '0')}`)
const threadCount = 500
const keys = 60

type Run = { opened: Distribution; typed: Distribution }

/** 500 threads on one plan: until the panel of them is there, and what a keystroke in a text with a hundred of them takes. */
export async function measureThreads(runs: number): Promise<ScenarioResult> {
  const server = await ServerProcess.start()
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: chromiumArgs })
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', { name: 'Meting' })
    const measure = async (count: number): Promise<Run> => {
      const planId = await planWith(coordinator, count)
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const [name = '', value = ''] = coordinator.cookie.split(/=(.*)/s)
      await context.addCookies([{ name, value, url: server.url }])
      const page = await context.newPage()
      await page.goto(`${server.url}/plan/${planId}`)
      await page.locator('.ProseMirror').last().waitFor()
      if (count > 0) await page.locator('[data-thread-card]').first().waitFor()
      const result = { opened: distributionOf(await openings(page, runs, count > 0)), typed: distributionOf(await keystrokes(page)) }
      await context.close()
      return result
    }
    const [without, many] = [await measure(0), await measure(threadCount)]
    return {
      id: 'threads',
      title: `${threadCount} threads on one plan, a hundred of them in the text that is typed in`,
      rows: [
        { metric: 'panel there after a click, median', unit: 'ms', figures: { ours: many.opened.median }, target: atMost(200, 'under') },
        { metric: 'panel there after a click, slowest', unit: 'ms', figures: { ours: many.opened.max } },
        { metric: 'keystroke until the next frame, median', unit: 'ms', figures: { ours: many.typed.median } },
        { metric: 'the same in a plan without threads, median', unit: 'ms', figures: { ours: without.typed.median } },
        { metric: 'keystroke until the next frame, p99', unit: 'ms', figures: { ours: many.typed.p99 } },
        { metric: 'the same in a plan without threads, p99', unit: 'ms', figures: { ours: without.typed.p99 } },
      ],
      notes: [],
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function planWith(coordinator: ApiClient, count: number): Promise<string> {
  const themes = Array.from({ length: 10 }, (_, i) => ({ id: `t${i}`, title: `Thema ${i}`, goal: words.join(' '), result: words.join(' ') }))
  const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values, fields: { netwerk: words.join(' ') }, tables: { themes } })
  for (let i = 0; i < count; i++) {
    const word = words[i % words.length] ?? ''
    const from = (i % words.length) * (word.length + 1)
    const target = i < 100 ? { kind: 'field', field: 'netwerk' } : { kind: 'cell', table: 'themes', row: `t${i % 10}`, column: i % 2 === 0 ? 'goal' : 'result' }
    await coordinator.json('POST', `/api/plans/${planId}/threads`, { target, words: { from, to: from + word.length, quote: word }, body: `Reactie ${i} op dit woord` })
  }
  return planId
}

/** From the click on Reacties until the list is drawn, by the clock of the page. */
async function openings(page: Page, runs: number, hasThreads: boolean): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < runs && hasThreads; i++) {
    await page
      .getByRole('button', { name: /^Reacties/ })
      .first()
      .click()
    await page.locator('[data-thread-card]').first().waitFor({ state: 'detached' })
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.startsWith('Reacties'))
            const start = performance.now()
            const look = () => (document.querySelector('[data-thread-card]') === null ? requestAnimationFrame(look) : resolve(performance.now() - start))
            button?.click()
            requestAnimationFrame(look)
          }),
      ),
    )
  }
  return times.length > 0 ? times : [0]
}

async function keystrokes(page: Page): Promise<number[]> {
  await page.locator('[data-place="field/netwerk"] .ProseMirror').click()
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { keyTimes: times })
    document.addEventListener(
      'keydown',
      () => {
        const start = performance.now()
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - start)))
      },
      true,
    )
  })
  for (let i = 0; i < keys; i++) await page.keyboard.press('x')
  await page.waitForFunction((expected) => (window as unknown as { keyTimes: number[] }).keyTimes.length >= expected, keys)
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes)
}
