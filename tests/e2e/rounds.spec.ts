import { readFileSync } from 'node:fs'
import type { Agreement } from '#shared/api/agreement.ts'
import { examplePlan } from '../support/example-plan.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const broekerveld = examplePlan('broekerveld')
const disciplines = [
  'huisartsenzorg',
  'wijkverpleging',
  'apothekers',
  'paramedici',
  'sociaal-domein',
] as const

test('a round that is called off is asked about no more; what is agreed on at last is followed by another plan', async ({
  installation: { coordinator, server },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan(broekerveld)
  const people = await Promise.all(
    disciplines.map((discipline) =>
      coordinator.inviteAndJoin(planId, {
        name: `Ronde ${discipline}`,
        email: `ronde.${discipline}+${planId}@voorbeeld.nl`,
        role: 'editor',
        discipline,
      }),
    ),
  )
  const [page, phone] = [
    await openAs(coordinator),
    await openAs(people[1] ?? coordinator, { width: 390, height: 844 }),
  ]
  await coordinator.json('POST', `/api/plans/${planId}/presentations`, {})
  for (const screen of [page, phone]) {
    await screen.goto(`${server.url}/plan/${planId}/akkoord`)
    await expect(screen.getByRole('heading', { name: 'Versie 1 ter akkoord' })).toBeVisible()
  }
  await expect(phone.getByRole('button', { name: 'Antwoorden voor Wijkverpleging' })).toBeVisible()
  await expect(phone.getByRole('button', { name: 'Ronde intrekken…' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Ronde intrekken…' }).press('Enter')
  await page.screenshot({ path: info.outputPath('recall.png') })
  await expectNoAxeFindings(page)
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: 'Ronde intrekken' })
    .press('Enter')
  for (const screen of [page, phone]) {
    await expect(screen.getByRole('heading', { name: 'Akkoord op het plan' })).toBeVisible()
    await expect(
      screen.getByRole('button', { name: 'Antwoorden voor Wijkverpleging' }),
    ).toHaveCount(0)
  }
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.screenshot({ path: info.outputPath('recalled.png') })

  await page.getByRole('button', { name: 'Ter akkoord voorleggen' }).press('Enter')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Versie maken en akkoord vragen' })
    .press('Enter')
  await expect(phone.getByRole('heading', { name: 'Versie 2 ter akkoord' })).toBeVisible()
  for (const person of people) {
    const { current, seats } = await person.json<Agreement>('GET', `/api/plans/${planId}/agreement`)
    for (const { id } of seats.filter(
      ({ canAnswer, standing }) => canAnswer && standing.kind === 'waiting',
    )) {
      await person.json('POST', `/api/versions/${current?.versionId}/approvals`, {
        discipline: id,
        verdict: 'agreed',
      })
    }
  }
  await expect(page.getByRole('heading', { name: 'Versie 2 vastgesteld' })).toBeVisible()

  const nextId = await coordinator.createPlan({
    ...broekerveld,
    values: { ...broekerveld.values, wijk: 'Broekerveld vervolg' },
  })
  const { title } = await coordinator.json<{ title: string }>('GET', `/api/plans/${nextId}`)
  await page.getByRole('button', { name: 'Plan beëindigen…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^Het wordt vervangen/ }).press('Space')
  await dialog.getByRole('button', { name: 'Vervangen door een ander plan' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Nog niet alles is goed ingevuld' })).toBeFocused()
  await expectNoAxeFindings(page)
  await dialog.getByLabel('Welk plan komt hiervoor in de plaats?').selectOption(nextId)
  await page.screenshot({ path: info.outputPath('superseded.png') })
  await dialog.getByRole('button', { name: 'Vervangen door een ander plan' }).press('Enter')
  for (const screen of [page, phone])
    await expect(screen.getByRole('heading', { name: 'Versie 2 vervangen' })).toBeVisible()
  await expect(page.getByRole('link', { name: title })).toBeVisible()
})

test('a user who returns to a plan sees the remarks since; to one that ended, why nothing is taken any more, and takes a copy along', async ({
  installation: { coordinator },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan(broekerveld)
  const writer = await coordinator.inviteAndJoin(planId, {
    name: 'Noor Verwegen',
    email: `noor.verwegen+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const screen = await PlanScreen.open(
    await openAs(writer, { width: 390, height: 844 }),
    writer,
    planId,
  )
  await screen.cut()
  await screen.field('gewensteSituatie').click()
  await screen.page.keyboard.type('Onderweg getypt. ')
  await coordinator.json('POST', `/api/plans/${planId}/threads`, {
    target: { kind: 'plan' },
    body: 'Dit gaat niet door.',
  })
  await coordinator.json('POST', `/api/plans/${planId}/ending`, {
    kind: 'expired',
    reason: 'De aanvraag is ingetrokken.',
  })
  await screen.mend()
  await expect(
    screen.page.getByRole('alert').filter({ hasText: /vervallen of vervangen/ }),
  ).toBeVisible({ timeout: 60_000 })
  await expect(screen.page.getByText('Reden: De aanvraag is ingetrokken.')).toBeVisible()
  await expect(screen.page.getByRole('button', { name: /^Reacties 1/ })).toBeVisible()
  await screen.page.screenshot({ path: info.outputPath('ended-meanwhile.png') })
  const download = screen.page.waitForEvent('download')
  await screen.page.getByRole('button', { name: 'Reservekopie downloaden' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('Onderweg getypt.')
  await expectNoAxeFindings(screen.page)
})
