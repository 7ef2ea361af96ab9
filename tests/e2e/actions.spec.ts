import type { Page } from '@playwright/test'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const plan = {
  format: 'medrie-wijkplan',
  values,
  fields: { netwerk: 'De coördinator belt.' },
  tables: { themes: [{ id: 't1', title: 'Veilig thuis' }] },
}

const what = (page: Page) => page.getByRole('combobox', { name: 'Wat wilt u doen?' })
const options = (page: Page) =>
  page.getByRole('listbox', { name: 'Opdrachten' }).getByRole('option')

test('Ctrl+K lists every action with its key, and does the one that is chosen', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const text = page.locator('[data-place="field/netwerk"] .ProseMirror')
  await text.click()
  await page.keyboard.press('Control+k')
  await expect(what(page)).toBeFocused()
  await expect(options(page).filter({ hasText: 'Zoeken en vervangen' })).toContainText('Ctrl + F')
  await expect(options(page).filter({ hasText: 'Ongedaan maken' })).toContainText('Ctrl + Z')
  await expectNoAxeFindings(page, 'besides the paper')
  // Other words find it too, folded.
  await page.keyboard.type('uitnodigen')
  await expect(options(page)).toHaveText([/^Leden/, /Zoek “uitnodigen” in het plan/])
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/plan/${planId}/leden$`))
})

test('Escape goes back to where one was; a comment is begun there', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const text = page.locator('[data-place="field/netwerk"] .ProseMirror')
  await text.click()
  await page.keyboard.press('Control+k')
  await expect(what(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(text).toBeFocused()
  // What is typed goes on in the text.
  await page.keyboard.press('Control+k')
  await what(page).fill('reageren op deze')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Uw reactie' })).toBeFocused()
})

test('with words selected Ctrl+K makes a link', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await page.locator('[data-place="field/netwerk"] .ProseMirror').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+Shift+ArrowRight')
  await expect.poll(() => page.evaluate(() => getSelection()?.toString().trim())).toBe('De')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(what(page)).toHaveCount(0)
})

test('words that are no action are looked for in the plan', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await page.keyboard.press('Control+k')
  await what(page).fill('veilig thuis')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Zoek in dit plan' })).toHaveValue('veilig thuis')
  await expect(page.locator('.find-bar__count')).toHaveText('1 van 1')
})

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
])
  test(`the menu leads to the actions and to ten things for one’s role, ${width} px`, async ({
    openAs,
    installation: { coordinator },
  }) => {
    const planId = await coordinator.createPlan(plan)
    const reader = await coordinator.inviteAndJoin(planId, {
      name: 'Rens Ottenkamp',
      email: `rens+${planId}@voorbeeld.nl`,
      role: 'reader',
      discipline: 'apothekers',
    })
    const screen = await PlanScreen.open(await openAs(reader, { width, height }), reader, planId)
    const { page } = screen
    await screen.choose('Opdrachten')
    await expect(what(page)).toBeFocused()
    // A reader writes and comments nowhere.
    await expect(
      options(page).filter({ hasText: /Ongedaan maken|Importeren|Reageren/ }),
    ).toHaveCount(0)
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/palette-${width}.png` })
    await what(page).fill('hulp')
    await page.keyboard.press('Enter')
    const help = page.getByRole('dialog', { name: 'De eerste tien dingen' })
    await expect(help.getByRole('heading', { level: 3 })).toHaveCount(10)
    await expect(help).toContainText('Vraag de coördinator van het plan')
    await expectNoAxeFindings(page, 'besides the paper')
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/help-${width}.png` })
  })
