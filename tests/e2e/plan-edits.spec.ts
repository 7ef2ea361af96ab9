import { readFileSync } from 'node:fs'
import JSZip from 'jszip'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

test('typing in an empty text, with bold and a list, by keyboard', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await screen.field('ondersteuning').click()
  const { keyboard } = screen.page
  await keyboard.type('Wij vragen ')
  await keyboard.press('Control+b')
  await keyboard.type('hulp')
  await keyboard.press('Control+b')
  await keyboard.press('Enter')
  await keyboard.type('- een wijkprofiel')
  await keyboard.press('Enter')
  await keyboard.type('twee dagdelen')
  await screen.expectSaved()
  await expect
    .poll(async () => (await coordinator.content(planId)).fields['ondersteuning'])
    .toMatchObject({
      content: [
        {
          type: 'paragraph',
          content: [{ text: 'Wij vragen ' }, { text: 'hulp', marks: [{ type: 'bold' }] }],
        },
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [{ type: 'paragraph', content: [{ text: 'een wijkprofiel' }] }],
            },
            { type: 'listItem', content: [{ content: [{ text: 'twee dagdelen' }] }] },
          ],
        },
      ],
    })
})

test('keyboard only: a budget line is added, filled, moved and removed, and undone', {
  tag: '@smoke',
}, async ({ installation: { coordinator }, openAs }) => {
  const planId = await coordinator.createPlan({
    format: 'hecht-wijkverband',
    values,
    tables: {
      budget: [
        {
          id: 'a',
          group: 'aanjagen',
          description: 'Eerste regel',
          quantityHundredths: 100,
          rateCents: 7500,
        },
      ],
    },
  })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  const rows = page.locator('[data-place^="row/budget/"]')
  await screen.cell('budget', 'a', 'description').focus()
  await page.keyboard.press('Control+Enter')
  await expect(rows).toHaveCount(2)
  await page.keyboard.type('Tweede regel')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2,5')
  await page.keyboard.press('Tab')
  await page.keyboard.type('80')
  await page.keyboard.press('Enter')
  await expect(screen.total).toContainText('€\u00a0275,00')
  await expect(
    page.getByText('wijkt af van het standaardtarief van € 75,00').first(),
  ).toBeAttached()
  const second = (await rows.nth(1).getAttribute('data-row')) ?? ''
  await screen.cell('budget', second, 'quantityHundredths').focus()
  await page.keyboard.press('ArrowUp')
  await expect(screen.cell('budget', 'a', 'quantityHundredths')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(rows.first()).toHaveAttribute('data-row', second)
  await expect(screen.cell('budget', second, 'quantityHundredths')).toBeFocused()
  await page.keyboard.press('Control+Shift+Backspace')
  await expect(rows).toHaveCount(1)
  // The focus is not lost.
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await page.getByRole('button', { name: 'Ongedaan maken' }).last().click()
  await expect(rows).toHaveCount(2)
  await expect(screen.total).toContainText('€\u00a0275,00')
})

test('Rijnmond: income of ION patients, the 10.000 rule and the balance follow at once', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('meerpalen'))
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await expect(screen.total).toContainText('€\u00a028.398,72')
  await expect(screen.total).toContainText('€\u00a04.254,45')
  const [first] = (await coordinator.content(planId)).tables['income'] ?? []
  const cell = screen.cell('income', first?.id ?? '', 'ionPatients')
  // domain 4.5 step 1: 463 gives 9.999, 464 gives 10.000.
  await screen.fill(cell, '463')
  await expect(
    screen.page
      .getByText(/9\.999/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await screen.fill(cell, '464')
  await expect(screen.page.getByText(/9\.999/)).toHaveCount(0)
})

test('takes files home that hold what was just typed', { tag: '@long' }, async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await screen.typeAtEnd(screen.field('netwerk'), ' Laatste zin voor de export.')
  await screen.choose('Exporteren')
  const dialog = screen.page.getByRole('dialog')
  await expectNoAxeFindings(screen.page)
  const take = async (button: string) => {
    const [download] = await Promise.all([
      screen.page.waitForEvent('download'),
      dialog.getByRole('button', { name: button }).click(),
    ])
    await expect(dialog.getByRole('status')).toContainText(`Klaar: ${download.suggestedFilename()}`)
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
  }

  // Three kinds first, the rest on request; the button is on the screen of a small laptop and of a phone.
  await expect(dialog.getByRole('radio')).toHaveCount(3)
  await dialog.getByRole('button', { name: 'Meer soorten' }).click()
  await expect.poll(() => dialog.getByRole('radio').count()).toBeGreaterThan(5)
  for (const [width, height] of [
    [390, 844],
    [1366, 768],
  ] as const) {
    await screen.page.setViewportSize({ width, height })
    await expect(dialog.getByRole('button', { name: 'Word downloaden (.docx)' })).toBeInViewport({
      ratio: 1,
    })
  }
  const word = await take('Word downloaden (.docx)')
  expect(word.name).toBe('wijkplan-kraaienveen-2026-2027-concept.docx')
  const xml =
    (await (await JSZip.loadAsync(word.bytes)).file('word/document.xml')?.async('string')) ?? ''
  expect(xml).toContain('Laatste zin voor de export.')
  expect(xml).toContain('19.222,60')
  await expect(
    dialog.getByRole('button', {
      name: /^Nog een keer: wijkplan-kraaienveen.*\.docx \(Word, \d+ kB\)$/,
    }),
  ).toBeVisible()
})

test('leaving is warned about only while something is not saved', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const page = await openAs(coordinator)
  const screen = await PlanScreen.open(page, coordinator, planId)
  const isWarned = () =>
    page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
  await screen.typeAtEnd(screen.field('ondersteuning'), 'veilig')
  await screen.expectSaved()
  expect(await isWarned()).toBe(false)
  await screen.cut()
  await screen.typeAtEnd(screen.field('ondersteuning'), ' nog niet')
  await expect.poll(isWarned).toBe(true)
  await screen.mend()
  await screen.expectSaved()
  await expect.poll(isWarned).toBe(false)
})
