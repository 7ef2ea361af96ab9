import type { Page } from '@playwright/test'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const bar = (page: Page) => page.getByRole('search', { name: 'Zoeken in dit plan' })
const query = (page: Page) => page.getByRole('textbox', { name: 'Zoek in dit plan' })
const count = (page: Page) => page.locator('.find-bar__count')
const current = (page: Page) => page.locator('[data-found=current]')

const plan = {
  format: 'medrie-wijkplan',
  values: { ...values, team: 'Team Coördinatie' },
  fields: { netwerk: 'De coördinator belt.\n\nElke coordinator schrijft mee.' },
  tables: {
    themes: [{ id: 't1', title: 'Veilig thuis', goal: 'Een coördinator voor iedereen' }],
    people: [{ id: 'p1', name: 'Søren Bakker', discipline: 'wijkverpleging' }],
  },
}

test('finds folded words in text, cells and comments, and opens what is folded', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  await coordinator.json('POST', `/api/plans/${planId}/threads`, {
    target: { kind: 'field', field: 'netwerk' },
    body: 'Wie is hier coordinator?',
  })
  const page = await openAs(coordinator, { width: 1440, height: 900 })
  // Cards begin folded.
  await page.goto(`${coordinator.url}/plan/${planId}`)
  const text = page.locator('[data-place="field/netwerk"] .ProseMirror')
  const before = await text.innerHTML()
  await page.locator('[data-place="field/team"]').focus()
  await page.keyboard.press('Control+f')
  await expect(query(page)).toBeFocused()
  await page.keyboard.type('COORDINAT')
  await expect(count(page)).toHaveText('1 van 5')
  await expect(page.locator('.ProseMirror [data-found]')).toHaveCount(2)
  await expect(page.getByTestId('announcer')).toContainText('1 van 5: Plangegevens')
  // The value of an input is marked as a whole.
  await expect(page.locator('[data-place="field/team"]')).toHaveAttribute('data-found', 'current')
  await page.keyboard.press('Enter')
  await expect(current(page)).toHaveText('coördinat')
  await expect(current(page)).toBeInViewport()
  await expectNoAxeFindings(page)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(count(page)).toHaveText('4 van 5')
  // The card of the theme opened.
  await expect(current(page)).toBeInViewport()
  await expect(
    page.locator('[data-place^="cell/themes/t1/goal"] [data-found=current]'),
  ).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-thread-card][data-found=current]')).toBeInViewport()
  await expect(query(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(count(page)).toHaveText('1 van 5')
  await page.keyboard.press('Shift+Enter')
  await expect(count(page)).toHaveText('5 van 5')
  // Nothing is left of the search, and nothing of it was ever in the text.
  await page.getByRole('button', { name: 'Zoeken sluiten' }).click()
  await expect(bar(page)).toBeHidden()
  await expect(page.locator('[data-found]')).toHaveCount(0)
  expect(await text.innerHTML()).toBe(before)
  await query(page).waitFor({ state: 'detached' })
})

test('Escape returns the focus, or goes on at the words one stepped to', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const team = page.locator('[data-place="field/team"]')
  await team.focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('schrijft')
  await expect(count(page)).toHaveText('1 van 1')
  await page.keyboard.press('Escape')
  await expect(team).toBeFocused()

  await page.keyboard.press('Control+f')
  await page.keyboard.type('schrijft')
  await expect(count(page)).toHaveText('1 van 1')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-place="field/netwerk"] .ProseMirror')).toBeFocused()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('schrijft')
})

test('a second Ctrl+F is the browser’s own', async ({ openAs, installation: { coordinator } }) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await page.evaluate(() => {
    window.addEventListener('keydown', (event) => {
      if (event.key === 'f') document.body.dataset['prevented'] = String(event.defaultPrevented)
    })
  })
  await page.keyboard.press('Control+f')
  await expect(query(page)).toBeFocused()
  await expect(page.locator('body')).toHaveAttribute('data-prevented', 'true')
  await page.keyboard.press('Control+f')
  await expect(page.locator('body')).toHaveAttribute('data-prevented', 'false')
})

