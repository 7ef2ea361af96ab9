import type { Page } from '@playwright/test'
import { examplePlan } from '../support/example-plan.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** Taps like a finger; the click of Playwright first scrolls a sticky element to its unstuck position. */
const tap = (page: Page, name: RegExp) =>
  page
    .getByRole('navigation', { name: 'Delen van het scherm' })
    .getByRole('button', { name })
    .dispatchEvent('click')

test('on a phone the parts of the screen are at hand halfway a plan, and who comes back from the comments goes on where they were', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const phone = await PlanScreen.open(
    await openAs(coordinator, { width: 390, height: 844 }),
    coordinator,
    planId,
  )
  const theme = phone.row('themes', 't3')
  await theme.scrollIntoViewIfNeeded()
  await expect(theme).toBeInViewport()
  const top = await theme.evaluate((element) => element.getBoundingClientRect().top)
  await expect(phone.page.getByRole('button', { name: /^Inhoud/ })).toBeInViewport()
  // The reading place is stored in the frame after the scroll.
  await expect
    .poll(() =>
      phone.page.evaluate((id) => sessionStorage.getItem(`wijktafel:reading:${id}`), planId),
    )
    .toContain('themas')
  await tap(phone.page, /^Reacties/)
  await expect(theme).toBeHidden()
  await tap(phone.page, /^Plan/)
  await expect(theme).toBeInViewport()
  expect(await theme.evaluate((element) => element.getBoundingClientRect().top)).toBeCloseTo(top, 0)
})

test('a user who loads a plan anew, or returns to it from another page, continues at the same place; a link to a place goes there', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const desk = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = desk
  const budget = desk.row('budget', 'r17')
  await budget.scrollIntoViewIfNeeded()
  await expect
    .poll(() => page.evaluate((id) => sessionStorage.getItem(`wijktafel:reading:${id}`), planId))
    .toContain('begroting')
  await page.reload()
  await expect(budget).toBeInViewport()

  await desk.choose('Leden')
  await expect(page.getByRole('heading', { level: 1, name: 'Leden', exact: true })).toBeInViewport()
  await page.getByRole('link', { name: 'Wijkplan Kraaienveen' }).click()
  await expect(budget).toBeInViewport()

  await page
    .getByRole('navigation', { name: 'Inhoud van het plan' })
    .getByRole('link', { name: /^Plangegevens/ })
    .click()
  await expect(page.getByRole('heading', { name: 'Gegevens van het plan' })).toBeInViewport()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Gegevens van het plan' })).toBeInViewport()
  await expect(budget).not.toBeInViewport()
})
