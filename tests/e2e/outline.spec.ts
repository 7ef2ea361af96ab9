import type { Page } from '@playwright/test'
import { examplePlan } from '../support/example-plan.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** The top of a section, relative to the bottom of what sticks at the top of the page. */
const belowToolbar = (page: Page, section: string) =>
  page.evaluate((id) => {
    const top = document.getElementById(id)?.getBoundingClientRect().top ?? Number.NaN
    const sticks = [...document.querySelectorAll('.plan-screen__top, .paper__toolbar')].map(
      (element) => element.getBoundingClientRect().bottom,
    )
    return top - Math.max(...sticks)
  }, section)

const isAtEnd = (page: Page) =>
  page.evaluate(
    () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2,
  )

const marked = (page: Page) => page.locator('.outline [aria-current=location]')

/** Under the toolbar, or as high as the end of the page allows. */
async function expectLanded(page: Page, section: string): Promise<void> {
  await expect
    .poll(async () => {
      const below = await belowToolbar(page, section)
      return (below >= -1 && below <= 48) || (below > 48 && (await isAtEnd(page)))
    })
    .toBe(true)
}

test('the outline brings each section under the toolbar and marks it, also the last ones', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const page = await openAs(coordinator, { width: 1440, height: 900 })
  await PlanScreen.open(page, coordinator, planId)
  const links = page.locator('.outline__list > li > a')
  for (const link of await links.all()) {
    const section = (await link.getAttribute('href'))?.slice(1) ?? ''
    await link.click()
    await expectLanded(page, section)
    await expect(marked(page)).toHaveAttribute('href', `#${section}`)
    await expect(page.locator(`[data-place="section/${section}"]`)).toBeFocused()
  }
})

test('a section stays under the toolbar while the page above it grows, until the user moves', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const page = await openAs(coordinator, { width: 1440, height: 900 })
  await PlanScreen.open(page, coordinator, planId)
  const theirs = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  // Safari keeps no place by itself.
  await page.addStyleTag({ content: '* { overflow-anchor: none !important }' })
  await page.locator('.outline a[href="#begroting"]').first().click()
  await expectLanded(page, 'begroting')
  const before = await page.evaluate(() => document.body.scrollHeight)
  await theirs.page
    .getByRole('button', { name: /^(?!Afbeelding|Bijlage).* toevoegen$/ })
    .first()
    .click()
  await expect.poll(() => page.evaluate(() => document.body.scrollHeight)).toBeGreaterThan(before)
  await expectLanded(page, 'begroting')
  await expect(marked(page)).toHaveAttribute('href', '#begroting')

  await page.mouse.move(720, 500)
  await page.mouse.wheel(0, -2000)
  await expect(marked(page)).not.toHaveAttribute('href', '#begroting')
})

test('on a phone the contents lead to a section under the header', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const page = await openAs(coordinator, { width: 390, height: 844 })
  await PlanScreen.open(page, coordinator, planId)
  const tab = page.getByRole('button', { name: /^Inhoud/ })
  for (const section of ['themas', 'begroting']) {
    await tab.dispatchEvent('click')
    await page.locator(`.outline a[href="#${section}"]`).first().click()
    await expectLanded(page, section)
  }
})
