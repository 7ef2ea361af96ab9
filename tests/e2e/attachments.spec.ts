import { pdfOf, pngOf } from '../support/picture-files.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const plan = {
  format: 'medrie-wijkplan',
  values,
  tables: { budget: [{ id: 'zaal', group: 'overig', description: 'Zaalhuur' }] },
}

test('proof of a cost is added at its line, opened by a reader, and removed', {
  tag: ['@smoke'],
}, async ({ installation: { coordinator }, openAs }) => {
  const planId = await coordinator.createPlan(plan)
  const reader = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'reader',
    discipline: 'huisartsenzorg',
  })
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const theirs = await PlanScreen.open(await openAs(reader), reader, planId)
  const row = page.locator('[data-row="zaal"]').first()
  await row.getByRole('button', { name: /^Acties voor/ }).click()
  await page.getByRole('menuitem', { name: 'Bijlagen' }).click()
  const dialog = page.getByRole('dialog', { name: /^Bijlagen bij/ })
  await expect(dialog).toContainText('Hier staan nog geen bijlagen.')
  await expectNoAxeFindings(page)
  const choose = async (file: { name: string; mimeType: string; buffer: Buffer }) => {
    const choosing = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: 'Bijlage toevoegen' }).click()
    await (await choosing).setFiles([file])
  }
  await choose({ name: 'Factuur zaal.pdf', mimeType: 'application/pdf', buffer: pdfOf() })
  await expect(dialog.getByRole('link', { name: 'Factuur zaal.pdf' })).toBeVisible()
  await expect(dialog.getByRole('status')).toContainText([
    '“Factuur zaal.pdf” staat bij de bijlagen.',
  ])
  await choose({ name: 'tekening.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
  await expect(dialog.getByRole('alert')).toContainText('“tekening.svg” is niet toegevoegd.')
  await expectNoAxeFindings(page)

  const shown = theirs.page.getByRole('button', { name: /^1 bijlage bij/ })
  await shown.first().click()
  const theirDialog = theirs.page.getByRole('dialog', { name: /^Bijlagen bij/ })
  const downloading = theirs.page.waitForEvent('download')
  await theirDialog.getByRole('link', { name: 'Factuur zaal.pdf' }).click()
  expect((await downloading).suggestedFilename()).toBe('Factuur zaal.pdf')
  await expect(theirDialog.getByRole('button', { name: 'Bijlage toevoegen' })).toBeHidden()

  await dialog.getByRole('button', { name: 'Factuur zaal.pdf verwijderen' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Verwijderen' }).click()
  await expect(dialog).toContainText('Hier staan nog geen bijlagen.')
  await expect(theirDialog).toContainText('Hier staan nog geen bijlagen.')
})

test('a section has attachments too, without a connection the screen says so, and the archive has them', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await page
    .getByRole('button', { name: /^Bijlage toevoegen bij het onderdeel/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: /^Bijlagen bij/ })
  const choosing = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Bijlage toevoegen' }).click()
  await (await choosing).setFiles([
    { name: 'kaart.png', mimeType: 'image/png', buffer: pngOf() },
    { name: 'offerte.pdf', mimeType: 'application/pdf', buffer: pdfOf() },
  ])
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  const zip = await page.request.get(`${coordinator.url}/api/plans/${planId}/export.zip`)
  const names = (await zip.body()).toString('latin1')
  for (const name of ['bijlagen.csv', 'bijlagen/001 kaart.png', 'bijlagen/002 offerte.pdf'])
    expect(names).toContain(name)
  await page.context().setOffline(true)
  const again = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Bijlage toevoegen' }).click()
  await (await again).setFiles([
    { name: 'later.pdf', mimeType: 'application/pdf', buffer: pdfOf() },
  ])
  await expect(dialog.getByRole('alert')).toContainText('“later.pdf” is niet toegevoegd.')
})
