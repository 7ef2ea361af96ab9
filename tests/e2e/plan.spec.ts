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
  const tag = name === 'broekerveld' ? ['@smoke'] : []
  test(`two people on one plan: ${name}`, { tag }, async ({
    installation: { coordinator },
    openAs,
  }) => {
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
