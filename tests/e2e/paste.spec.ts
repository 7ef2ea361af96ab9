import type { Page } from '@playwright/test'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** Puts content on the real clipboard, as another program does, with its HTML as it is. */
async function copyElsewhere(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((given) => {
    document.addEventListener(
      'copy',
      (event) => {
        for (const [type, text] of Object.entries(given)) event.clipboardData?.setData(type, text)
        event.preventDefault()
        event.stopImmediatePropagation()
      },
      { once: true, capture: true },
    )
  }, texts)
  await page.keyboard.press('Control+c')
}

const budget = {
  format: 'hecht-wijkverband',
  values,
  tables: {
    budget: [
      { id: 'a', group: 'aanjagen' },
      { id: 'b', group: 'aanjagen', description: 'Drukwerk', amountCents: 12_000 },
      { id: 'c', group: 'implementatie', description: 'Zaal', amountCents: 5_000 },
    ],
  },
}

const excel = (rows: readonly (readonly string[])[]) => ({
  'text/plain': `${rows.map((cells) => cells.join('\t')).join('\r\n')}\r\n`,
  'text/html': `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`,
})

test('a range of Excel fills the cells and rows from where the user stands, shows first what it replaces, and is one step for undo', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(budget)
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const rows = async () =>
    (await coordinator.content(planId)).tables['budget']?.map(
      ({ group, description, quantityHundredths, rateCents, amountCents }) => [
        group,
        description,
        quantityHundredths,
        rateCents,
        amountCents,
      ],
    )
  const before = await rows()
  await screen.cell('budget', 'a', 'description').click()
  await copyElsewhere(
    page,
    excel([
      ['Overleg', '12,5', '€ 86,00', '€ 1.075,00'],
      ['Drukwerk', 'nvt', 'nvt', '€ 240,-'],
      ['Reiskosten', '', '', '12.50'],
    ]),
  )
  await page.keyboard.press('Control+v')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('3 ')
  await expect(dialog.locator('del')).toHaveText(/120,00/)
  await expect(dialog).toContainText('Bij 1 cel staat waarom die niet gelezen is')
  await expectNoAxeFindings(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(await rows()).toEqual(before)

  await expect(screen.cell('budget', 'a', 'description')).toBeFocused()
  await page.keyboard.press('Control+v')
  await dialog.getByRole('button', { name: 'Plakken', exact: true }).press('Enter')
  await expect(
    page.getByRole('status').filter({ hasText: 'geplakt, waarvan 1 nieuw' }),
  ).toContainText('regel 3')
  await expect(screen.cell('budget', 'a', 'description')).toBeFocused()
  await screen.expectSaved()
  await expect.poll(rows).toEqual([
    ['aanjagen', 'Overleg', 1250, 8600, 107_500],
    ['aanjagen', 'Drukwerk', 'nvt', 'nvt', 24_000],
    ['aanjagen', 'Reiskosten', null, null, null],
    ['implementatie', 'Zaal', 'nvt', 'nvt', 5_000],
  ])
  await page.keyboard.press('Control+z')
  await expect.poll(rows).toEqual(before)
})

test('into empty cells without a question; a single value stays an ordinary paste; another user sees one change', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(budget)
  const [mine, theirs] = await Promise.all([
    openAs(coordinator).then((page) => PlanScreen.open(page, coordinator, planId)),
    openAs(coordinator).then((page) => PlanScreen.open(page, coordinator, planId)),
  ])
  const { page } = mine
  await mine.cell('budget', 'a', 'description').click()
  await copyElsewhere(page, {
    'text/plain': 'Overleg 1075,00\r\n',
    'text/html': '<table><tr><td>Overleg 1075,00</td></tr></table>',
  })
  await page.keyboard.press('Control+v')
  await expect(mine.cell('budget', 'a', 'description')).toHaveValue(/^Overleg 1075,00 ?$/)
  await page.keyboard.press('Escape')

  await copyElsewhere(page, excel([['Overleg', '2', '10']]))
  await page.keyboard.press('Control+v')
  await expect(theirs.cell('budget', 'a', 'rateCents')).toHaveValue(/10,00/)
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(mine.cell('budget', 'a', 'description')).toHaveValue('Overleg')
})

