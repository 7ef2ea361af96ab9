import type { Page } from '@playwright/test'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const plan = {
  format: 'medrie-wijkplan',
  values: { ...values, team: 'Team Oost' },
  fields: { netwerk: 'De coördinator belt.' },
  tables: {
    themes: [{ id: 't1', title: 'Veilig thuis' }],
    budget: [{ id: 'b1', group: 'aanjagen', description: 'Overleg', amountCents: 10_000 }],
  },
}

const said = (page: Page) => page.getByTestId('announcer')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.className || '')

test('a commenter reaches single values with Tab and comments on them (2.1.1)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const partner = await coordinator.inviteAndJoin(planId, {
    name: 'Rens Ottenkamp',
    email: `rens+${planId}@voorbeeld.nl`,
    role: 'commenter',
    discipline: 'apothekers',
  })
  const { page } = await PlanScreen.open(await openAs(partner), partner, planId)
  await page.locator('[data-place="section/plangegevens"]').focus()
  const team = page.locator('[data-place="field/team"]')
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab')
    if (await team.evaluate((element) => element === document.activeElement)) break
  }
  await expect(team).toBeFocused()
  await page.keyboard.press('Control+Alt+m')
  await expect(page.getByRole('textbox', { name: 'Uw reactie' })).toBeFocused()
})

test('the focus stays in the threads after an answer and after closing one (2.4.3)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const threads: string[] = []
  for (const body of ['Eerste vraag', 'Tweede vraag'])
    threads.push(
      (
        await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
          target: { kind: 'field', field: 'netwerk' },
          body,
        })
      ).id,
    )
  const screen = await PlanScreen.open(
    await openAs(coordinator, { width: 1440, height: 900 }),
    coordinator,
    planId,
  )
  const { page } = screen
  await screen.showComments()
  const [first, second] = await page.locator('[data-thread-card]').all()
  if (first === undefined || second === undefined) throw new Error('no threads')
  await first.getByRole('button', { name: 'Beantwoorden' }).click()
  await page.getByRole('button', { name: 'Annuleren' }).click()
  await expect(first).toBeFocused()
  await first.getByRole('button', { name: 'Beantwoorden' }).click()
  await page.getByRole('textbox', { name: 'Uw antwoord' }).fill('Dank')
  await page.getByRole('button', { name: 'Versturen' }).click()
  await expect(first).toContainText('Dank')
  await expect(first).toBeFocused()
  const next = await second.getAttribute('id')
  await first.getByRole('button', { name: 'Afronden' }).click()
  await expect.poll(() => focused(page)).toBe(next)
  await page.locator(`#${next}`).getByRole('button', { name: 'Afronden' }).click()
  await expect(page.locator('.comments__title')).toBeFocused()
})

test('the way from the list to a plan and back leaves the focus at its heading (2.4.3)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const page = await openAs(coordinator)
  await page.goto(coordinator.url)
  await page.locator(`a[href="/plan/${planId}"]`).first().press('Enter')
  await expect(page.locator('h1.plan-header__title')).toBeFocused()
  await page.getByRole('link', { name: /naar uw plannen/ }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('an overwritten value, an answer and a closed thread are said, and nothing to anyone who asked for quiet (4.1.3)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor Bakker',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'editor',
    discipline: 'huisartsenzorg',
  })
  const mine = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  const theirs = await PlanScreen.open(await openAs(noor), noor, planId)
  const title = (screen: PlanScreen) => screen.cell('themes', 't1', 'title')
  await mine.fill(title(mine), 'Samen thuis')
  await expect(title(theirs)).toHaveValue('Samen thuis')
  await theirs.fill(title(theirs), 'Gezond oud')
  await expect(said(mine.page)).toContainText('aangepast door Noor Bakker, nu Gezond oud')

  const { id } = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/threads`, {
    target: { kind: 'field', field: 'netwerk' },
    body: 'Klopt dit?',
  })
  await mine.showComments()
  await expect(mine.page.locator('[data-thread-card]')).toHaveCount(1)
  await noor.json('POST', `/api/threads/${id}/comments`, { body: 'Ja hoor' })
  await expect(said(mine.page)).toContainText('Noor Bakker reageerde bij')
  await noor.json('PATCH', `/api/threads/${id}`, { resolved: true })
  await expect(said(mine.page)).toContainText('Noor Bakker rondde een reactie af')

  await mine.page.evaluate(() =>
    localStorage.setItem('wijktafel:settings', '{"announcements":"none"}'),
  )
  await mine.page.reload()
  await mine.expectSaved()
  await mine.fill(title(mine), 'Stil')
  await expect(title(theirs)).toHaveValue('Stil')
  await theirs.fill(title(theirs), 'Ook stil')
  await expect(title(mine)).toHaveValue('Ook stil')
  await expect(mine.page.locator('.cell__change').first()).toBeVisible()
  await expect(said(mine.page)).toHaveText('')
})

test('the skip link leads to the part that is in view on a phone (2.4.1)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { page } = await PlanScreen.open(
    await openAs(coordinator, { width: 390, height: 844 }),
    coordinator,
    planId,
  )
  const skip = page.getByRole('link', { name: 'Naar de inhoud' })
  const tabs = page.getByRole('navigation', { name: 'Delen van het scherm' })
  for (const [tab, part] of [
    ['Inhoud', '.outline'],
    ['Plan', 'main#inhoud'],
    ['Reacties', 'main.comments'],
  ] as const) {
    await tabs.getByRole('button', { name: tab }).click()
    await expect(page.locator(part)).toBeVisible()
    await skip.press('Enter')
    await expect(page.locator(part)).toBeFocused()
  }
})

test('the title of the window tells a plan, its year and a version apart (2.4.2)', async ({
  openAs,
  installation: { coordinator },
}) => {
  const planId = await coordinator.createPlan(plan)
  const { id } = await coordinator.json<{ id: string }>('POST', `/api/plans/${planId}/versions`, {
    name: 'Eerste',
  })
  const { page } = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
  await expect(page).toHaveTitle(/^Wijkplan/)
  await page.goto(`${coordinator.url}/plan/${planId}/jaar`)
  await expect(page).toHaveTitle(/^Jaar, Wijkplan/)
  await page.goto(`${coordinator.url}/plan/${planId}?versie=${id}`)
  await expect(page).toHaveTitle(/^Versie van Wijkplan/)
})
