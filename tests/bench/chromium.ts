import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { chromiumArgs, ensureChromium } from '../../scripts/chromium.mjs'
import type { ApiClient } from '../support/api-client.ts'
import { giveSession } from '../support/browser-session.ts'

/** On a machine that has none, Chromium is installed where that can be. */
export async function startChromium(): Promise<Browser> {
  const executablePath = await ensureChromium()
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArgs,
  })
}

/** A window with nothing in its cache, of the person this client is signed in as. */
export async function signedInContext(
  browser: Browser,
  client: ApiClient,
  url: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await giveSession(context, client, url)
  return context
}