test('a list of names becomes a card for each name, or one text when that was meant', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({
    format: 'hecht-wijkverband',
    values,
    tables: { people: [{ id: 'p', name: '' }] },
  })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const names = async () =>
    (await coordinator.content(planId)).tables['people']?.map(({ name }) => name)
  await screen.cell('people', 'p', 'name').click()
  await copyElsewhere(page, { 'text/plain': 'Élise de Waal\nAhmed Yilmaz\nNoor Dekker' })
  await page.keyboard.press('Control+v')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Plakken', exact: true }).click()
  await expect.poll(names).toEqual(['Élise de Waal', 'Ahmed Yilmaz', 'Noor Dekker'])
  await page.keyboard.press('Control+z')
  await expect.poll(names).toEqual([null])

  await screen.cell('people', 'p', 'name').click()
  await page.keyboard.press('Control+v')
  await dialog.getByRole('button', { name: 'Als één tekst plakken' }).click()
  await expect(screen.cell('people', 'p', 'name')).toHaveValue(
    'Élise de Waal Ahmed Yilmaz Noor Dekker',
  )
})

test('chosen cells are copied as a spreadsheet takes them, pasted elsewhere, and emptied in one step', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({
    ...budget,
    tables: {
      budget: [
        {
          id: 'a',
          group: 'aanjagen',
          description: '=Overleg',
          quantityHundredths: 1250,
          rateCents: 8600,
        },
        { id: 'b', group: 'aanjagen', description: 'Drukwerk', amountCents: 124_000 },
        { id: 'c', group: 'aanjagen' },
        { id: 'd', group: 'aanjagen' },
      ],
    },
  })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const rows = async () => (await coordinator.content(planId)).tables['budget'] ?? []
  await page.evaluate(() => {
    document.addEventListener('copy', (event) => {
      ;(globalThis as { copied?: unknown }).copied = {
        text: event.clipboardData?.getData('text/plain'),
        html: event.clipboardData?.getData('text/html'),
      }
    })
  })
  await screen.cell('budget', 'a', 'description').click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+ArrowDown')
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByTestId('announcer')).toContainText('2 rijen en 4 kolommen gekozen')
  await expect(page.locator('[data-chosen]')).toHaveCount(8)
  await page.keyboard.press('Control+c')
  await expect(page.getByTestId('announcer')).toContainText('gekopieerd')
  const copied = await page.evaluate(
    () => (globalThis as { copied?: { text: string; html: string } }).copied,
  )
  expect(copied?.text).toBe("'=Overleg\t12,5\t86,00\t1075,00\r\nDrukwerk\tnvt\tnvt\t1240,00")
  expect(copied?.html).toContain('x:num="1075"')

  await screen.cell('budget', 'c', 'description').click()
  await expect(page.locator('[data-chosen]')).toHaveCount(0)
  await page.keyboard.press('Control+v')
  await expect
    .poll(async () => (await rows()).slice(2))
    .toMatchObject([
      { description: '=Overleg', quantityHundredths: 1250, amountCents: 107_500 },
      { description: 'Drukwerk', quantityHundredths: 'nvt', amountCents: 124_000 },
    ])

  const before = await rows()
  await screen.cell('budget', 'c', 'description').click()
  await screen.cell('budget', 'd', 'amountCents').click({ modifiers: ['Shift'] })
  await page.keyboard.press('Delete')
  await expect
    .poll(async () => (await rows()).slice(2))
    .toMatchObject([
      { description: null, quantityHundredths: null, rateCents: null },
      { description: null, quantityHundredths: 'nvt', amountCents: null },
    ])
  await page.keyboard.press('Control+z')
  await expect.poll(rows).toEqual(before)
})
