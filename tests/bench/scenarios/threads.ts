import type { CDPSession, Page } from '@playwright/test'
import { ApiClient } from '../../support/api-client.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { signedInContext, startChromium } from '../chromium.ts'
import { atMost, type ScenarioResult } from '../report.ts'
import { distributionOf, median } from '../statistics.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const words = Array.from({ length: 120 }, (_, i) => `woord${String(i).padStart(3, '0')}`)
const themeCount = 10
const threadCount = 500
const keys = 60
/** Ten keys a second: faster keys would wait for each other. */
const keyPaceMs = 100

/** The number of threads in the plan, and in the text of the typist. */
type Load = { threads: number; inText: number }
const noThreads: Load = { threads: 0, inText: 0 }
/** Twenty goals and results and one text of the plan itself. */
const spread: Load = { threads: threadCount, inText: Math.ceil(threadCount / (2 * themeCount + 1)) }
const crowded: Load = { threads: threadCount, inText: 100 }

type Run = { opened: readonly number[]; untilFrame: readonly number[]; mainThread: number }

/**
 * 500 threads on one plan: the time until their panel is rendered, and the cost of a keystroke, with the threads spread evenly
 * over the texts of the plan and with a hundred of them in the text of the typist.
 */
export async function measureThreads(runs: number): Promise<ScenarioResult> {
  const server = await ServerProcess.start()
  const browser = await startChromium()
  try {
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    await coordinator.json('PATCH', '/api/me', { name: 'Meting', email: 'meting@voorbeeld.nl' })
    const plans = new Map<Load, string>()
    for (const load of [noThreads, spread, crowded])
      plans.set(load, await planWith(coordinator, load))
    const measure = async (load: Load): Promise<Run> => {
      const context = await signedInContext(browser, coordinator, server.url)
      const page = await context.newPage()
      await page.goto(`${server.url}/plan/${plans.get(load)}`)
      await page.locator('.ProseMirror').last().waitFor()
      if (load.threads > 0) await page.locator('[data-thread-card]').first().waitFor()
      const opened = load.threads > 0 ? await openings(page, runs) : []
      const typed = await keystrokes(page, await context.newCDPSession(page))
      await context.close()
      return { opened, ...typed }
    }
    const all = new Map<Load, Run[]>([noThreads, spread, crowded].map((load) => [load, []]))
    // Interleaved, so that a slow moment of the machine hits all of them.
    for (let i = 0; i < 3; i++) for (const [load, results] of all) results.push(await measure(load))
    const figures = (load: Load, select: (run: Run) => number | readonly number[]) =>
      (all.get(load) ?? []).flatMap(select)
    const opened = distributionOf([
      ...figures(spread, (run) => run.opened),
      ...figures(crowded, (run) => run.opened),
    ])
    const perKey = (load: Load) => median(figures(load, (run) => run.mainThread))
    return {
      id: 'threads',
      title: `${threadCount} threads on one plan`,
      rows: [
        {
          metric: 'panel there after a click, median',
          unit: 'ms',
          figures: { ours: opened.median },
          target: atMost(200, 'under'),
        },
        { metric: 'panel there after a click, slowest', unit: 'ms', figures: { ours: opened.max } },
        {
          metric: 'main thread of the page per keystroke, no threads',
          unit: 'ms',
          figures: { ours: perKey(noThreads) },
        },
        {
          metric: `the same, ${spread.inText} of the threads in that text`,
          unit: 'ms',
          figures: { ours: perKey(spread) },
          target: atMost(perKey(noThreads) * 1.2, 'not slowed, within 20 %'),
        },
        {
          metric: `the same, ${crowded.inText} of the threads in that text`,
          unit: 'ms',
          figures: { ours: perKey(crowded) },
        },
        ...[noThreads, spread, crowded].map((load) => ({
          metric: `keystroke until the next frame, ${load.threads === 0 ? 'no threads' : `${load.inText} in that text`}, median`,
          unit: 'ms' as const,
          figures: { ours: median(figures(load, (run) => run.untilFrame)) },
        })),
      ],
      notes: [
        'Keys at ten a second; main thread is the processor time of the page from the key until it is idle, by its own clock.',
      ],
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function planWith(coordinator: ApiClient, { threads, inText }: Load): Promise<string> {
  const themes = Array.from({ length: themeCount }, (_, i) => ({
    id: `t${i}`,
    title: `Thema ${i}`,
    goal: words.join(' '),
    result: words.join(' '),
  }))
  const planId = await coordinator.createPlan({
    format: 'medrie-wijkplan',
    values,
    fields: { netwerk: words.join(' ') },
    tables: { themes },
  })
  for (let i = 0; i < threads; i++) {
    const word = words[i % words.length] ?? ''
    const from = (i % words.length) * (word.length + 1)
    const target =
      i < inText
        ? { kind: 'field', field: 'netwerk' }
        : {
            kind: 'cell',
            table: 'themes',
            row: `t${i % themeCount}`,
            column: i % 20 < themeCount ? 'goal' : 'result',
          }
    await coordinator.json('POST', `/api/plans/${planId}/threads`, {
      target,
      words: { from, to: from + word.length, quote: word },
      body: `Reactie ${i} op dit woord`,
    })
  }
  return planId
}

/** From the click on Reacties until the list is drawn, by the clock of the page. */
async function openings(page: Page, runs: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < runs; i++) {
    await page
      .getByRole('button', { name: /^Reacties/ })
      .first()
      .click()
    await page.locator('[data-thread-card]').first().waitFor({ state: 'detached' })
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const button = [...document.querySelectorAll('button')].find((one) =>
              one.textContent?.startsWith('Reacties'),
            )
            const start = performance.now()
            const look = () =>
              document.querySelector('[data-thread-card]') === null
                ? requestAnimationFrame(look)
                : resolve(performance.now() - start)
            button?.click()
            requestAnimationFrame(look)
          }),
      ),
    )
  }
  return times
}

async function keystrokes(
  page: Page,
  devTools: CDPSession,
): Promise<Pick<Run, 'untilFrame' | 'mainThread'>> {
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
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () =>
    ((await devTools.send('Performance.getMetrics')).metrics.find(
      ({ name }) => name === 'TaskDuration',
    )?.value ?? Number.NaN) * 1000
  const before = await busy()
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press('x')
    await page.waitForTimeout(keyPaceMs)
  }
  await page.waitForFunction(
    (expected) => (window as unknown as { keyTimes: number[] }).keyTimes.length >= expected,
    keys,
  )
  const mainThread = ((await busy()) - before) / keys
  return {
    mainThread,
    untilFrame: await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes),
  }
}
