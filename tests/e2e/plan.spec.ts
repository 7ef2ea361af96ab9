import { readFileSync } from 'node:fs'
import JSZip from 'jszip'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const formats = [
  {
    name: 'broekerveld',
    field: 'ondersteuning',
    total: '€\u00a015.257,20',
    line: 'r06',
    plusOneHour: '€\u00a015.332,20',
    hours: '14,5',
  },
  {
    name: 'kraaienveen',
    field: 'netwerk',
    total: '€\u00a019.222,60',
    line: 'r04',
    plusOneHour: '€\u00a019.297,60',
    hours: '43,5',
  },
  {
    name: 'meerpalen',
    field: 'doelen',
    total: '€\u00a024.144,27',
    line: 'r01',
    plusOneHour: '€\u00a024.248,52',
    hours: '26',
  },
] as const

for (const { name, field, total, line, plusOneHour, hours } of formats) {
  test(`two people on one plan: ${name}`, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(examplePlan(name))
    const rens = await coordinator.inviteAndJoin(planId, {
      name: 'Rens Ottenkamp',
      email: `rens+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'apothekers',
    })
    const desk = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
    const tablet = await PlanScreen.open(
      await openAs(rens, { width: 1024, height: 768 }),
      rens,
      planId,
    )
    await expect(desk.total).toContainText(total)
    await desk.typeAtEnd(desk.field(field), ' Van de een.')
    await expect(tablet.field(field)).toContainText('Van de een.')
    await tablet.fill(tablet.cell('budget', line, 'quantityHundredths'), hours)
    for (const screen of [desk, tablet]) await expect(screen.total).toContainText(plusOneHour)
    await expect(desk.page.getByText('aangepast door Rens').first()).toBeVisible()
    // The place of another user: an outline and a name at the cell.
    await tablet.cell('budget', line, 'rateCents').focus()
    await expect(desk.row('budget', line).getByText('Rens')).toHaveCount(2)
    await expectNoAxeFindings(desk.page)
    await Promise.all([desk.expectSaved(), tablet.expectSaved()])
  })
}

test('a new plan of each form opens empty, on a phone as well, without axe findings', {
  tag: '@long',
}, async ({ installation: { coordinator }, openAs }) => {
  for (const format of ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan']) {
    const planId = await coordinator.createPlan({ format, values })
    const page = await openAs(coordinator)
    await PlanScreen.open(page, coordinator, planId)
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size)
      await expectNoAxeFindings(page)
      // Nothing overflows the width of a phone.
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBeLessThanOrEqual(0)
    }
  }
})

test('guidance stands beside the field, to the letter, and is no content', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const section = screen.page
    .locator('section', { hasText: 'Wat vind je belangrijk in de samenwerking?' })
    .last()
  await section.getByText('Toelichting bij dit onderdeel').first().click()
  await expect(
    section.getByText('Wat zijn de gezamenlijke uitgangspunten en waarden?').first(),
  ).toBeVisible()
  expect(JSON.stringify((await coordinator.content(planId)).fields)).not.toContain(
    'uitgangspunten en waarden',
  )
})

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

test('keyboard only: a budget line is added, filled, moved and removed, and undone', async ({
  installation: { coordinator },
  openAs,
}) => {
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
  await expect(page.getByText('afwijkend van standaard € 75,00').first()).toBeAttached()
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

test('a reader reads everything and can change nothing; the screen says why', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('broekerveld'))
  const karim = await coordinator.inviteAndJoin(planId, {
    name: 'Karim Lezer',
    email: `karim+${planId}@voorbeeld.nl`,
    role: 'reader',
  })
  const page = await openAs(karim)
  const screen = await PlanScreen.open(page, karim, planId)
  await expect(screen.total).toContainText('€\u00a015.257,20')
  await expect(page.getByText(/U leest dit plan als lezer/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /toevoegen/ })).toHaveCount(0)
  await screen.field('ondersteuning').click()
  await page.keyboard.type('mag niet')
  await expect(screen.field('ondersteuning')).not.toContainText('mag niet')
  await expectNoAxeFindings(page)
})

test('a role that changes takes effect on the open screen within a second, without a reload', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('broekerveld'))
  const ilse = await coordinator.inviteAndJoin(planId, {
    name: 'Ilse ter Braakhuis',
    email: `ilse+${planId}@voorbeeld.nl`,
    role: 'editor',
    discipline: 'paramedici',
  })
  const page = await openAs(ilse)
  await PlanScreen.open(page, ilse, planId)
  await expect(page.getByRole('button', { name: /toevoegen/ }).first()).toBeVisible()
  await coordinator.json('PATCH', `/api/plans/${planId}/members/${await ilse.userId()}`, {
    role: 'reader',
  })
  await expect(page.getByRole('button', { name: /toevoegen/ })).toHaveCount(0)
  await coordinator.json('DELETE', `/api/plans/${planId}/members/${await ilse.userId()}`)
  await expect(page.getByText(/geen toegang/i).first()).toBeVisible()
  await expectNoAxeFindings(page)
})

test('takes files home that hold what was just typed', { tag: '@long' }, async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await screen.typeAtEnd(screen.field('netwerk'), ' Laatste zin voor de export.')
  await screen.page.getByRole('button', { name: 'Exporteren' }).click()
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

test('the browser reports no error on any page: policy, scripts, network', async ({
  installation: { server, coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const page = await openAs(coordinator)
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(server.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await PlanScreen.open(page, coordinator, planId)
  expect(errors).toEqual([])
})
