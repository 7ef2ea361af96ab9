import { type BrowserContext, test as base, type Page } from '@playwright/test'
import { ApiClient } from '../../support/api-client.ts'
import { giveSession } from '../../support/browser-session.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { startDatabase } from './database.ts'

export type Installation = {
  server: ServerProcess
  /** The first coordinator, with a name. */
  coordinator: ApiClient
}

type WorkerFixtures = { installation: Installation }
type TestFixtures = {
  /** A browser window signed in as this person; closed after the test. */
  openAs: (person: ApiClient, options?: { width?: number; height?: number }) => Promise<Page>
}

/** Each worker has an installation of its own: the built server in a process of its own, and a fresh database. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const database = await startDatabase()
      const server = await ServerProcess.start(database.environment)
      const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
      await coordinator.json('PATCH', '/api/me', {
        name: 'Élise de Waterhof-Brandt',
        email: 'elise@voorbeeld.nl',
      })
      await use({ server, coordinator })
      await server.stop()
      await database.stop()
    },
    { scope: 'worker' },
  ],
  openAs: async ({ browser, installation, serviceWorkers }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (person, { width = 1440, height = 900 } = {}) => {
      const context = await browser.newContext({ viewport: { width, height }, serviceWorkers })
      contexts.push(context)
      await giveSession(context, person, installation.server.url)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
})

export { expect } from '@playwright/test'

export const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
