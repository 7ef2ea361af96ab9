import type { Locator, Page } from '@playwright/test'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

const sentence = 'Het rapport is gereed op 31 maart 2026, verslag binnen twee weken.'
const theme = { id: 't1', title: 'Veilig thuis', goal: 'Ouderen wonen langer thuis.' }
const line = {
  id: 'b1',
  group: 't1',
  description: 'Training',
  quantityHundredths: 12_500,
  rateCents: 7_500,
}

const history = (page: Page): Locator => page.locator('.history')
const difference = (page: Page, id: string): Locator => page.locator(`[data-difference="${id}"]`)

test(
  'a version is made, looked at, compared and put back in part, by keyboard and on a phone',
  { tag: '@long' },
  async ({ openAs, installation: { coordinator } }, info) => {
    const planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values,
      fields: { netwerk: sentence },
      tables: { themes: [theme], budget: [line] },
    })
    const noor = await coordinator.inviteAndJoin(planId, {
      name: 'Noor van der Lindeweide',
      email: `noor+${planId}@voorbeeld.nl`,
      role: 'editor',
      discipline: 'huisartsenzorg',
    })
    const reader = await coordinator.inviteAndJoin(planId, {
      name: 'Marga Lezer',
      email: `marga+${planId}@voorbeeld.nl`,
      role: 'reader',
    })
    const desk = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
    const phone = await PlanScreen.open(
      await openAs(noor, { width: 390, height: 844 }),
      noor,
      planId,
    )
    const shoot = (name: string, screen = desk) =>
      screen.page.screenshot({ path: info.outputPath(`${name}.png`) })

    // Created with the keyboard; the other screen shows it.
    await phone.choose('Geschiedenis')
    await expect(history(phone.page)).toContainText('Er zijn nog geen versies')
    await desk.choose('Geschiedenis')
    await history(desk.page).getByRole('button', { name: 'Versie vastleggen' }).press('Enter')
    const name = desk.page.getByRole('textbox', { name: 'Naam van de versie' })
    await expect(name).toHaveValue(/^Overleg \d+ \w+ \d{4}$/)
    await name.fill('')
    await name.press('Enter')
    await expect(
      desk.page.getByRole('heading', { name: 'Nog niet alles is goed ingevuld' }),
    ).toBeFocused()
    await expectNoAxeFindings(desk.page, 'besides the paper')
    await name.fill('Overleg 13 januari')
    await name.press('Enter')
    await expect(
      history(desk.page).getByRole('article', { name: 'Versie 1: Overleg 13 januari' }),
    ).toBeVisible()
    await expect(
      history(phone.page).getByRole('article', { name: 'Versie 1: Overleg 13 januari' }),
    ).toBeVisible()
    await expectNoAxeFindings(phone.page)

    // The plan changes after the version.
    await phone.page.getByRole('button', { name: 'Plan', exact: true }).click()
    await phone.typeAtEnd(phone.field('netwerk'), ' Daarna volgt een evaluatie.')
    await desk.fill(desk.cell('budget', 'b1', 'rateCents'), '76,20')
    await desk.cell('themes', 't1', 'title').fill('Veilig en gezond thuis')
    await desk.page.keyboard.press('Tab')
    await phone.expectSaved()
    await expect(desk.field('netwerk')).toContainText('evaluatie')
    await desk.expectSaved()

    // The version, with the same components, read-only.
    await history(desk.page)
      .getByRole('link', { name: /^Bekijken/ })
      .press('Enter')
    await expect(
      desk.page.getByRole('heading', { name: 'U bekijkt versie 1 van 1: Overleg 13 januari' }),
    ).toBeFocused()
    await expect(desk.field('netwerk')).toHaveText(sentence)
    await expect(desk.field('netwerk')).toHaveAttribute('contenteditable', 'false')
    await expect(desk.total).toContainText('€ 9.375,00')
    await expect(
      desk.page
        .locator('.plan-screen__main')
        .locator(
          'input:not([readonly]):not(:disabled), select:not(:disabled), [contenteditable=true]',
        ),
    ).toHaveCount(0)
    await expect(desk.page.getByRole('button', { name: 'Controleer voor indienen' })).toHaveCount(0)
    await expectNoAxeFindings(desk.page)
    await shoot('version')

    // The differences from the current plan, in words and not by colour alone.
    await desk.page
      .getByRole('region', { name: 'Over deze versie' })
      .getByRole('link', { name: 'Vergelijken met nu' })
      .press('Enter')
    await expect(
      desk.page.getByRole('heading', { name: 'Versie 1 vergeleken met het plan van nu' }),
    ).toBeFocused()
    await expect(desk.page.locator('.compare__counts')).toHaveText(
      '1 veld, 1 thema, 1 begrotingsregel, totaal + € 150,00',
    )
    await expect(difference(desk.page, 'field/netwerk').locator('ins')).toContainText(
      'Daarna volgt een evaluatie.',
    )
    await expect(difference(desk.page, 'row/budget/b1')).toContainText('Uurtarief')
    await expect(difference(desk.page, 'row/budget/b1').locator('del').first()).toContainText(
      '[verwijderd: € 75,00]',
    )
    await expectNoAxeFindings(desk.page)
    await shoot('compare-inline')
    await desk.page.keyboard.press('Alt+ArrowDown')
    await expect(difference(desk.page, 'field/netwerk')).toBeFocused()
    await desk.page.keyboard.press('Alt+ArrowDown')
    await expect(difference(desk.page, 'row/themes/t1')).toBeFocused()
    await expect(desk.page.getByText('Verschil 2 van 3')).toBeVisible()
    await desk.page.keyboard.press('Alt+ArrowUp')
    await expect(difference(desk.page, 'field/netwerk')).toBeFocused()
    await desk.page.getByRole('button', { name: 'Naast elkaar' }).press('Enter')
    await expect(
      difference(desk.page, 'field/netwerk').locator('.diff-side').first(),
    ).not.toContainText('evaluatie')
    await shoot('compare-sides')

    // Edits of another user appear; one field is restored, and the restore is undone.
    await phone.typeAtEnd(phone.field('leden'), 'Noor, huisarts.')
    await expect(difference(desk.page, 'field/leden')).toContainText('Noor, huisarts.')
    await difference(desk.page, 'field/netwerk')
      .getByRole('button', { name: /^Terugzetten uit versie 1/ })
      .press('Enter')
    await expect(difference(desk.page, 'field/netwerk')).toHaveCount(0)
    await expect(phone.field('netwerk')).toHaveText(sentence)
    const toasts = desk.page.getByRole('region', { name: 'Meldingen' })
    await toasts.getByRole('button', { name: 'Ongedaan maken' }).press('Enter')
    await expect(difference(desk.page, 'field/netwerk')).toBeVisible()
    await expect(phone.field('netwerk')).toContainText('evaluatie')

    // Restores everything after a confirmation; the edits of the other user are reverted too, and can be undone.
    await desk.page.getByRole('button', { name: 'Hele versie terugzetten' }).press('Enter')
    const dialog = desk.page.getByRole('alertdialog', { name: 'Versie 1 terugzetten' })
    await expect(dialog).toContainText('2 velden, 1 thema, 1 begrotingsregel')
    await dialog.getByRole('button', { name: 'Terugzetten' }).press('Enter')
    await expect(desk.page.locator('.compare__counts')).toHaveText('Geen verschillen')
    await expect(phone.field('netwerk')).toHaveText(sentence)
    await expect(phone.total).toContainText('€ 9.375,00')
    await desk.page.getByRole('link', { name: 'Nu', exact: true }).press('Enter')
    await expect(desk.cell('themes', 't1', 'title')).toHaveValue('Veilig thuis')
    await desk.page.keyboard.press('Control+z')
    await expect(desk.cell('themes', 't1', 'title')).toHaveValue('Veilig en gezond thuis')
    await expect(phone.field('leden')).toContainText('Noor, huisarts.')
    await desk.expectSaved()

    // On a phone, from a shared address.
    const address = `${noor.url}/plan/${planId}?vergelijk=${await versionId(coordinator.url, coordinator.cookie, planId)}`
    await phone.page.goto(address)
    await expect(phone.page.locator('.compare__counts')).toContainText('2 velden')
    await expectNoAxeFindings(phone.page)
    expect(
      await phone.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true)
    await shoot('phone-compare', phone)
    // On paper: the differences and their legend, without screen-only parts.
    await desk.page.goto(address)
    await expect(desk.page.locator('.compare__counts')).toContainText('2 velden')
    await desk.page.emulateMedia({ media: 'print' })
    for (const hidden of [
      '.compare__toolbar',
      '.plan-screen__top',
      '.plan-screen__outline',
      '.plan-screen__side',
      '.budget-bar',
    ])
      await expect(desk.page.locator(hidden)).toBeHidden()
    await expect(difference(desk.page, 'row/themes/t1')).toBeVisible()
    await expect(desk.page.locator('.compare__legend')).toBeVisible()
    // A portrait and a landscape sheet: the text takes the whole width.
    for (const [sheet, width] of [
      ['upright', 794],
      ['sideways', 1123],
    ] as const) {
      await desk.page.setViewportSize({ width, height: 900 })
      const box = await difference(desk.page, 'row/themes/t1').boundingBox()
      expect(box?.width, sheet).toBeGreaterThan(width * 0.85)
      await desk.page.screenshot({ path: info.outputPath(`print-compare-${sheet}.png`) })
    }
    await desk.page.emulateMedia({ media: null })
    await phone.choose('Geschiedenis')
    await shoot('phone-history', phone)

    // A reader sees the same and can restore nothing.
    const marga = await PlanScreen.open(
      await openAs(reader, { width: 1024, height: 768 }),
      reader,
      planId,
    )
    await marga.page.goto(address)
    await expect(difference(marga.page, 'row/themes/t1')).toBeVisible()
    await expect(marga.page.getByRole('button', { name: /terugzetten|vastleggen/i })).toHaveCount(0)
    await shoot('reader', marga)
    // The plan at the end of a day, which is no version; and a day without a stored state.
    const today = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Amsterdam',
      dateStyle: 'short',
    }).format(new Date())
    await marga.page.goto(`${noor.url}/plan/${planId}?dag=${today}`)
    await expect(
      marga.page.getByRole('heading', { name: /^U bekijkt het plan van \d+ \w+ \d{4}$/ }),
    ).toBeFocused()
    await expect(marga.field('leden')).toContainText('Noor, huisarts.')
    await expect(
      marga.page
        .locator('.plan-screen__main')
        .locator('input:not([readonly]):not(:disabled), [contenteditable=true]'),
    ).toHaveCount(0)
    await expectNoAxeFindings(marga.page)
    await shoot('day', marga)
    await marga.page.goto(`${noor.url}/plan/${planId}?dag=2020-01-01`)
    await expect(
      marga.page.getByRole('alert').filter({ hasText: 'Van deze dag is niet bewaard' }),
    ).toBeVisible()
    await marga.page.goto(`${noor.url}/plan/${planId}?versie=bestaat-niet`)
    await expect(
      marga.page.getByRole('alert').filter({ hasText: 'Deze versie bestaat niet' }),
    ).toBeVisible()
  },
)

async function versionId(url: string, cookie: string, planId: string): Promise<string> {
  const answer = await fetch(`${url}/api/plans/${planId}/versions`, { headers: { cookie } })
  return ((await answer.json()) as { versions: { id: string }[] }).versions[0]?.id ?? ''
}
