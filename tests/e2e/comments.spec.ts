import type { Locator, Page } from '@playwright/test'
import type { ApiClient } from '../support/api-client.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** domain.md 4.3, scenario B: members discuss the plan in the plan itself. */
const words = '80% van de 75-plussers'
const sentence = `Eind 2028 is bij ${words} een gezamenlijk zorgplan gemaakt.`

const panel = (page: Page): Locator => page.locator('.comments')
const mark = (screen: PlanScreen): Locator => screen.field('netwerk').locator('.comment-mark')

/** Selects words of a text with the keyboard, as a blind user does. */
async function selectWords(
  screen: PlanScreen,
  text: Locator,
  before: string,
  count: number,
): Promise<void> {
  await text.click()
  await screen.page.keyboard.press('Control+Home')
  const lettersBefore = () =>
    text.evaluate((element) => {
      const selection = getSelection()
      const range = document.createRange()
      range.setStart(element, 0)
      range.setEnd(selection?.focusNode ?? element, selection?.focusOffset ?? 0)
      return range.toString().length
    })
  const selected = () => screen.page.evaluate(() => getSelection()?.toString().length ?? 0)
  // At the edge of a mark a press may only step over the edge, and an edit of another user may move the caret back.
  const most = 3 * (before.length + count)
  for (let i = 0; i < most && (await lettersBefore()) < before.length; i++)
    await screen.page.keyboard.press('ArrowRight')
  for (let i = 0; i < most && (await selected()) < count; i++)
    await screen.page.keyboard.press('Shift+ArrowRight')
}

