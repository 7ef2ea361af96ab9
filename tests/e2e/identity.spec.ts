import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const plan = { format: 'medrie-wijkplan', values, fields: { netwerk: 'Drie praktijken.' } }

test('AU3 OF6 signing out in one tab is seen in the other, and what was saved leaves the device', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(plan)
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const page = await openAs(noor)
  const screen = await PlanScreen.open(page, noor, planId)
  await screen.typeAtEnd(screen.field('netwerk'), ' En een apotheek.')
  await screen.expectSaved()

  const other = await page.context().newPage()
  await other.goto(noor.url)
  await other.getByRole('button', { name: /Account van Noor/ }).click()
  await other.getByRole('menuitem', { name: 'Uitloggen' }).click()
  // Without mail and without a passkey the user can't sign in again by themselves.
  await expectNoAxeFindings(other)
  await other.getByRole('button', { name: 'Toch uitloggen' }).click()
  await other.waitForURL(/sign-in/)

  await expect(page.getByRole('heading', { level: 1, name: 'Inloggen' })).toBeVisible()
  await expect(page.getByText('Opgeslagen', { exact: false })).toHaveCount(0)
  expect(page.url()).toContain(encodeURIComponent(planId))
  await expect
    .poll(() =>
      page.evaluate(async () => [
        ...Object.keys(localStorage).filter((key) => /:(known|kept|rescue):/.test(key)),
        ...(await indexedDB.databases())
          .map(({ name = '' }) => name)
          .filter((name) => name.includes(':plan:')),
      ]),
    )
    .toEqual([])
})

test('AU3 OF7 work that was not sent stays when the session ends elsewhere, and goes on at once by a newer link', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(plan)
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor2+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const page = await openAs(noor)
  const screen = await PlanScreen.open(page, noor, planId)
  await screen.expectSaved()
  const { url } = await coordinator.json<{ url: string }>(
    'POST',
    `/api/plans/${planId}/members/${await noor.userId()}/sign-in-link`,
  )
  const other = await page.context().newPage()
  await other.goto(url)
  await expect(other.getByRole('heading', { level: 1, name: 'Welkom terug' })).toBeVisible()
  await expectNoAxeFindings(other)
  // The connection of the first tab is closed with 4401, and continues for the same user.
  const continued = page.waitForEvent('websocket')
  await other.getByRole('button', { name: 'Inloggen als Noor van der Lindeweide' }).click()
  await expect(other.getByText('U bent ingelogd met een link die')).toBeVisible()
  await continued
  await screen.expectSaved()
  await screen.typeAtEnd(screen.field('netwerk'), ' Na de nieuwe link.')
  await screen.expectSaved()
  await expect
    .poll(async () => JSON.stringify((await coordinator.content(planId)).fields['netwerk']))
    .toContain('Na de nieuwe link.')
})

test('a coordinator makes a sign-in link for a member, by keyboard too', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(plan)
  await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor3+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const page = await openAs(coordinator)
  await page.goto(`${coordinator.url}/plan/${planId}/leden`)
  await page.getByRole('button', { name: 'Meer over Noor van der Lindeweide' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Inloglink maken…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Hij opent alleen plannen waarvan u coördinator bent.')
  await expectNoAxeFindings(page)
  await dialog.getByRole('button', { name: 'Inloglink maken' }).press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Inloglink' })).toHaveValue(/\/sign-in\?token=/)
  await expectNoAxeFindings(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('an invitation leads someone who has an account to signing in, and back', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan(plan)
  const email = `noor4+${planId}@voorbeeld.nl`
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email,
    role: 'editor',
  })
  const further = await coordinator.createPlan(plan)
  const { url } = await coordinator.json<{ url: string }>('POST', `/api/plans/${further}/invites`, {
    role: 'reader',
    email,
  })
  const page = await openAs(noor)
  await page.context().clearCookies()
  await page.goto(url)
  await page.getByLabel('Uw naam').fill('Noor')
  await page.getByRole('button', { name: 'Meedoen' }).click()
  await expect(page.getByText('Met dit e-mailadres bestaat al een account').first()).toBeVisible()
  await expectNoAxeFindings(page)
  await page.getByRole('link', { name: 'Eerst inloggen' }).click()
  await page.waitForURL(/sign-in\?return=%2Finvite/)
})
