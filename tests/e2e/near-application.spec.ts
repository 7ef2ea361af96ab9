import { adoptApplication } from './support/adopted-application.ts'
import { openAgreement, press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

/** One application per neighbourhood and period: these are of one municipality, and of this test alone. */
const gemeente = 'Veenmeer'

test('Z3 an application with a similar name is asked about, one with the same name is refused', async ({
  installation: { coordinator },
  openAs,
}, info) => {
  const handedIn = await adoptApplication(coordinator, { wijk: 'Het Broekerveld', gemeente })
  await coordinator.json('POST', `/api/plans/${handedIn}/submission`, {
    recipient: 'De regio',
    handedInOn: '2026-02-02',
    isOnlyApplication: true,
  })
  const near = await adoptApplication(coordinator, { wijk: 'Broekerveld-Oost', gemeente })
  const page = await openAs(coordinator)
  await openAgreement(page, coordinator.url, near)
  const dialog = page.getByRole('dialog')
  const record = dialog.getByRole('button', { name: 'Vastleggen dat u heeft ingediend' })
  const openDialog = async () => {
    await press(page.getByRole('button', { name: 'Plan indienen' }))
    await dialog.getByRole('textbox', { name: 'Aan wie dient u in?' }).fill('De regio')
    await press(dialog.getByRole('checkbox', { name: /geen andere aanvraag/ }), 'Space')
  }
  await openDialog()
  await expect(dialog.getByRole('checkbox', { name: /andere wijk/ })).toHaveCount(0)
  await press(record)

  // The question names the other application, and nothing is recorded until somebody answers it.
  const other = dialog.getByRole('checkbox', { name: /andere wijk/ })
  await expect(other).not.toBeChecked()
  await expect(
    dialog.getByText(/‘Het Broekerveld’ in Veenmeer, ingediend op 2 februari/),
  ).toBeVisible()
  await expect(dialog.getByText(/wijk met een naam die hierop lijkt/)).toBeVisible()
  await expectNoAxeFindings(page)
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: info.outputPath(`near-${width}.png`) })
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await press(record)
  await expect(other).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Versie 1 vastgesteld' })).toHaveCount(1)

  // Cancelled and begun again: the question comes again, because its answer is part of what is recorded.
  await press(dialog.getByRole('button', { name: 'Annuleren' }))
  await openDialog()
  await press(record)
  await press(other, 'Space')
  await press(record)
  await expect(page.getByRole('heading', { name: 'Versie 1 ingediend' })).toBeVisible()

  // The same neighbourhood with another article is no question: it has an application, and the refusal says whose.
  const same = await adoptApplication(coordinator, { wijk: '’t Broekerveld', gemeente })
  await openAgreement(page, coordinator.url, same)
  await openDialog()
  await press(record)
  await expect(
    dialog.getByText(/al een aanvraag ingediend voor deze wijk en periode/),
  ).toBeVisible()
  await expect(other).toHaveCount(0)
  await expectNoAxeFindings(page)
})
