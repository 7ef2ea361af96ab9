import type { Page } from '@playwright/test'
import type { Thread } from '#shared/api/comments.ts'
import type { ApiClient } from '../support/api-client.ts'
import { ApiClient as Client } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { test as base, expect, type Installation, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** An installation with a real mail server beside it. */
const test = base.extend<object, { peer: SmtpPeer; installation: Installation }>({
  peer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const peer = await SmtpPeer.start()
      await use(peer)
      await peer.stop()
    },
    { scope: 'worker' },
  ],
  installation: [
    async ({ peer }, use) => {
      const server = await ServerProcess.start(peer.environment)
      const coordinator = await new Client(server.url).signIn(await server.firstLink())
      await coordinator.json('PATCH', '/api/me', {
        name: 'Élise de Waterhof-Brandt',
        email: 'elise@voorbeeld.nl',
      })
      await use({ server, coordinator })
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

/** Moves the focus to an element by keyboard and presses it. */
async function press(
  page: Page,
  role: 'button' | 'link' | 'radio',
  name: string | RegExp,
): Promise<void> {
  const target = page.getByRole(role, {
    name,
    exact: role === 'button' && typeof name === 'string',
  })
  await target.focus()
  await page.keyboard.press(role === 'radio' ? 'Space' : 'Enter')
}

test.describe('scenario B: two weeks of comments', () => {
  let planId = ''
  let noor: ApiClient
  let rens: ApiClient

  test.beforeEach(async ({ installation: { coordinator } }) => {
    planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      fields: { netwerk: 'Wij overleggen elke maand.' },
      tables: { themes: [{ id: 't1', title: 'Veilig thuis' }] },
    })
    noor = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'huisartsenzorg',
    })
    rens = await coordinator.inviteAndJoin(planId, {
      name: 'Rens Ottenkamp',
      email: `rens+${planId}@voorbeeld.nl`,
      role: 'commenter',
      discipline: 'apothekers',
    })
  })

  test('1, 9, 12: out for comments with mail, read along without an account, closed by the clock', {
    tag: '@long',
  }, async ({ openAs, installation, peer }) => {
    const { coordinator } = installation
    const desk = await openAs(coordinator)
    await desk.goto(`${coordinator.url}/plan/${planId}/consultatie`)
    await expect(desk.getByRole('heading', { name: 'Reacties vragen' })).toBeVisible()
    await expectNoAxeFindings(desk)
    await desk.getByLabel('Reageren kan tot', { exact: true }).fill('2000-01-01')
    await press(desk, 'button', 'Reacties vragen')
    await expect(desk.getByRole('link', { name: 'Kies een moment in de toekomst.' })).toBeVisible()
    const end = new Date(Date.now() + 14 * 24 * 60 * 60_000).toISOString().slice(0, 10)
    await desk.getByLabel('Reageren kan tot', { exact: true }).fill(end)
    await desk
      .getByLabel('Bericht bij de uitnodiging')
      .fill('Graag vooral naar het netwerk kijken.')
    await press(desk, 'button', 'Reacties vragen')
    await expect(
      desk.getByRole('heading', { name: /^Ter consultatie tot .* om 17\.00 uur$/ }),
    ).toBeVisible()
    await expect(desk.getByText('Nog niet gereageerd')).toHaveCount(2)

    // The mail and its link to the plan, where the answer takes one press.
    await expect.poll(() => peer.mails.length).toBe(2)
    const mail = peer.taken().find((one) => [one.to].flat()[0]?.text.startsWith('noor'))
    expect(mail?.subject).toContain('“Wijkplan Kraaienveen”: uw reactie gevraagd tot')
    const link = /http\S+\/plan\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    const reader = await openAs(noor, { width: 1024, height: 768 })
    await reader.goto(link)
    const card = reader.getByRole('region', { name: 'Ter consultatie' })
    await expect(card.getByText('Graag vooral naar het netwerk kijken.')).toBeVisible()
    await press(reader, 'button', 'Geen opmerkingen')
    await expect(card.getByText('U heeft laten weten dat u geen opmerkingen heeft.')).toBeVisible()
    await expect(card.getByText('1 van 2 mensen hebben gereageerd')).toBeVisible()
    await expectNoAxeFindings(reader, 'besides the paper')

    // A member on leave names a colleague, on a phone.
    const phone = await PlanScreen.open(
      await openAs(rens, { width: 390, height: 844 }),
      rens,
      planId,
    )
    await press(phone.page, 'button', 'Iemand anders laten reageren')
    await phone.page.getByLabel('Vervanger').selectOption('Noor van der Lindeweide')
    await expectNoAxeFindings(phone.page, 'besides the paper')
    await press(phone.page, 'button', 'Opslaan')
    await expect(card.getByText('U reageert ook namens Rens Ottenkamp.')).toBeVisible()
    await expect(
      phone.page.getByText('Noor van der Lindeweide heeft namens u gereageerd.'),
    ).toBeVisible()

    // A reading link for the practices: it shows the text of the opening, until it is revoked.
    await desk.getByLabel('Voor wie is de link?').fill('Vier praktijken')
    await press(desk, 'button', 'Leeslink maken')
    const url = await desk.getByLabel('Leeslink', { exact: true }).inputValue()
    await expectNoAxeFindings(desk)
    const stranger = await openAs(new Client(coordinator.url), { width: 390, height: 844 })
    const asked: string[] = []
    stranger.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await stranger.goto(url)
    await expect(stranger.getByText('Wij overleggen elke maand.')).toBeVisible()
    expect(
      asked.filter((path) => path.startsWith('/api/') && !path.startsWith('/api/read/')),
    ).toEqual([])
    await expectNoAxeFindings(stranger)
    await press(desk, 'button', 'Leeslink intrekken: Vier praktijken')
    await press(desk, 'button', 'Leeslink intrekken')
    await expect(desk.getByText('Er zijn nog geen leeslinks.')).toBeVisible()
    await stranger.reload()
    await expect(
      stranger.getByRole('heading', { name: 'Deze leeslink werkt niet meer' }),
    ).toBeVisible()
    await expectNoAxeFindings(stranger)

    // A comment that was written offline just before the deadline, and arrives after it.
    await phone.cut()
    await phone
      .row('themes', 't1')
      .getByRole('button', { name: /^Acties voor/ })
      .click()
    await phone.page.getByRole('menuitem', { name: 'Reageren' }).click()
    await phone.page.getByRole('textbox', { name: 'Uw reactie' }).fill('Nog net op tijd.')
    await phone.page.getByRole('button', { name: 'Plaatsen' }).click()
    await coordinator.json('PATCH', `/api/plans/${planId}/consultation`, {
      deadline: new Date(Date.now() + 1500).toISOString(),
    })
    await expect(reader.locator('.plan-header__status')).toHaveText('Concept')
    await expect(card).toHaveCount(0)
    await phone.mend()
    const late = reader.getByRole('article').filter({ hasText: 'Nog net op tijd.' })
    await reader.getByRole('button', { name: /^Reacties/ }).click()
    await expect(late.getByText('Na sluiting ontvangen', { exact: true })).toBeVisible()
    await expectNoAxeFindings(reader, 'besides the paper')
  })

  test('7: a link in a mail leads to its thread; how often mail comes is chosen, and can be ended without signing in', {
    tag: '@long',
  }, async ({ openAs, installation, peer }) => {
    const { coordinator } = installation
    for (let i = 0; i < 3; i++)
      await coordinator.json('POST', `/api/plans/${planId}/threads`, {
        target: { kind: 'plan' },
        body: `Vraag ${i}`,
      })
    const done = await coordinator.json<Thread>('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: 'Deze bedoel ik',
    })
    await coordinator.json('PATCH', `/api/threads/${done.id}`, { resolved: true })
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const page = await openAs(noor, size)
      await page.goto(`${noor.url}/plan/${planId}?reactie=${done.id}`)
      await expect(page.getByRole('article').filter({ hasText: 'Deze bedoel ik' })).toBeFocused()
      await expect(page).toHaveURL(`${noor.url}/plan/${planId}`)
    }

    const page = await openAs(noor)
    await page.goto(noor.url)
    await page.getByRole('button', { name: /^Account van/ }).click()
    await page.getByRole('menuitem', { name: 'Mail over plannen' }).click()
    await expect(page.getByRole('radio', { name: 'Direct' })).toBeChecked()
    await press(page, 'radio', 'Wekelijks')
    await expect(page.getByText('Uw keuze is bewaard.')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.reload()
    await expect(page.getByRole('radio', { name: 'Wekelijks' })).toBeChecked()

    peer.taken()
    await coordinator.json('POST', `/api/plans/${planId}/consultation`, {
      deadline: new Date(Date.now() + 14 * 24 * 60 * 60_000).toISOString(),
    })
    await expect.poll(() => peer.mails.length).toBe(2)
    const mail = peer.taken().find((one) => [one.to].flat()[0]?.text.startsWith('noor'))
    const leave = /http\S+\/afmelden\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    const stranger = await openAs(new Client(noor.url), { width: 390, height: 844 })
    await stranger.goto(leave)
    await expect(
      stranger.getByRole('heading', { name: 'Geen mail over plannen meer?' }),
    ).toBeVisible()
    await expectNoAxeFindings(stranger)
    expect(await noor.json('GET', '/api/me/mail')).toMatchObject({ rhythm: 'weekly' })
    await press(stranger, 'button', 'Geen mail meer')
    await expect(
      stranger.getByRole('heading', { name: 'U krijgt geen mail over plannen meer' }),
    ).toBeFocused()
    expect(await noor.json('GET', '/api/me/mail')).toMatchObject({ rhythm: 'none' })
  })
})
