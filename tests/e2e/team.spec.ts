import { errorTable } from '#shared/errors.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const people = {
  people: [
    { id: 'r-ilse', name: 'Ilse ter Braakhuis', position: 'fysiotherapeut' },
    { id: 'r-rens', name: 'Rens Ottenkamp', position: 'apotheker' },
  ],
}
type Made = { invites: { name: string; personRow: string | null }[] }

test('a team is invited at once: who is whom, a message for each, and who came', async ({
  installation: { server, coordinator },
  openAs,
  browser,
}) => {
  const planId = await coordinator.createPlan({
    format: 'hecht-wijkverband',
    values,
    tables: people,
  })
  await coordinator.inviteAndJoin(planId, {
    name: 'Noor van der Lindeweide',
    email: `noor+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const page = await openAs(coordinator)
  await page.goto(`${server.url}/plan/${planId}/leden`)
  const box = page.getByLabel('Namen of e-mailadressen')
  await page.getByRole('button', { name: 'Uitnodigingen maken' }).click()
  await expect(page.getByText('Vul een naam of een e-mailadres in.')).toBeVisible()
  await box.fill(
    `Marieke Tol, m.tol+${planId}@voorbeeld.nl\nGerda Postma\nnoor+${planId}@voorbeeld.nl\nrens@`,
  )
  await page.getByRole('button', { name: '2 uitnodigingen maken' }).click()
  await expect(page.getByText('Dit is geen e-mailadres: rens@')).toBeVisible()
  await box.fill(
    `Marieke Tol, m.tol+${planId}@voorbeeld.nl\nGerda Postma\nnoor+${planId}@voorbeeld.nl`,
  )
  await page.getByRole('button', { name: 'Uitnodigen: Ilse ter Braakhuis' }).press('Enter')
  await expect(box).toBeFocused()
  // A member is not invited again, but helped in.
  const invited = page.getByRole('list', { name: 'Wie u uitnodigt' })
  await expect(invited.getByText('Doet al mee als Noor van der Lindeweide')).toBeVisible()
  await expect(
    invited.getByRole('button', { name: 'Inloglink voor Noor van der Lindeweide maken' }),
  ).toBeVisible()
  // Chosen from the plan, so known by hand; a name that someone typed is not.
  await expect(page.getByLabel('Wie is Ilse ter Braakhuis in het plan?')).toHaveValue('r-ilse')
  await expect(page.getByLabel('Wie is Gerda Postma in het plan?')).toHaveValue('')
  await page.getByLabel('Rol van Gerda Postma').selectOption('commenter')
  await page.getByLabel('Discipline van Marieke Tol').selectOption('apothekers')
  await expectNoAxeFindings(page)
  await page.getByRole('button', { name: '3 uitnodigingen maken' }).click()
  await expect(page.getByRole('heading', { name: '3 uitnodigingen zijn klaar' })).toBeFocused()
  const message = page.getByLabel('Bericht voor Marieke Tol', { exact: true })
  await expect(message).toHaveValue(/Kernteamlid, Apothekers/)
  await expectNoAxeFindings(page)

  const ilse = await page
    .getByLabel('Bericht voor Ilse ter Braakhuis', { exact: true })
    .inputValue()
  const link = /http\S+/.exec(ilse)?.[0] ?? ''
  const guest = await (
    await browser.newContext({ viewport: { width: 390, height: 844 } })
  ).newPage()
  await guest.goto(link)
  await expect(guest.getByLabel('Uw naam')).toHaveValue('Ilse ter Braakhuis')
  await guest.getByLabel('Uw naam').fill('Ilse Brink')
  await guest.getByLabel('E-mailadres').fill(`ilse+${planId}@voorbeeld.nl`)
  await guest.getByRole('button', { name: 'Meedoen' }).click()
  await guest.waitForURL(/welkom/)
  await guest.context().close()

  await page.reload()
  const list = page.getByRole('list', { name: 'Wie meedoet' })
  const ofIlse = list.getByRole('listitem').filter({ hasText: 'Ilse Brink' })
  await expect(ofIlse.getByText('uitgenodigd als Ilse ter Braakhuis')).toBeVisible()
  await expect(ofIlse.getByText('Ilse ter Braakhuis, fysiotherapeut')).toBeVisible()
  await list.getByRole('button', { name: 'Opnieuw uitnodigen: Gerda Postma' }).click()
  await expect(
    page.getByRole('dialog').getByLabel('Bericht voor Gerda Postma', { exact: true }),
  ).toHaveValue(/\/invite\?token=/)
  await expectNoAxeFindings(page)
  await page.getByRole('button', { name: 'Klaar' }).click()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoAxeFindings(page)
  await list.getByRole('button', { name: 'Meer over Gerda Postma' }).click()
  await page.getByRole('menuitem', { name: 'Uitnodiging intrekken…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Intrekken' }).click()
  await expect(list.getByText('Gerda Postma')).toHaveCount(0)
  const { invites } = await coordinator.json<Made>('GET', `/api/plans/${planId}/invites`)
  expect(invites.map(({ name }) => name)).toEqual(['Marieke Tol'])
})

test('a person of the plan is a member by choice alone; a member says "dit ben ik", and leaves', async ({
  installation: { server, coordinator },
  openAs,
}, info) => {
  const planId = await coordinator.createPlan({
    format: 'hecht-wijkverband',
    values,
    tables: people,
  })
  const rens = await coordinator.inviteAndJoin(planId, {
    // The same name says nothing.
    name: 'Rens Ottenkamp',
    email: `rens+${planId}@voorbeeld.nl`,
    role: 'editor',
  })
  const [desk, phone] = [await openAs(coordinator), await openAs(rens, { width: 390, height: 844 })]
  for (const page of [desk, phone]) {
    await PlanScreen.openAllCards(page, planId)
    await page.goto(`${server.url}/plan/${planId}`)
  }
  const choice = desk.getByLabel('Welk lid is Rens Ottenkamp?')
  await expect(choice).toHaveValue('')
  await phone.getByRole('button', { name: 'Dit ben ik: Rens Ottenkamp' }).press('Enter')
  await expect(
    phone.getByText('Lid van dit plan: Rens Ottenkamp (koppelde zichzelf)'),
  ).toBeVisible()
  await expectNoAxeFindings(phone)
  await phone.getByText('Lid van dit plan').scrollIntoViewIfNeeded()
  await phone.screenshot({ path: info.outputPath('self-390.png') })
  // The other screen follows, and a coordinator chooses for anyone.
  await expect(choice).toHaveValue(await rens.userId())
  await desk.getByLabel('Welk lid is Ilse ter Braakhuis?').selectOption({ index: 1 })
  await expect(desk.getByText('Gekoppeld aan Ilse ter Braakhuis.')).toBeVisible()
  await expectNoAxeFindings(desk)
  await choice.scrollIntoViewIfNeeded()
  await desk.screenshot({ path: info.outputPath('desk.png') })

  await phone.goto(server.url)
  await phone.getByRole('button', { name: /^Meer over/ }).press('Enter')
  await phone.getByRole('menuitem', { name: 'Plan verlaten…' }).press('Enter')
  await expectNoAxeFindings(phone)
  await phone.getByRole('button', { name: 'Plan verlaten' }).press('Enter')
  await expect(phone.getByText('U heeft nog geen plan')).toBeVisible()
})

test('after making a plan one is asked to invite; without mail one reads whom to ask for a way in', async ({
  installation: { server, coordinator },
  openAs,
  browser,
}) => {
  const page = await openAs(coordinator, { width: 390, height: 844 })
  await page.goto(`${server.url}/nieuw`)
  await page.locator('label').filter({ hasText: 'Rijnmond Dokters' }).click()
  await page.locator('#wijk').fill('De Bogen')
  await page.locator('#team').fill('WSV De Bogen')
  await page.getByRole('button', { name: 'Plan maken' }).click()
  await expect(page.getByText('Uw plan is gemaakt.')).toBeVisible()
  await expectNoAxeFindings(page, 'besides the paper')
  await page.getByRole('link', { name: 'Nu uitnodigen' }).click()
  await expect(page.getByLabel('Namen of e-mailadressen')).toBeVisible()

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const guest = await context.newPage()
  await guest.goto(`${server.url}/sign-in`)
  await guest.getByLabel('E-mailadres').fill('noor@voorbeeld.nl')
  await guest.getByRole('button', { name: 'Inloglink vragen aan uw coördinator' }).click()
  await expect(guest.getByLabel('Bericht aan de coördinator', { exact: true })).toHaveValue(
    /noor@voorbeeld\.nl/,
  )
  await expectNoAxeFindings(guest)
  await context.close()
})

for (const width of [1440, 390])
  test(`a coordinator who would leave last is told what to do first, at ${width} px`, async ({
    installation: { server, coordinator },
    openAs,
  }) => {
    const first = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const lies = await coordinator.inviteAndJoin(first, {
      name: 'Lies Verkuil',
      email: `lies+${first}@voorbeeld.nl`,
      role: 'editor',
    })
    const planId = await lies.createPlan({
      format: 'hecht-wijkverband',
      values: { ...values, wijk: 'De Bogen' },
    })
    const page = await openAs(lies, { width, height: 900 })
    await page.goto(server.url)
    const row = page.getByRole('listitem').filter({ hasText: 'De Bogen' })
    await row.getByRole('button', { name: /^Meer over/ }).click()
    await page.getByRole('menuitem', { name: 'Plan verlaten…' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: 'Plan verlaten' }).click()
    await expect(dialog.getByText(errorTable['last-coordinator'].text)).toBeVisible()
    await expectNoAxeFindings(page)
    expect((await lies.request('GET', `/api/plans/${planId}`)).status).toBe(200)
  })
