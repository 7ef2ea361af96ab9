import type { Agreement } from '#shared/api/agreement.ts'
import { examplePlan } from '../support/example-plan.ts'
import { openAgreement, press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { chooseInMenu, PlanScreen } from './support/plan-screen.ts'

const medrie = { ...values, wijk: 'Kraaienveen-Noord' }

test('A1, M7: whose a requirement is, the choice of a coordinator, and adopting without a seat', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  await coordinator.json('POST', `/api/plans/${planId}/presentations`, {})
  const page = await openAs(coordinator)
  await openAgreement(page, coordinator.url, planId)
  const summary = page.getByText('Wat is verplicht, en van wie is die eis?')
  await press(summary)
  await expect(page.getByRole('heading', { name: 'Eisen van ons' })).toBeVisible()
  const akkoord = page.getByRole('checkbox', { name: /^Verplicht: .*akkoord/i })
  await expect(akkoord).not.toBeChecked()
  await press(akkoord, 'Space')
  await expect(akkoord).toBeChecked()
  await expect(page.getByText(/Gekozen door Élise de Waterhof-Brandt/)).toBeVisible()
  await expectNoAxeFindings(page)
  // Required now, so nobody adopts without the missing seats.
  const adopt = page.getByRole('button', { name: 'Vaststellen zonder alle akkoorden…' })
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(adopt).toHaveCount(0)
  await press(summary)
  await press(akkoord, 'Space')
  await expect(akkoord).not.toBeChecked()
  await page.reload()
  await press(adopt)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^Nog geen akkoord van: /)).toBeVisible()
  await press(dialog.getByRole('button', { name: 'Vaststellen', exact: true }))
  await expect(dialog.getByText('Geef een reden.')).toBeVisible()
  await expectNoAxeFindings(page)
  await dialog.getByRole('textbox').fill('Besloten in het overleg van 12 januari.')
  await press(dialog.getByRole('button', { name: 'Vaststellen', exact: true }))
  await expect(page.getByRole('heading', { name: 'Versie 1 vastgesteld' })).toBeVisible()
  const { adoptedWithout } = await coordinator.json<Agreement>(
    'GET',
    `/api/plans/${planId}/agreement`,
  )
  expect(adoptedWithout?.reason).toBe('Besloten in het overleg van 12 januari.')
  await page.goto(`${coordinator.url}/plan/${planId}/logboek`)
  await expect(page.getByText(/maakte de eis ‘.*’ verplicht voor dit plan/).first()).toBeVisible()
})

test('marks what is not in the form, and fills a text from the people, who may leave again', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({
    format: 'medrie-wijkplan',
    values: medrie,
    tables: {
      people: [
        { id: 'm1', name: 'Noor van der Lindeweide', position: 'huisarts', coreTeam: 'ja' },
        { id: 'm2', name: 'Rens Ottenkamp', position: 'apotheker', coreTeam: 'ja' },
      ],
      themes: [{ id: 't1', title: 'Veilig thuis' }],
    },
  })
  const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const { page } = screen
  await expect(page.getByText('niet in het formulier', { exact: true }).first()).toBeVisible()
  await expect(
    page.getByText(/^Nog niet in deze tekst: Noor .* en Rens Ottenkamp\.$/),
  ).toBeVisible()
  await press(page.getByRole('button', { name: 'Aanvullen uit Personen' }))
  await expect(screen.field('leden')).toContainText('Rens Ottenkamp, apotheker')
  await expect(page.getByText(/^Nog niet in deze tekst/)).toHaveCount(0)
  await screen
    .row('people', 'm2')
    .getByRole('button', { name: /^Acties voor/ })
    .click()
  await page.getByRole('menuitem', { name: /verwijderen/i }).click()
  await expect(
    page.getByText(
      'Nog wel in deze tekst, maar niet meer in het team bij Personen: Rens Ottenkamp.',
    ),
  ).toBeVisible()
  await expectNoAxeFindings(page, 'besides the paper')
})

test('one list of a plan is a file of its own, chosen in the dialog', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('broekerveld'))
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await chooseInMenu(page, 'Exporteren')
  const dialog = page.getByRole('dialog')
  await press(dialog.getByRole('button', { name: 'Meer soorten' }))
  await press(dialog.getByRole('radio', { name: /\.csv/ }), 'Space')
  const list = dialog.getByLabel('Het plan of één lijst?')
  await list.selectOption({ label: 'Lijst: Andere financiering' })
  await expectNoAxeFindings(page, 'besides the paper')
  const download = page.waitForEvent('download')
  await press(dialog.getByRole('button', { name: /downloaden \(\.csv\)$/ }))
  expect((await download).suggestedFilename()).toMatch(/financiering.*\.csv$/)
})