test.describe('scenario B: comments on a plan', () => {
  let planId = ''
  let noor: ApiClient
  let rens: ApiClient

  test.beforeEach(async ({ installation: { coordinator } }) => {
    planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      fields: { netwerk: sentence },
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

  for (const { width, height } of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
    { width: 390, height: 844 },
  ])
    test(`Reageren comes up at the selected words, ${width} px`, async ({ openAs }) => {
      const partner = await PlanScreen.open(await openAs(rens, { width, height }), rens, planId)
      const { page } = partner
      const comment = page.locator('.selection-comment')
      const box = page.getByRole('textbox', { name: 'Uw reactie' })
      await partner.field('netwerk').scrollIntoViewIfNeeded()
      await partner
        .field('netwerk')
        .getByText('75-plussers')
        .dblclick({ position: { x: 16, y: 12 } })
      await expect(comment).toBeVisible()
      const quote = await page.evaluate(() => getSelection()?.toString().trim() ?? '')
      expect(quote).not.toBe('')
      const [words, button] = [
        await partner.field('netwerk').boundingBox(),
        await comment.boundingBox(),
      ]
      expect(Math.abs((button?.y ?? 0) - (words?.y ?? 0))).toBeLessThan(160)
      expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThanOrEqual(width)
      await comment.click()
      await expect(box).toBeFocused()
      await expect(comment).toHaveCount(0)
      await page.keyboard.type('Klopt dit?')
      await page.keyboard.press('Control+Enter')
      await expect
        .poll(() => rens.json('GET', `/api/plans/${planId}/threads`))
        .toMatchObject({ threads: [{ quote: expect.stringContaining(quote) }] })
    })

  test('an editor selects words in an input of a card, and the key does the same', async ({
    openAs,
  }) => {
    const desk = await PlanScreen.open(await openAs(noor), noor, planId)
    const title = desk
      .cell('themes', 't1', 'title')
      .locator('input, textarea')
      .or(desk.cell('themes', 't1', 'title'))
      .last()
    await title.focus()
    await title.press('Control+a')
    const comment = desk.page.locator('.selection-comment')
    await expect(comment).toBeVisible()
    await expectNoAxeFindings(desk.page, 'besides the paper')
    await title.press('Control+Alt+m')
    await expect(desk.page.getByRole('textbox', { name: 'Uw reactie' })).toBeFocused()
    await expect(comment).toHaveCount(0)
  })

  test('2, 4: a thread on a sentence, answered live, resolved, and kept when its words go', {
    tag: ['@long', '@smoke'],
  }, async ({ openAs }) => {
    const desk = await PlanScreen.open(await openAs(noor), noor, planId)
    const partner = await PlanScreen.open(
      await openAs(rens, { width: 1024, height: 768 }),
      rens,
      planId,
    )
    await partner.page.getByRole('button', { name: /^Reacties/ }).click()

    await selectWords(desk, desk.field('netwerk'), 'Eind 2028 is bij ', words.length)
    await desk.page.keyboard.press('Control+Alt+m')
    const box = panel(desk.page).getByRole('textbox', { name: 'Uw reactie' })
    await expect(box).toBeFocused()
    await expect(panel(desk.page).getByRole('blockquote')).toHaveText(words)
    await desk.page.keyboard.type('Is dit haalbaar? @ren')
    await expect(desk.page.getByRole('option', { name: /Rens Ottenkamp/ })).toBeVisible()
    await desk.page.keyboard.press('Enter')
    await expect(box).toHaveValue('Is dit haalbaar? @Rens Ottenkamp ')
    await desk.page.keyboard.press('Control+Enter')

    // The other screen shows it in the text and beside it.
    await expect(mark(partner)).toHaveText(words)
    const card = panel(partner.page).getByRole('article').filter({ hasText: 'Is dit haalbaar?' })
    await expect(card.getByRole('blockquote')).toHaveText(words)
    await card.getByRole('button', { name: 'Beantwoorden' }).click()
    await card.getByRole('textbox', { name: 'Uw antwoord' }).fill('Met 4 uur per week extra wel.')
    await card.getByRole('button', { name: 'Versturen' }).click()
    await expect(card.getByText('Met 4 uur per week extra wel.')).toBeVisible()
    await expect(panel(desk.page).getByText('Met 4 uur per week extra wel.')).toBeVisible()
    await expectNoAxeFindings(desk.page)
    await expectNoAxeFindings(partner.page, 'besides the paper')

    // The keyboard leads from the words to the thread, and back.
    await selectWords(desk, desk.field('netwerk'), 'Eind 2028 is bij 80', 0)
    await desk.page.keyboard.press('Alt+r')
    await expect(panel(desk.page).getByRole('article')).toBeFocused()
    await desk.page.keyboard.press('Escape')
    await expect(desk.field('netwerk')).toBeFocused()

    // The words are deleted; the thread keeps the quote.
    await selectWords(desk, desk.field('netwerk'), 'Eind 2028 is bij ', words.length)
    await desk.page.keyboard.press('Delete')
    for (const screen of [desk, partner]) {
      await expect(mark(screen)).toHaveCount(0)
      await expect(panel(screen.page).getByText('Tekst verwijderd')).toBeVisible()
      await expect(panel(screen.page).getByRole('blockquote')).toHaveText(words)
    }
    await panel(desk.page).getByRole('button', { name: 'Afronden' }).click()
    await expect(panel(desk.page).getByText('Geen open reacties.')).toBeVisible()
    await expect(panel(partner.page).getByText('Geen open reacties.')).toBeVisible()
    await panel(partner.page).getByLabel('Welke reacties').selectOption({ label: 'Afgerond (1)' })
    await expect(
      panel(partner.page).getByText('Afgerond door Noor van der Lindeweide'),
    ).toBeVisible()
    await desk.expectSaved()
  })

  test('5, 6: on a phone without a connection: the comment waits visibly and is sent with its time', {
    tag: '@long',
  }, async ({ openAs }) => {
    const phone = await PlanScreen.open(
      await openAs(rens, { width: 390, height: 844 }),
      rens,
      planId,
    )
    await expect(phone.row('themes', 't1')).toBeVisible()
    await phone.cut()
    await phone
      .row('themes', 't1')
      .getByRole('button', { name: /^Acties voor/ })
      .click()
    await phone.page.getByRole('menuitem', { name: 'Reageren' }).click()
    await phone.page
      .getByRole('textbox', { name: 'Uw reactie' })
      .fill('Graag met de apotheek erbij.')
    await phone.page.getByRole('button', { name: 'Plaatsen' }).click()
    await expect(
      panel(phone.page).getByText('Wordt verstuurd zodra er verbinding is.'),
    ).toBeVisible()
    await phone.mend()
    await expect(
      panel(phone.page).getByRole('article').filter({ hasText: 'Graag met de apotheek erbij.' }),
    ).toBeVisible()
    await expect(
      panel(phone.page).getByText('Wordt verstuurd zodra er verbinding is.'),
    ).toHaveCount(0)
    await expect(phone.page.getByRole('button', { name: 'Reacties 1' })).toBeVisible()
    await expectNoAxeFindings(phone.page, 'besides the paper')
    const { threads } = await noor.json<{
      threads: { comments: { body: string; writtenAt?: string }[] }[]
    }>('GET', `/api/plans/${planId}/threads`)
    expect(threads.map((thread) => thread.comments[0]?.writtenAt !== undefined)).toEqual([true])
  })

  test('a number that looks like a BSN does not leave the box', { tag: '@long' }, async ({
    openAs,
  }) => {
    const desk = await PlanScreen.open(await openAs(noor), noor, planId)
    await desk.showComments()
    await panel(desk.page).getByRole('button', { name: 'Op het hele plan' }).click()
    const box = panel(desk.page).getByRole('textbox', { name: 'Uw reactie' })
    await box.fill('Mevrouw met 111222333 belt terug.')
    await panel(desk.page).getByRole('button', { name: 'Plaatsen' }).click()
    await expect(
      panel(desk.page).getByText('Dit lijkt op een BSN.', { exact: false }),
    ).toBeVisible()
    await panel(desk.page).getByRole('button', { name: 'Verwijderen' }).click()
    await expect(box).toHaveValue('Mevrouw met  belt terug.')
    await panel(desk.page).getByRole('button', { name: 'Plaatsen' }).click()
    await expect(panel(desk.page).getByRole('article')).toContainText('Mevrouw met')
  })

  test('a number that looks like a BSN is held before it is in a cell or a text', {
    tag: '@long',
  }, async ({ openAs }) => {
    const desk = await PlanScreen.open(await openAs(noor), noor, planId)
    await desk.fill(desk.cell('themes', 't1', 'title'), 'Voor 111222333')
    const dialog = desk.page.getByRole('dialog', { name: 'Dit lijkt op een BSN' })
    await dialog.getByRole('button', { name: 'Verwijderen' }).click()
    await expect(desk.cell('themes', 't1', 'title')).toHaveValue('Voor')

    await desk.field('netwerk').click()
    await desk.paste({ 'text/plain': 'Zaak 123456782 loopt.' })
    await expect(dialog).toBeVisible()
    await expect(desk.field('netwerk')).not.toContainText('Zaak')
    await expectNoAxeFindings(desk.page, 'besides the paper')
    await dialog.getByRole('button', { name: 'Verwijderen' }).click()
    await expect(desk.field('netwerk')).toContainText('Zaak  loopt.')
    await desk.expectSaved()
    expect(JSON.stringify(await noor.content(planId))).not.toMatch(/111222333|123456782/)

    // A typed number that is no BSN: the reason is asked and stored, and the number may stay.
    await desk.typeAtEnd(desk.field('netwerk'), ' Bel 123456782')
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'Het is geen BSN' }).click()
    await dialog.getByRole('textbox', { name: /Waarom is het geen BSN/ }).fill('Een zaaknummer')
    const [kept] = await Promise.all([
      desk.page.waitForResponse((response) => response.url().endsWith('/bsn-answers')),
      dialog.getByRole('button', { name: 'Doorgaan' }).click(),
    ])
    expect(kept.status()).toBe(201)
    await expect(dialog).toHaveCount(0)
    await expect(desk.field('netwerk')).toContainText('Bel 123456782')
  })

  test('a user who returns sees what is new, with the way to it', { tag: '@long' }, async ({
    openAs,
  }) => {
    const page = await openAs(rens)
    await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/visits')),
      PlanScreen.open(page, rens, planId),
    ])
    await page.goto('about:blank')
    await noor.json('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'row', table: 'themes', row: 't1' },
      body: 'Wie trekt dit?',
    })

    const back = await PlanScreen.open(page, rens, planId)
    const card = back.page.getByRole('region', { name: 'Sinds uw laatste bezoek' })
    await expect(card.getByRole('listitem')).toHaveCount(1)
    await expect(
      card.getByText('nieuwe reactie van Noor van der Lindeweide: “Wie trekt dit?”'),
    ).toBeVisible()
    await expectNoAxeFindings(back.page, 'besides the paper')
    await card
      .getByRole('listitem')
      .filter({ hasText: 'nieuwe reactie' })
      .getByRole('button')
      .click()
    await expect(panel(back.page).getByRole('article')).toBeFocused()
    await card.getByRole('button', { name: 'Gezien' }).click()
    await expect(card).toHaveCount(0)
  })
})
