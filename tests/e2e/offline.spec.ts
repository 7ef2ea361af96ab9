import { plainText } from '#shared/richtext/plain-text.ts'
import { giveSession } from '../support/browser-session.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import {
  keptHere,
  offlinePlan,
  openPlan,
  programIsKept,
  savedText,
  storedTexts,
} from './support/offline-page.ts'
import { PlanScreen } from './support/plan-screen.ts'

// Each test has several reloads, and some restart the server.
test.use({ serviceWorkers: 'allow' })

test.describe('without a connection', () => {
  test('OF1 a plan opened before opens from this device, is edited, and is merged when the server is back', {
    tag: ['@long', '@smoke'],
  }, async ({ installation: { server, coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(offlinePlan)
    const other = await coordinator.createPlan({
      ...offlinePlan,
      values: { ...values, wijk: 'Nooit Geopend' },
    })
    const colleague = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'huisartsenzorg',
    })
    const page = await openAs(colleague)
    await page.goto(colleague.url)
    await expect(page.getByRole('link', { name: /Kraaienveen/ }).first()).toBeVisible()
    const mine = await openPlan(page, colleague, planId)
    await programIsKept(page)
    const theirs = await openPlan(await openAs(coordinator), coordinator, planId)

    await page.context().setOffline(true)
    await server.kill()
    await page.reload()
    await expect(mine.field('netwerk')).toContainText('drie praktijken')
    await expect(mine.saveStatus).toContainText('uw tekst staat op dit apparaat')
    await mine.typeAtEnd(mine.field('netwerk'), ' Zonder verbinding geschreven.')
    await expect(page.getByText('wordt verstuurd zodra er weer verbinding is')).toBeVisible()
    await expectNoAxeFindings(page, 'besides the paper')

    // A second reload keeps the typed text; the list shows which plans open here.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.reload()
    await expect(mine.field('netwerk')).toContainText('Zonder verbinding geschreven.')
    await page.goto(colleague.url)
    await expect(
      page.getByRole('heading', { name: 'Alleen deze plannen staan op dit apparaat' }),
    ).toBeVisible()
    await expectNoAxeFindings(page)
    await page.goto(`${colleague.url}/plan/${other}`)
    await expect(page.getByText('staat niet op dit apparaat')).toBeVisible()
    await expectNoAxeFindings(page)
    await page.goto(`${colleague.url}/plan/${planId}`)
    await expect(mine.field('netwerk')).toContainText('Zonder verbinding geschreven.')

    await server.up()
    await theirs.expectSaved()
    await theirs.typeAtEnd(theirs.field('netwerk'), ' Intussen door Élise.')
    await page.context().setOffline(false)
    await mine.expectSaved()
    for (const screen of [mine, theirs]) {
      await expect(screen.field('netwerk')).toContainText('Zonder verbinding geschreven.')
      await expect(screen.field('netwerk')).toContainText('Intussen door Élise.')
    }
    expect(
      plainText((await coordinator.content(planId)).fields['netwerk'] ?? { type: 'doc' }).split(
        'Zonder verbinding',
      ).length,
    ).toBe(2)
  })

  test('OF1 the list names the plans that open here, and the others as not available', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const here = await coordinator.createPlan({
      ...offlinePlan,
      values: { ...values, wijk: 'Wel Hier' },
    })
    await coordinator.createPlan({ ...offlinePlan, values: { ...values, wijk: 'Niet Hier' } })
    const page = await openAs(coordinator, { width: 390, height: 800 })
    await page.goto(coordinator.url)
    await expect(page.getByRole('link', { name: /Niet Hier/ })).toBeVisible()
    await openPlan(page, coordinator, here)
    await programIsKept(page)
    await page.context().setOffline(true)
    await page.goto(coordinator.url)
    await expect(
      page
        .getByRole('region', { name: 'Alleen deze plannen staan op dit apparaat' })
        .getByRole('link', { name: /Wel Hier/ }),
    ).toBeVisible()
    await expect(page.getByRole('region', { name: 'Nu niet beschikbaar' })).toContainText(
      'Niet Hier',
    )
    await expect(page.getByRole('link', { name: /Niet Hier/ })).toHaveCount(0)
    await expectNoAxeFindings(page)
  })

  test('OF5 a device that can’t keep the text says so, and asks to leave the page open', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan(offlinePlan)
    const page = await openAs(coordinator)
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('not in a private window', 'InvalidStateError')
      }
    })
    const screen = await PlanScreen.open(page, coordinator, planId)
    await screen.cut()
    await expect(screen.saveStatus).not.toContainText('staat op dit apparaat')
    await expect(page.getByText('dit apparaat kan uw tekst niet bewaren')).toBeVisible()
    await screen.typeAtEnd(screen.field('netwerk'), ' Nergens bewaard.')
    await expect(screen.saveStatus).toHaveText('Niet opgeslagen')
    await expectNoAxeFindings(page, 'besides the paper')
    const text = await savedText(page, () =>
      page.getByRole('button', { name: 'Reservekopie downloaden' }).click(),
    )
    expect(text).toContain('Nergens bewaard.')
    await screen.mend()
    await screen.expectSaved()
  })

  test('OF6 signing out takes everything of a person off the device; the next person sees nothing of it', {
    tag: '@long',
  }, async ({ installation: { coordinator }, openAs }) => {
    const planId = await coordinator.createPlan({
      ...offlinePlan,
      values: { ...values, wijk: 'Geheimveld' },
    })
    const guestPlan = await coordinator.createPlan(offlinePlan)
    const guest = await coordinator.inviteAndJoin(guestPlan, {
      name: 'Wim Bewoner',
      email: `wim+${planId}@voorbeeld.nl`,
      role: 'reader',
    })
    const person = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor2+${planId}@voorbeeld.nl`,
      role: 'editor',
    })
    const page = await openAs(person)
    await page.goto(person.url)
    await expect(page.getByRole('link', { name: /Geheimveld/ })).toBeVisible()
    await openPlan(page, person, planId)
    await programIsKept(page)
    expect(await storedTexts(page)).toContain('Geheimveld')

    await page.goto(person.url)
    await page.getByRole('button', { name: /Account van Noor/ }).click()
    await page.getByRole('menuitem', { name: 'Uitloggen' }).click()
    await page.getByRole('button', { name: 'Toch uitloggen' }).click()
    await page.waitForURL(/sign-in/)
    await expect.poll(() => keptHere(page, planId)).toEqual([])
    expect(await storedTexts(page)).not.toContain('Geheimveld')

    await giveSession(page.context(), guest)
    await page.goto(guest.url)
    await expect(page.getByRole('link', { name: /Kraaienveen/ })).toBeVisible()
    await page.context().setOffline(true)
    await page.goto(`${guest.url}/plan/${planId}`)
    await expect(page.getByText('staat niet op dit apparaat')).toBeVisible()
    expect(await page.content()).not.toContain('Geheimveld')

    // A user who never signed out: their data is removed when the next user signs in.
    await page.context().setOffline(false)
    const again = await guest.userId()
    await page.goto(`${guest.url}/plan/${guestPlan}`)
    await expect.poll(() => keptHere(page, again)).not.toEqual([])
    await giveSession(page.context(), coordinator)
    await page.goto(guest.url)
    await expect.poll(() => keptHere(page, again)).toEqual([])
  })
})
