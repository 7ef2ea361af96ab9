import type { BrowserContext } from '@playwright/test'
import type { ApiClient } from './api-client.ts'

/** Gives a window the session of this person, at the address they speak to or at one in front of it; of nobody: none. */
export async function giveSession(
  context: BrowserContext,
  person: ApiClient,
  url = person.url,
): Promise<void> {
  const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
  if (name !== '') await context.addCookies([{ name, value, url }])
}
