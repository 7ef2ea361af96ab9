import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const shots = process.env['SHOTS']

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])
  test(`a plan is readable in the dark, ${width} px`, async ({
    openAs,
    installation: { coordinator },
  }) => {
    const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
    const page = await openAs(coordinator, { width, height })
    await page.emulateMedia({ colorScheme: 'dark' })
    await PlanScreen.open(page, coordinator, planId)
    const paper = page.locator('.paper')
    expect(await paper.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(28, 35, 41)',
    )
    await expectNoAxeFindings(page)
    if (shots !== undefined) await page.screenshot({ path: `${shots}/dark-${width}.png` })
    // On paper it is light, whatever the device is.
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    expect(await paper.evaluate((element) => getComputedStyle(element).color)).toBe(
      'rgb(27, 37, 48)',
    )
  })

test('a person chooses light or dark for a device', async ({
  openAs,
  installation: { coordinator },
}) => {
  const page = await openAs(coordinator)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${coordinator.url}/account`)
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await background()).toBe('rgb(245, 242, 235)')
  await page.getByRole('radio', { name: 'Donker' }).check({ force: true })
  await expect.poll(background).toBe('rgb(20, 25, 30)')
  await expectNoAxeFindings(page)
  await page.reload()
  await expect.poll(background).toBe('rgb(20, 25, 30)')
  await page.getByRole('radio', { name: 'Licht', exact: true }).check({ force: true })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(background).toBe('rgb(245, 242, 235)')
  await page.getByRole('radio', { name: 'Zoals het apparaat' }).check({ force: true })
  await expect.poll(background).toBe('rgb(20, 25, 30)')
})

test('printed, a plan has its title, and neither boxes nor toolbars', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const title = page.locator('.paper__print-name')
  await expect(title).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(title).toBeVisible()
  await expect(title).toContainText('Kraaienveen')
  for (const gone of ['.plan-header', '.paper__toolbar', '.outline', '.budget-bar', '.comments'])
    for (const element of await page.locator(gone).all()) await expect(element).toBeHidden()
  const edges = await page
    .locator('.section input, .section textarea, .section .select')
    .evaluateAll(
      (elements) =>
        elements
          .filter((element) => element.getClientRects().length > 0)
          .map((element) => getComputedStyle(element))
          .filter(
            ({ borderTopColor, borderTopWidth, appearance }) =>
              appearance !== 'auto' &&
              borderTopWidth !== '0px' &&
              borderTopColor !== 'rgba(0, 0, 0, 0)',
          ).length,
    )
  expect(edges).toBe(0)
  const buttons = await page
    .locator('main button')
    .evaluateAll((all) =>
      all
        .filter(
          (button) =>
            button.getClientRects().length > 0 && button.closest('.card-row__head') === null,
        )
        .map((button) => button.textContent?.trim().slice(0, 40)),
    )
  expect(buttons).toEqual([])
  if (shots !== undefined) await page.pdf({ path: `${shots}/print.pdf`, format: 'A4' })
})

test('with forced colours rings, the bar and what is pressed are still told apart', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const page = await openAs(coordinator)
  await page.emulateMedia({ forcedColors: 'active' })
  await PlanScreen.open(page, coordinator, planId)
  const ring = page.locator('.ring').first()
  expect(await ring.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain(
    'conic-gradient',
  )
  const parts = await page
    .locator('.split__bar > span')
    .evaluateAll((all) => new Set(all.map((one) => getComputedStyle(one).backgroundColor)).size)
  expect(parts).toBeGreaterThan(1)
  // The arrow of the browser's own control is the only one.
  expect(
    await page
      .locator('.select')
      .first()
      .evaluate((element) => getComputedStyle(element, '::after').display),
  ).toBe('none')
  const comments = page.getByRole('button', { name: /^Reacties/ }).first()
  await comments.click()
  expect(await comments.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
  if (shots !== undefined) await page.screenshot({ path: `${shots}/forced.png` })
})
