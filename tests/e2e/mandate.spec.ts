import type { Page } from '@playwright/test'
import type { Agreement } from '#shared/api/agreement.ts'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

/** Ilse ter Braakhuis, fysiotherapeut, answers for the paramedici, with the mandate of four organisations. */
const broekerveld = examplePlan('broekerveld')

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const [device, size] of Object.entries({
  'on a desktop': { width: 1440, height: 900 },
  'on a phone': { width: 390, height: 844 },
})) {
  test(`nobody signs with the mandate of another person: Ilse Brink is not Ilse ter Braakhuis, ${device}`, async ({
    installation: { coordinator, server },
    openAs,
  }, info) => {
    const planId = await coordinator.createPlan(broekerveld)
    const brink = await coordinator.inviteAndJoin(planId, {
      name: 'Ilse Brink',
      email: `ilse.brink+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'paramedici',
    })
    const [page, ilse] = [await openAs(coordinator, size), await openAs(brink, size)]

    // Before presenting, the coordinator sees whose answer would record nothing but a name.
    await page.goto(`${server.url}/plan/${planId}/akkoord`)
    await expect(page.getByText(/Niet gekoppeld aan een persoon in het plan/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Ter akkoord voorleggen' }).press('Enter')
    const dialog = page.getByRole('dialog')
    const asked = dialog.getByRole('region', { name: 'Aan wie u akkoord vraagt' })
    await expect(asked.getByText(/tekent zonder functie, organisatie of mandaat/)).toBeVisible()
    // The other four have nobody yet: said in one sentence, and named here.
    await expect(asked.getByText(/Voor 4 partijen kan nog niemand antwoorden/)).toBeVisible()
    await asked
      .getByLabel('Wie antwoordt voor Huisartsenzorg?')
      .selectOption({ label: 'Élise de Waterhof-Brandt' })
    await expect(asked.getByText(/Voor 3 partijen kan nog niemand antwoorden/)).toBeVisible()
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('present.png') })
    await dialog.getByRole('button', { name: 'Versie maken en akkoord vragen' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Versie 1 ter akkoord' })).toBeVisible()
    // No mail here, and nothing that says so: the message is there to be sent.
    await expect(page.getByRole('heading', { name: 'Wie nu antwoordt' })).toBeFocused()
    await expect(
      page.getByLabel('Bericht voor Ilse Brink, Paramedici', { exact: true }),
    ).toHaveValue(/ligt ter akkoord.*\/plan\/.*\/akkoord/s)
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('asked.png'), fullPage: true })

    // She can sign only as herself.
    await ilse.goto(`${server.url}/plan/${planId}/akkoord`)
    await ilse.getByRole('button', { name: 'Antwoorden voor Paramedici' }).press('Enter')
    await expect(
      ilse
        .getByRole('dialog')
        .getByText(
          'U tekent als Ilse Brink, voor Paramedici. Er wordt geen functie, organisatie of mandaat vastgelegd.',
        ),
    ).toBeVisible()
    await expectNoAxeFindings(ilse)
    await ilse.screenshot({ path: info.outputPath('signing-unlinked.png') })

    // While she reads, the coordinator links her to the wrong person; she can't sign that statement unread.
    await page.goto(`${server.url}/plan/${planId}/leden`)
    await page.getByRole('button', { name: 'Kiezen wie Ilse Brink in het plan is' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Koppelen' }).press('Enter')
    await expect(page.getByRole('dialog').getByText('Kies een persoon.')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.screenshot({ path: info.outputPath('link-dialog.png') })
    await page.getByLabel('Persoon in het plan').selectOption('m4')
    await page.getByRole('dialog').getByRole('button', { name: 'Koppelen' }).press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(page.getByText('Ilse ter Braakhuis, fysiotherapeut')).toBeVisible()
    await expectNoAxeFindings(page)
    expect(await overflow(page)).toBe(0)
    await page.screenshot({ path: info.outputPath('members.png'), fullPage: true })
    await expect(
      ilse
        .getByRole('dialog')
        .getByText(/U tekent als Ilse Brink \(in het plan: Ilse ter Braakhuis\), fysiotherapeut/),
    ).toBeVisible()
    await ilse.screenshot({ path: info.outputPath('signing-linked.png') })
    await ilse.getByRole('button', { name: 'Dit klopt niet' }).press('Enter')
    await ilse.getByRole('dialog').getByLabel('Namens').fill('twee praktijken')
    await expect(ilse.getByRole('dialog').getByText(/namens twee praktijken/)).toBeVisible()
    await expect(ilse.getByText(/U verbeterde dit zelf/)).toBeVisible()
    await expectNoAxeFindings(ilse)
    await ilse.screenshot({ path: info.outputPath('signing-corrected.png') })

    // The link is corrected; then she answers under her own name.
    await page.getByRole('button', { name: 'Meer over Ilse Brink' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Wie is dit in het plan?' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Losmaken' }).press('Enter')
    await expect(page.getByText('△ Nog niet gekoppeld').first()).toBeVisible()
    await expect(
      ilse.getByRole('dialog').getByText(/^U tekent als Ilse Brink, voor Paramedici/),
    ).toBeVisible()
    await ilse.getByRole('radio', { name: 'Akkoord', exact: true }).press('Space')
    await ilse
      .getByRole('dialog')
      .getByRole('button', { name: 'Antwoord vastleggen' })
      .press('Enter')
    await expect(ilse.getByRole('dialog')).toBeHidden()
    await expect(ilse.getByText(/ingelogd: /).first()).toBeVisible()
    await expectNoAxeFindings(ilse)
    expect(await overflow(ilse)).toBe(0)
    await ilse.screenshot({ path: info.outputPath('answered.png'), fullPage: true })
    const { answers } = await coordinator.json<Agreement>('GET', `/api/plans/${planId}/agreement`)
    expect(answers).toMatchObject([
      {
        by: { name: 'Ilse Brink' },
        seat: 'paramedici',
        position: '',
        organisation: '',
        onBehalfOf: '',
        level: '',
        person: null,
      },
    ])
  })
}

test('a member says who they are in the plan; everyone sees that they said so themself', async ({
  installation: { coordinator, server },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan(broekerveld)
  const rens = await coordinator.inviteAndJoin(planId, {
    name: 'R. Ottenkamp',
    email: `rens.zelf+${planId}@voorbeeld.nl`,
    role: 'editor',
    discipline: 'apothekers',
  })
  const phone = await openAs(rens, { width: 390, height: 844 })
  await phone.goto(`${server.url}/plan/${planId}/leden`)
  await expect(phone.getByRole('button', { name: /^Kiezen wie/ })).toHaveCount(1)
  await phone.getByRole('button', { name: 'Kiezen wie u in het plan bent' }).press('Enter')
  await phone.getByLabel('Persoon in het plan').selectOption('m3')
  await phone.getByRole('dialog').getByRole('button', { name: 'Koppelen' }).press('Enter')
  await expect(phone.getByText('Zelf gekoppeld')).toBeVisible()
  await expectNoAxeFindings(phone)
  await phone.screenshot({ path: info.outputPath('self-linked.png'), fullPage: true })
  // Only a coordinator links to another person; members may remove their own link.
  await phone.getByRole('button', { name: 'Meer over R. Ottenkamp' }).press('Enter')
  await phone.getByRole('menuitem', { name: 'Wie bent u in het plan?' }).press('Enter')
  await expect(phone.getByLabel('Persoon in het plan')).toHaveCount(0)
  await expect(phone.getByRole('button', { name: 'Losmaken' })).toBeVisible()
  await phone.getByRole('button', { name: 'Annuleren' }).press('Enter')

  const page = await openAs(coordinator)
  await page.goto(`${server.url}/plan/${planId}/leden`)
  await expect(page.getByText('Zelf gekoppeld')).toBeVisible()
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await expectNoAxeFindings(page)
    expect(await overflow(page)).toBe(0)
    await page.screenshot({ path: info.outputPath(`to-confirm-${width}.png`), fullPage: true })
  }
  await page.getByRole('button', { name: 'Koppeling van R. Ottenkamp bevestigen' }).press('Enter')
  await expect(page.getByText('Zelf gekoppeld')).toHaveCount(0)
  await expectNoAxeFindings(page)
})
