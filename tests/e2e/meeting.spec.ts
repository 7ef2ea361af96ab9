import type { CreatePlan } from '#shared/api/plans.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** domain.md 4.2, scenario A: a meeting of a core team on shaky wifi, on the example of Kraaienveen. */
/** The plan at the start of the meeting: without theme 5 and its budget, and without the unforeseen costs. */
function beforeTheMeeting(): CreatePlan {
  const body = examplePlan('kraaienveen')
  const { tables = {} } = body
  const without = (rows: Row[] | undefined, drop: (row: Row) => boolean) =>
    (rows ?? []).filter((row) => !drop(row))
  return {
    ...body,
    tables: {
      ...tables,
      themes: without(tables['themes'] as Row[], (row) => row.id === 't5'),
      activities: without(tables['activities'] as Row[], (row) => row['theme'] === 't5'),
      // The rate of r17 is agreed in the meeting.
      budget: without(
        tables['budget'] as Row[],
        (row) => row['group'] === 't5' || row['group'] === 'onvoorzien',
      ).map((row) => (row.id === 'r17' ? { ...row, rateCents: 6000 } : row)),
    },
  }
}

const fieldText = (content: PlanContent, field: string) =>
  plainText(content.fields[field] ?? { type: 'doc' })

test.describe('scenario A: a meeting on shaky wifi', () => {
  let planId = ''
  let people: Record<'noor' | 'ijsbrand' | 'sirin', ApiClient>

  test.beforeEach(async ({ installation: { coordinator } }) => {
    planId = await coordinator.createPlan(beforeTheMeeting())
    const join = (
      name: string,
      email: string,
      discipline: 'huisartsenzorg' | 'wijkverpleging' | 'sociaal-domein',
    ) =>
      coordinator.inviteAndJoin(planId, {
        name,
        email: email.replace('@', `+${planId}@`),
        role: 'editor',
        discipline,
      })
    people = {
      noor: await join('Noor van der Lindeweide', 'noor@voorbeeld.nl', 'huisartsenzorg'),
      ijsbrand: await join('IJsbrand Oeverzicht', 'ijsbrand@voorbeeld.nl', 'wijkverpleging'),
      sirin: await join('Şirin el Karsteegh', 'sirin@voorbeeld.nl', 'sociaal-domein'),
    }
  })

  test('2, 4, 12: who joins is seen by name; two people type in the same paragraph and both texts are whole; undo takes back one’s own work only', async ({
    openAs,
  }) => {
    const noor = await PlanScreen.open(await openAs(people.noor), people.noor, planId)
    const ijsbrand = await PlanScreen.open(
      await openAs(people.ijsbrand, { width: 1024, height: 768 }),
      people.ijsbrand,
      planId,
    )
    await expect(
      noor.page.getByRole('button', { name: /IJsbrand|2 (mensen|personen)/ }).first(),
    ).toBeVisible()

    const words = (who: string) => Array.from({ length: 30 }, (_, i) => `${who}${i}`).join(' ')
    await Promise.all([
      noor.typeAtEnd(noor.field('netwerk').locator('p').first(), ` ${words('huisarts')}`),
      ijsbrand.typeAtEnd(ijsbrand.field('netwerk').locator('p').first(), ` ${words('zuster')}`),
    ])
    // Carets show a name beside the colour.
    await expect(
      noor.field('netwerk').locator('.caret-label[data-name^="IJsbrand"]'),
    ).toBeAttached()
    await Promise.all([noor.expectSaved(), ijsbrand.expectSaved()])
    for (const who of ['huisarts', 'zuster']) {
      await expect(noor.field('netwerk')).toContainText(`${who}29`)
      await expect(ijsbrand.field('netwerk')).toContainText(`${who}29`)
    }
    const content = await people.noor.content(planId)
    // All words of both, each in their own order, none doubled.
    for (const who of ['huisarts', 'zuster'])
      expect(
        [...fieldText(content, 'netwerk').matchAll(new RegExp(`${who}(\\d+)`, 'g'))].map((match) =>
          Number(match[1]),
        ),
      ).toEqual(Array.from({ length: 30 }, (_, i) => i))

    // 12: undo takes back the user's own work only, over text, cells and rows.
    await ijsbrand.typeAtEnd(ijsbrand.field('wijkpartners'), ' IJsbrands toevoeging.')
    await expect(noor.field('wijkpartners')).toContainText('IJsbrands toevoeging.')
    await noor.typeAtEnd(noor.field('wijkpartners'), ' Noors toevoeging.')
    await noor.fill(noor.cell('budget', 'r04', 'quantityHundredths'), '50')
    await expect(ijsbrand.field('wijkpartners')).toContainText('Noors toevoeging.')
    await noor.page.getByRole('button', { name: /Ongedaan maken/ }).click()
    await expect(noor.cell('budget', 'r04', 'quantityHundredths')).toHaveValue('42,5')
    await expect(noor.field('wijkpartners')).toContainText('Noors toevoeging.')
    await ijsbrand.page.getByRole('button', { name: /Ongedaan maken/ }).click()
    await expect(ijsbrand.field('wijkpartners')).not.toContainText('IJsbrands toevoeging.')
    await expect(ijsbrand.field('wijkpartners')).toContainText('Noors toevoeging.')
    await expect(noor.field('wijkpartners')).not.toContainText('IJsbrands toevoeging.')
  })

  test('5, 6: an outage; typing goes on, a tab is lost, and everything arrives', async ({
    openAs,
  }) => {
    const noor = await PlanScreen.open(await openAs(people.noor), people.noor, planId)
    const ijsbrand = await PlanScreen.open(await openAs(people.ijsbrand), people.ijsbrand, planId)
    const sirin = await PlanScreen.open(await openAs(people.sirin), people.sirin, planId)
    const sentence = (who: string) =>
      `${who} typt door zonder netwerk en verwacht dat er geen woord van deze lange zin verloren gaat, ook al duurt het even.`
    for (const screen of [noor, ijsbrand]) await screen.cut()
    await expect(noor.saveStatus).toContainText('uw tekst staat op dit apparaat')
    await noor.typeAtEnd(noor.field('uitgangspunten'), sentence('Noor'))
    await ijsbrand.typeAtEnd(ijsbrand.field('netwerk'), sentence('IJsbrand'))
    await sirin.typeAtEnd(sirin.field('uitgangspunten'), sentence('Sirin'))

    // IJsbrand's tab was closed; the same browser reopens the plan when the network is back.
    const { context } = ijsbrand
    await ijsbrand.page.close()
    await noor.mend()
    await context.setOffline(false)
    const again = await PlanScreen.open(await context.newPage(), people.ijsbrand, planId)
    await expect(again.field('netwerk')).toContainText('IJsbrand typt door')
    await Promise.all([noor.expectSaved(), again.expectSaved(), sirin.expectSaved()])
    for (const screen of [noor, again, sirin]) {
      await expect(screen.field('uitgangspunten')).toContainText(sentence('Noor'))
      await expect(screen.field('uitgangspunten')).toContainText(sentence('Sirin'))
      await expect(screen.field('netwerk')).toContainText(sentence('IJsbrand'))
    }
    const content = await people.sirin.content(planId)
    expect(fieldText(content, 'uitgangspunten').split(sentence('Noor')).length).toBe(2)
  })

  test('8, 9, 10, 13: a theme is added and moved while someone edits it; several people type the budget; the total is right', async ({
    openAs,
    installation: { coordinator },
  }) => {
    const noor = await PlanScreen.open(await openAs(people.noor), people.noor, planId)
    const sirin = await PlanScreen.open(await openAs(people.sirin), people.sirin, planId)
    await noor.page.getByRole('button', { name: 'Thema toevoegen' }).click()
    const themes = noor.page.locator('[data-place^="row/themes/"]')
    await expect(themes).toHaveCount(5)
    const id = (await themes.last().getAttribute('data-row')) ?? ''
    // The caret is in the title of the new theme.
    await expect(noor.cell('themes', id, 'title')).toBeFocused()
    await noor.page.keyboard.type('Begrijpelijke informatie')
    await expect(sirin.cell('themes', id, 'title')).toHaveValue('Begrijpelijke informatie')
    await sirin.cellText('themes', id, 'result').click()
    const typing = sirin.type(
      'Vijftien veelgebruikte brieven herschreven en getest met taalambassadeurs.',
    )
    for (let i = 0; i < 2; i++) await noor.cell('themes', id, 'title').press('Alt+ArrowUp')
    await typing
    await Promise.all([noor.expectSaved(), sirin.expectSaved()])
    for (const screen of [noor, sirin]) {
      await expect(screen.page.locator('[data-place^="row/themes/"]').nth(2)).toHaveAttribute(
        'data-row',
        id,
      )
      await expect(screen.cellText('themes', id, 'result')).toContainText(
        'Vijftien veelgebruikte brieven herschreven en getest met taalambassadeurs.',
      )
      await expect(
        screen.page.locator('[data-place^="row/themes/"] .card-row__number'),
      ).toContainText(['1', '2', '3', '4', '5'])
    }

    // 9, 10, 13: the budget is typed by several people; refusals, overwritten values and the right total.
    // Theme 5 exists; its lines are typed here.
    const themeIds = ((await coordinator.content(planId)).tables['themes'] ?? []).map(
      (row) => row.id,
    )
    const group = themeIds[0] ?? ''
    const addLine = async (
      screen: PlanScreen,
      groupId: string,
      kind: 'Regel met uren' | 'Regel met bedrag',
    ): Promise<string> => {
      const rows = screen.page.locator('[data-place^="row/budget/"]')
      const before = await rows.evaluateAll((elements) =>
        elements.map((element) => element.getAttribute('data-row')),
      )
      await screen.page.locator(`[data-place="add/budget/${groupId}"]`).getByRole('button').click()
      await screen.page.getByRole('menuitem', { name: kind }).click()
      await expect.poll(async () => rows.count()).toBe(before.length + 1)
      const after = await rows.evaluateAll((elements) =>
        elements.map((element) => element.getAttribute('data-row')),
      )
      return after.find((row) => !before.includes(row)) ?? ''
    }
    const r20 = await addLine(noor, group, 'Regel met uren')
    await noor.fill(noor.cell('budget', r20, 'description'), 'Schrijfgroep apotheker')
    await noor.fill(noor.cell('budget', r20, 'quantityHundredths'), '1,25')
    await noor.fill(noor.cell('budget', r20, 'rateCents'), '€ 96,20')
    await expect(noor.row('budget', r20)).toContainText('€\u00a0120,25')
    await expect(sirin.row('budget', r20)).toContainText('€\u00a0120,25')

    // 1.5 is refused with a suggestion; nothing is written meanwhile.
    const hours = sirin.cell('budget', r20, 'quantityHundredths')
    await sirin.fill(hours, '1.5')
    await expect(sirin.page.getByText('1.5 is geen Nederlands getal.').first()).toBeVisible()
    await expect(noor.row('budget', r20)).toContainText('€\u00a0120,25')
    await sirin.page.getByRole('button', { name: 'Bedoelt u 1,5?' }).click()
    await expect(hours).toHaveValue('1,5')
    await expect(noor.row('budget', r20)).toContainText('€\u00a0144,30')
    await sirin.fill(hours, '1,25')

    const r19 = await addLine(sirin, group, 'Regel met bedrag')
    await sirin.fill(sirin.cell('budget', r19, 'amountCents'), '180')
    const unforeseen = await addLine(sirin, 'onvoorzien', 'Regel met bedrag')
    await sirin.fill(sirin.cell('budget', unforeseen, 'amountCents'), '€ 500,-')

    // Two users set one rate; one value wins everywhere, and the overwritten user can restore theirs.
    await noor.cell('budget', 'r17', 'rateCents').fill('68,15')
    await sirin.cell('budget', 'r17', 'rateCents').fill('71,45')
    await noor.cell('budget', 'r17', 'rateCents').press('Enter')
    // The value of Noor is there before the one of Şirin is written, so the later one wins.
    await expect(sirin.total).toContainText('€\u00a019.222,60')
    await sirin.cell('budget', 'r17', 'rateCents').press('Enter')
    await expect(noor.cell('budget', 'r17', 'rateCents')).toHaveValue(/71,45/)
    await expect(noor.page.getByText(/aangepast door Şirin/).first()).toBeVisible()
    await noor.page.getByRole('button', { name: 'Terugzetten' }).first().click()
    for (const screen of [noor, sirin]) {
      await expect(screen.cell('budget', 'r17', 'rateCents')).toHaveValue(/68,15/)
      await expect(screen.total).toContainText('€\u00a019.222,60')
    }
    await Promise.all([noor.expectSaved(), sirin.expectSaved()])
    const content = await coordinator.content(planId)
    expect(content.totals['budget']?.totalCents).toBe(1922260)
    expect(
      (content.tables['budget'] ?? []).reduce(
        (sum, row) => sum + (typeof row['amountCents'] === 'number' ? row['amountCents'] : 0),
        0,
      ),
    ).toBe(1922260)
  })

  test('15: the server restarts; every screen finds itself again, and the plan is identical', async ({
    openAs,
    installation: { server },
  }) => {
    const noor = await PlanScreen.open(await openAs(people.noor), people.noor, planId)
    await noor.typeAtEnd(noor.field('netwerk'), ' Vlak voor de herstart.')
    await noor.expectSaved()
    const before = await people.noor.content(planId)
    await server.kill()
    await expect(noor.saveStatus).toContainText('Offline')
    await noor.typeAtEnd(noor.field('netwerk'), ' Tijdens de herstart.')
    await server.up()
    await noor.expectSaved()
    const after = await people.noor.content(planId)
    expect(fieldText(after, 'netwerk')).toBe(`${fieldText(before, 'netwerk')} Tijdens de herstart.`)
    expect({ ...after, seq: 0, fields: { ...after.fields, netwerk: null } }).toEqual({
      ...before,
      seq: 0,
      fields: { ...before.fields, netwerk: null },
    })
    const fresh = await PlanScreen.open(await openAs(people.sirin), people.sirin, planId)
    await expect(fresh.field('netwerk')).toContainText(
      'Vlak voor de herstart. Tijdens de herstart.',
    )
  })
})
