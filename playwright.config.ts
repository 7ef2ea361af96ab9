import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()

// Every spec starts a server of its own, so there is none here.
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  workers: 1,
  retries: 0,
  forbidOnly: true,
  use: {
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    // Long enough for a busy machine, short enough to say soon what is missing.
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs },
  },
})