test('an editor replaces words as one step, and takes it back', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const text = page.locator('[data-place="field/netwerk"] .ProseMirror')
  await page.getByRole('button', { name: 'Zoeken in dit plan' }).click()
  await query(page).fill('coordinator')
  await expect(count(page)).toHaveText('1 van 3')
  await bar(page).getByRole('button', { name: 'Vervangen' }).click()
  await page.getByRole('textbox', { name: 'Vervang door' }).fill('regisseur')
  await page.getByRole('button', { name: 'Vervang', exact: true }).click()
  await expect(text).toHaveText('De regisseur belt.Elke coordinator schrijft mee.')
  await expect(count(page)).toHaveText('1 van 2')
  await page.getByRole('button', { name: 'Vervang alles' }).click()
  await expect(page.getByText('2 keer vervangen.')).toBeVisible()
  await expect(count(page)).toHaveText('Niets gevonden')
  await expect(text).toHaveText('De regisseur belt.Elke regisseur schrijft mee.')
  await page.getByRole('button', { name: 'Ongedaan maken' }).last().click()
  await expect(text).toHaveText('De regisseur belt.Elke coordinator schrijft mee.')
  await expect(count(page)).toHaveText('1 van 2')
})

test('works offline, and a commenter replaces nothing', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const partner = await coordinator.inviteAndJoin(planId, {
    name: 'Rens Ottenkamp',
    email: `rens+${planId}@voorbeeld.nl`,
    role: 'commenter',
    discipline: 'apothekers',
  })
  const screen = await PlanScreen.open(await openAs(partner), partner, planId)
  const { page } = screen
  await page.keyboard.press('Control+f')
  await expect(query(page)).toBeFocused()
  await screen.cut()
  await query(page).fill('soren')
  await expect(count(page)).toHaveText('1 van 1')
  // The name is the title of the card, which is marked as a whole.
  await expect(current(page)).toHaveAttribute('data-place', 'row/people/p1')
  await expect(current(page)).toBeInViewport()
  await expect(bar(page).getByRole('button', { name: 'Vervangen' })).toHaveCount(0)
})

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
])
  test(`the search and the whole title fit, ${width} px`, async ({
    openAs,
    installation: { coordinator },
  }) => {
    const planId = await coordinator.createPlan(examplePlan('broekerveld'))
    const { page } = await PlanScreen.open(
      await openAs(coordinator, { width, height }),
      coordinator,
      planId,
    )
    const title = page.locator('.plan-header__title')
    expect(await title.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(
      true,
    )
    await page.keyboard.press('Control+f')
    await query(page).fill('zorg')
    await expect(count(page)).toContainText('van')
    // A control of the search takes the focus, and the page stays where it is.
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab')
    await expect(bar(page).getByRole('button', { name: 'Vervangen' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(bar(page)).toBeInViewport({ ratio: 1 })
    await expect(current(page)).toBeInViewport()
    const place = await current(page).boundingBox()
    // Nothing that sticks covers it.
    expect(place?.y).toBeGreaterThan(160)
    expect((place?.y ?? height) + (place?.height ?? 0)).toBeLessThan(height - 50)
    // Controls that are half under the toolbar are no finding.
    await expectNoAxeFindings(page, 'besides the paper')
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/find-${width}.png` })
  })

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])
  test(`the first page searches the texts of all plans and leads to the words, ${width} px @smoke`, async ({
    openAs,
    installation: { coordinator },
  }) => {
    const planId = await coordinator.createPlan(plan)
    await coordinator.createPlan(examplePlan('broekerveld'))
    const page = await openAs(coordinator, { width, height })
    await page.goto(coordinator.url)
    await page.getByRole('searchbox', { name: 'Zoek in uw plannen' }).fill('schrijft')
    const found = page.getByRole('region', { name: 'In de tekst van uw plannen' })
    await expect(found.getByRole('status')).toHaveText(/onderde(e|l).* gevonden/)
    const hit = found.locator(`a[href^="/plan/${planId}?"]`)
    await expect(hit).toContainText('Elke coordinator schrijft mee')
    await expect(hit.locator('mark')).toHaveText('schrijft')
    await expectNoAxeFindings(page)
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/search-${width}.png` })
    await hit.click()
    await expect(page).toHaveURL(`${coordinator.url}/plan/${planId}`)
    await expect(query(page)).toHaveValue('schrijft')
    await expect(current(page)).toHaveText('schrijft')
    await expect(current(page)).toBeInViewport()
  })
