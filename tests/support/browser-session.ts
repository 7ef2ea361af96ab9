import type { BrowserContext } from '@playwright/test'
import type { ApiClient } from './api-client.ts'

/** Sets the session of this user in a browser window, for the server or for a proxy in front of it; null removes it. */
export async function giveSession(
  context: BrowserContext,
  person: ApiClient,
  url = person.url,
): Promise<void> {
  const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
  if (name !== '') await context.addCookies([{ name, value, url }])
}
