import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

test('a begun comment and a begun reply are there after a reload, and gone after signing out', async ({
  installation: { coordinator },
  openAs,
}) => {
  const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
  const noor = await coordinator.inviteAndJoin(planId, {
    name: 'Noor Dekker',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'commenter',
  })
  const page = await openAs(noor, { width: 1440, height: 900 })
  await PlanScreen.open(page, noor, planId)
  const panel = page.locator('.comments')
  const box = panel.getByRole('textbox', { name: 'Uw reactie' })
  const whole = panel.getByRole('button', { name: 'Op het hele plan' })
  // The panel is open from the start only if there is something in it.
  if (!(await panel.isVisible()))
    await page.getByRole('button', { name: /^Reacties(?! verbergen)/ }).click()
  await whole.click()
  await box.fill('Wie belt de huisarts?')
  await page.reload()

  const notice = page.getByRole('region', { name: 'Meldingen' })
  await expect(notice).toContainText('U begon een reactie en verstuurde die niet.')
  await expect(panel.getByRole('region', { name: 'Begonnen reacties' })).toContainText('Wie belt')
  await notice.getByRole('button', { name: 'Verder schrijven' }).click()
  await expect(box).toHaveValue('Wie belt de huisarts?')
  await panel.getByRole('button', { name: 'Plaatsen' }).click()
  const thread = panel.getByRole('article').filter({ hasText: 'Wie belt de huisarts?' })
  await expect(thread).toBeVisible()

  await thread.getByRole('button', { name: 'Beantwoorden' }).click()
  const reply = panel.getByRole('textbox', { name: 'Uw antwoord' })
  await reply.fill('Ik denk de wijkverpleging')
  await page.reload()
  await expect(reply).toHaveValue('Ik denk de wijkverpleging')
  // What is placed leaves nothing behind.
  await expect(panel.getByRole('region', { name: 'Begonnen reacties' })).toBeHidden()

  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':begun:')))
  expect(await kept()).toHaveLength(1)
  await page.goto(`${noor.url}/`)
  await page.getByRole('button', { name: /Noor Dekker/ }).click()
  await page.getByRole('menuitem', { name: 'Uitloggen' }).click()
  await page.getByRole('button', { name: 'Toch uitloggen' }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect(await kept()).toEqual([])
})
