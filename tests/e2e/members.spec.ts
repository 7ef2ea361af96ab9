import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

const broekerveld = examplePlan('broekerveld')

test('members, invitations and people of the plan are one list, at every width', async ({
  installation: { server, coordinator },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan(broekerveld)
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor.lijst+${planId}@voorbeeld.nl`,
    role: 'editor',
    discipline: 'huisartsenzorg',
  })
  await coordinator.inviteAndJoin(planId, {
    name: 'Wim de Bewoner',
    email: `wim.lijst+${planId}@voorbeeld.nl`,
    role: 'commenter',
    discipline: 'inwoners',
  })
  await coordinator.json('POST', `/api/plans/${planId}/invites`, {
    role: 'reader',
    name: 'Gerda Postma',
    email: `gerda+${planId}@voorbeeld.nl`,
  })
  await noor.json('GET', `/api/plans/${planId}`)

  const page = await openAs(coordinator)
  await page.goto(`${server.url}/plan/${planId}/leden`)
  const list = page.getByRole('list', { name: 'Wie meedoet' })
  const rowOf = (name: string) => list.getByRole('listitem').filter({ hasText: name })
  await expect(page.getByText('3 leden, 1 uitnodiging staat open')).toBeVisible()
  await expect(rowOf('Noor van der Lindeweide').getByText('vandaag')).toBeVisible()
  await expect(rowOf('Wim de Bewoner').getByText('Laatst hier: nog niet')).toBeVisible()
  await expect(rowOf('Gerda Postma').getByText(/niet gemaild/)).toBeVisible()
  await expect(rowOf('Ilse ter Braakhuis').getByText('Geen lid')).toBeVisible()
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await expectNoAxeFindings(page)
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(await overflow()).toBeLessThanOrEqual(0)
    await page.screenshot({ path: info.outputPath(`members-${width}.png`), fullPage: true })
  }

  // Filters, by keyboard, and a search without accents.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: /^Uitgenodigd 1/ }).press('Enter')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: /^Iedereen/ }).press('Enter')
  await page.getByLabel('Zoek op naam of e-mailadres').fill('LINDEWEIDE noor')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('status').getByText('1 persoon gevonden')).toBeAttached()
  await page.getByLabel('Zoek op naam of e-mailadres').fill('bestaat niet')
  await expect(page.getByText('Niemand gevonden met ‘bestaat niet’.')).toBeVisible()
  await expectNoAxeFindings(page)
  await page.getByRole('button', { name: 'Iedereen tonen' }).press('Enter')

  // A person of the plan goes into the invitation form, linked to their row.
  await rowOf('Ilse ter Braakhuis')
    .getByRole('button', { name: /^Uitnodigen/ })
    .press('Enter')
  await expect(page.getByLabel('Namen of e-mailadressen')).toBeFocused()
  await expect(page.getByLabel('Namen of e-mailadressen')).toHaveValue('Ilse ter Braakhuis')
  await expect(page.getByLabel('Wie is Ilse ter Braakhuis in het plan?')).toHaveValue('m4')
  await page.getByRole('button', { name: '1 uitnodiging maken' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'De uitnodiging is klaar' })).toBeFocused()
  await expect(rowOf('Ilse ter Braakhuis').getByText(/^uitgenodigd/)).toBeVisible()
  await expect(page.getByText('3 leden, 2 uitnodigingen staan open')).toBeVisible()

  // The role that one is about to lose.
  await page.getByRole('button', { name: 'Meer over Élise de Waterhof-Brandt' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Rol en discipline…' }).press('Enter')
  await page.getByLabel('Rol', { exact: true }).selectOption('editor')
  await expect(page.getByText('U kunt daarna niemand meer uitnodigen')).toBeVisible()
  await page.getByRole('button', { name: 'Geen coördinator meer zijn' }).press('Enter')
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('coördinator')
  await expectNoAxeFindings(page)
  await page.screenshot({ path: info.outputPath('last-coordinator.png') })
  await page.getByRole('button', { name: 'Annuleren' }).press('Enter')
  await expect(
    page.getByRole('button', { name: 'Meer over Élise de Waterhof-Brandt' }),
  ).toBeFocused()

  // A member sees who takes part, and when they were here themself alone.
  const phone = await openAs(noor, { width: 390, height: 844 })
  await phone.goto(`${server.url}/plan/${planId}/leden`)
  await expect(phone.getByText('Laatst hier: nu')).toBeVisible()
  await expect(phone.getByText('Laatst hier: nog niet')).toHaveCount(0)
  await expect(phone.getByRole('button', { name: /^Uitnodigen/ })).toHaveCount(0)
  await expectNoAxeFindings(phone)
  await phone.screenshot({ path: info.outputPath('member-390.png'), fullPage: true })
})

test('the list says what to do when it can not be loaded, and stays when a refresh fails', async ({
  installation: { server, coordinator },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan(broekerveld)
  const page = await openAs(coordinator, { width: 390, height: 844 })
  const address = `**/api/plans/${planId}/`
  await page.route(`${address}invites`, (route) => route.fulfill({ status: 503, json: {} }))
  await page.goto(`${server.url}/plan/${planId}/leden`)
  const list = page.getByRole('list', { name: 'Wie meedoet' })
  await expect(list.getByText('Élise de Waterhof-Brandt')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Opnieuw proberen' })).toBeVisible()
  await expectNoAxeFindings(page)
  await page.screenshot({ path: info.outputPath('no-invitations.png'), fullPage: true })
  await page.unroute(`${address}invites`)
  await page.getByRole('button', { name: 'Opnieuw proberen' }).click()
  await expect(page.getByRole('button', { name: 'Opnieuw proberen' })).toHaveCount(0)
})
