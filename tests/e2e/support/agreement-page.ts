import type { Locator, Page } from '@playwright/test'
import { expect } from './installation.ts'

/** Presses an element with the keyboard. */
export async function press(target: Locator, key = 'Enter'): Promise<void> {
  await target.focus()
  await target.press(key)
}

export async function openAgreement(page: Page, url: string, planId: string): Promise<void> {
  await page.goto(`${url}/plan/${planId}/akkoord`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
