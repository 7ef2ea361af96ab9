import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { chromiumArgs, ensureChromium } from '../../scripts/chromium.mjs'
import type { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'

/** Installs Chromium if the machine has none and allows it. */
export async function startChromium(): Promise<Browser> {
  const executablePath = await ensureChromium()
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArgs,
  })
}

/** A window with an empty cache, signed in as the user of this client. */
export async function signedInContext(
  browser: Browser,
  client: ApiClient,
  url: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await giveSession(context, client, url)
  return context
}
