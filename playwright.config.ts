import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()

/** `TEST_DATABASE=postgres`: the installations of the tests have their plans in PostgreSQL; `--grep @smoke` is the set for it. */
const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres'

// Every spec starts a server of its own, so there is none here.
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  reporter: [
    ['line'],
    ['json', { outputFile: `test-results/playwright${isOnPostgres ? '-postgres' : ''}.json` }],
  ],
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // What hangs is found, and a machine that others use too is no failure.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  use: {
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    // Each window would load the whole program a second time to keep it; the tests that are about that say so.
    serviceWorkers: 'block',
    // Long enough for a busy machine, short enough to say soon what is missing.
    actionTimeout: 30_000,
    // Recording costs as much as the tests themselves: `--trace on` for the one that fails.
    trace: 'off',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs },
  },
})
