import type { Locator, Page } from '@playwright/test'
import type { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** The page as a person finds it the first time: all cards folded. */
async function openFolded(page: Page, person: ApiClient, planId: string): Promise<PlanScreen> {
  await page.addInitScript((key) => {
    if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"opensAll":false}')
  }, `wijktafel:folding:${planId}`)
  return PlanScreen.open(page, person, planId)
}

const toggle = (row: Locator) => row.locator('.card-row__toggle')
const whole = (page: Page) => expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
const sheet = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Bladen van het plan' }).getByRole('link', { name })

/** How many buttons for a comment can be seen. */
const commentButtonsSeen = (page: Page) =>
  page
    .locator('.comment-here__button')
    .evaluateAll(
      (buttons) => buttons.filter((button) => getComputedStyle(button).opacity !== '0').length,
    )

for (const name of ['kraaienveen', 'broekerveld', 'meerpalen'] as const)
  test(`the folded page of ${name} is at most ten screens, with no button for a comment at rest`, async ({
    openAs,
    installation: { coordinator },
  }) => {
    const planId = await coordinator.createPlan(examplePlan(name))
    const { page } = await openFolded(await openAs(coordinator), coordinator, planId)
    await whole(page)
    await page.mouse.move(0, 0)
    const screens = await page.evaluate(
      () => document.documentElement.scrollHeight / window.innerHeight,
    )
    expect(screens).toBeLessThan(name === 'kraaienveen' ? 9 : 10)
    expect(await commentButtonsSeen(page)).toBe(0)
    await expectNoAxeFindings(page)
  })

test('a folded card says what matters, opens in its place, and is as it was after a reload', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const screen = await openFolded(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const elise = screen.row('people', 'm4')
  await expect(toggle(elise)).toHaveAttribute('aria-expanded', 'false')
  await expect(toggle(elise)).toHaveAccessibleName(
    /Élise de Waterhof-Brandt.*wijkondersteuner.*Welzijn Dalmeer/,
  )
  await expect(toggle(screen.row('themes', 't2'))).toContainText('€\u00a04.890,27')
  await expect(toggle(screen.row('activities', 'a01'))).toContainText(/feb – .* 2026/)

  await toggle(elise).press('Enter')
  await expect(toggle(elise)).toHaveAttribute('aria-expanded', 'true')
  await expect(screen.cell('people', 'm4', 'position')).toBeVisible()
  // Computed, so not asked.
  await expect(screen.cell('people', 'm4', 'sortName')).toHaveCount(0)
  // An empty field is offered by its name, and takes the focus.
  await expect(screen.cell('people', 'm4', 'onBehalfOf')).toHaveCount(0)
  await elise.getByRole('button', { name: /^Spreekt namens/ }).press('Enter')
  await expect(screen.cell('people', 'm4', 'onBehalfOf')).toBeFocused()
  await page.keyboard.type('Welzijn Dalmeer')
  await page.keyboard.press('Tab')
  await screen.expectSaved()

  await page.reload()
  await expect(toggle(elise)).toHaveAttribute('aria-expanded', 'true')
  await expect(screen.cell('people', 'm4', 'onBehalfOf')).toHaveValue('Welzijn Dalmeer')
  await expect(toggle(screen.row('people', 'm1'))).toHaveAttribute('aria-expanded', 'false')
})

test('folding disturbs nobody who types in the same card', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const rens = await coordinator.inviteAndJoin(planId, {
    name: 'Rens Ottenkamp',
    email: `rens+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const desk = await openFolded(await openAs(coordinator), coordinator, planId)
  const other = await openFolded(await openAs(rens), rens, planId)
  for (const screen of [desk, other]) await toggle(screen.row('themes', 't1')).click()
  await other.typeAtEnd(other.cellText('themes', 't1', 'goal'), ' Rens')
  await toggle(desk.row('themes', 't1')).click()
  await expect(desk.cellText('themes', 't1', 'goal')).toHaveCount(0)
  // The folded line says that somebody is in it.
  await expect(desk.row('themes', 't1')).toContainText('Rens Ottenkamp is hier')
  await other.type(' schrijft door.')
  await expect(other.cellText('themes', 't1', 'goal')).toContainText('Rens schrijft door.')
  await toggle(desk.row('themes', 't1')).click()
  await expect(desk.cellText('themes', 't1', 'goal')).toContainText('Rens schrijft door.')
})

test('the outline and a thread open the card that they lead to; activities are in the outline', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const thread = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
    target: { kind: 'cell', table: 'activities', row: 'a05', column: 'securing' },
    body: 'Hoe borgen we dit?',
  })
  const screen = await openFolded(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const outline = page.getByRole('navigation', { name: 'Inhoud van het plan' })
  await outline.getByRole('link', { name: /^3 ?Gezond gewicht/ }).click()
  await expect(toggle(screen.row('themes', 't3'))).toHaveAttribute('aria-expanded', 'true')
  await outline.getByRole('button', { name: /^2 activiteiten van Gezond gewicht/ }).click()
  await outline.getByRole('link', { name: 'Gezinsgroep' }).click()
  await expect(screen.page.locator('[data-place^="row/activities/"] .ProseMirror')).toHaveCount(1)

  // The panel is open, because there is something in it; the field of the comment is empty and shown all the same.
  await page.goto(`${coordinator.url}/plan/${planId}?reactie=${thread.id}`)
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /Borging/ })
    .click()
  await expect(screen.cellText('activities', 'a05', 'securing')).toBeVisible()
})

test('the year is a sheet with an address of its own, and a place in it is reached from the other sheet', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const thread = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
    target: { kind: 'row', table: 'hours', row: 'u01' },
    body: 'Klopt dit uur?',
  })
  const screen = await openFolded(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  await expect(screen.row('hours', 'u01')).toHaveCount(0)
  await expect(screen.cell('budget', 'r01', 'actualCents')).toHaveCount(0)
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /Ureninzet|kernteam/ })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`/plan/${planId}/jaar$`))
  await expect(screen.row('hours', 'u01')).toBeInViewport()
  await expect(sheet(page, 'Jaar')).toHaveAttribute('aria-current', 'page')
  expect(thread.id).not.toBe('')

  // The same open plan: an actual cost is written here, and is there after a reload of this address.
  await screen.fill(screen.cell('budget', 'r01', 'actualCents'), '1.000')
  await screen.expectSaved()
  await page.reload()
  await expect(screen.cell('budget', 'r01', 'actualCents')).toHaveValue(/1\.000,00/)
  await expectNoAxeFindings(page)
  await sheet(page, 'Plan').click()
  await expect(screen.cell('budget', 'r01', 'rateCents')).toBeVisible()
  await page.goBack()
  await expect(screen.row('hours', 'u01')).toBeVisible()

  // Without a network too.
  await screen.cut()
  await sheet(page, 'Plan').click()
  await expect(screen.cell('budget', 'r01', 'rateCents')).toBeVisible()
})

test('a section folds, and everything is open on paper', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const screen = await openFolded(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  await whole(page)
  await page.getByRole('button', { name: 'Onderdeel Het netwerk sluiten' }).press('Enter')
  await expect(screen.field('netwerk')).toHaveCount(0)
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(screen.field('netwerk')).toHaveCount(1)
  await expect(screen.cellText('themes', 't1', 'goal')).toHaveCount(1)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await expect(screen.field('netwerk')).toHaveCount(0)
  await page
    .getByRole('navigation', { name: 'Inhoud van het plan' })
    .getByRole('link', { name: /Het netwerk/ })
    .click()
  await expect(screen.field('netwerk')).toHaveCount(1)
})
