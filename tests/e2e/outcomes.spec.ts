import type { Agreement } from '#shared/api/agreement.ts'
import { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { openAgreement, press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'

test('R8: what was adopted is shared by a link, read on a desk, on a phone and in print, and revoked', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(examplePlan('meerpalen'))
  const desk = await openAs(coordinator)
  await openAgreement(desk, coordinator.url, planId)
  await expect(desk.getByRole('heading', { name: 'Logboek' })).toBeVisible()
  await expect(desk.getByRole('heading', { name: 'Uitkomsten delen' })).toHaveCount(0)
  const { current } = await coordinator.json<Agreement>(
    'POST',
    `/api/plans/${planId}/presentations`,
    {},
  )
  await coordinator.json('POST', `/api/plans/${planId}/adoption`, {
    versionId: current?.versionId,
    reason: 'Besloten in het overleg van 12 januari.',
  })

  await desk.reload()
  const card = desk.getByRole('region', { name: 'Uitkomsten delen' })
  await expect(
    card.getByText(/^Wie een link heeft, leest nu versie 1, vastgesteld op/),
  ).toBeVisible()
  await press(card.getByRole('button', { name: 'Link maken' }))
  await expect(card.getByRole('link', { name: 'Vul in voor wie de link is.' })).toBeVisible()
  await card.getByLabel('Voor wie is de link?').fill('Alle huisartsen in het gebied')
  await press(card.getByRole('button', { name: 'Link maken' }))
  await expect(card.getByRole('heading', { name: 'De link is klaar' })).toBeFocused()
  const url = await card.getByLabel('Link naar de uitkomsten', { exact: true }).inputValue()
  await expectNoAxeFindings(desk)

  for (const width of [1440, 390]) {
    const stranger = await openAs(new ApiClient(coordinator.url), { width, height: 900 })
    const asked: string[] = []
    stranger.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const answer = await stranger.goto(url)
    expect(answer?.headers()['x-robots-tag']).toBe('noindex')
    await expect(stranger.getByRole('heading', { level: 1 })).toContainText('Meerpalen')
    await expect(
      stranger.getByText(/^Dit is de openbare versie van het plan: versie 1, vastgesteld op/),
    ).toBeVisible()
    expect(
      asked.filter((path) => path.startsWith('/api/') && !path.startsWith('/api/outcomes/')),
    ).toEqual([])
    await expectNoAxeFindings(stranger)
    // Nothing runs off the side of a phone; wide tables scroll by themselves.
    expect(
      await stranger.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true)
    await stranger.emulateMedia({ media: 'print' })
    await expect(stranger.getByRole('button', { name: 'Afdrukken' })).toBeHidden()
    await expect(stranger.getByRole('banner')).toBeHidden()
  }

  const stranger = await openAs(new ApiClient(coordinator.url), { width: 390, height: 844 })
  await coordinator.json('PATCH', `/api/plans/${planId}`, { status: 'concept' })
  await stranger.goto(url)
  await expect(
    stranger.getByRole('heading', { name: 'Er is nu geen vastgestelde versie' }),
  ).toBeVisible()
  await expectNoAxeFindings(stranger)

  await press(card.getByRole('button', { name: 'Link intrekken: Alle huisartsen in het gebied' }))
  await press(desk.getByRole('button', { name: 'Link intrekken', exact: true }))
  await expect(desk.getByRole('status').getByText('De link is ingetrokken.')).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByRole('heading', { name: 'Deze link werkt niet meer' })).toBeVisible()
  await expectNoAxeFindings(stranger)
})
