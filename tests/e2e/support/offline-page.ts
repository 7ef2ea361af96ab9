import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { ApiClient } from '../../support/api-client.ts'
import { expect, values } from './installation.ts'
import { PlanScreen } from './plan-screen.ts'

/** The plan of the tests of a device without a connection or with an old client. */
export const offlinePlan = {
  format: 'medrie-wijkplan',
  values,
  fields: { netwerk: 'Het netwerk bestaat uit drie praktijken.' },
}

/** Waits until the client and its data are on the device: only then can a reload work without the server. */
export async function programIsKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (
          await Promise.all(
            (
              await caches.keys()
            ).map(async (name) => (await (await caches.open(name)).keys()).length),
          )
        ).reduce((sum, n) => sum + n, 0),
      ),
    )
    .toBeGreaterThan(10)
}

export async function openPlan(page: Page, person: ApiClient, planId: string): Promise<PlanScreen> {
  const screen = new PlanScreen(page, '')
  await page.goto(`${person.url}/plan/${planId}`)
  await screen.expectSaved()
  return screen
}

export const keptHere = (page: Page, text: string) =>
  page.evaluate(async (part) => {
    const databases = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
    return [...databases, ...Object.keys(localStorage)].filter((name) => name.includes(part))
  }, text)

export const storedTexts = (page: Page) =>
  page.evaluate(() => Object.values(localStorage).join('\n'))

export async function savedText(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return readFileSync(await download.path(), 'utf8')
}
