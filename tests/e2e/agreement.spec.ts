import type { Page } from '@playwright/test'
import type { Agreement } from '#shared/api/agreement.ts'
import type { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { openAgreement, press } from './support/agreement-page.ts'
import { expectNoAxeFindings } from './support/axe.ts'
import { expect, test } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

/** domain.md 4.4, scenario C: a plan is checked, agreed and submitted, with the keyboard only. */
const broekerveld = examplePlan('broekerveld')

/** `rowId`: the person of the plan that they are. */
const others = [
  { name: 'Wouter van den Hoogewal', discipline: 'huisartsenzorg', rowId: 'm1' },
  { name: 'Gülcan Zijderveldt', discipline: 'wijkverpleging', rowId: 'm2' },
  { name: 'Rens Ottenkamp', discipline: 'apothekers', rowId: 'm3' },
  { name: 'Ilse ter Braakhuis', discipline: 'paramedici', rowId: 'm4' },
] as const

async function answer(page: Page, seat: string, choice: string, remark?: string): Promise<void> {
  await press(page.getByRole('button', { name: `Antwoorden voor ${seat}` }))
  const dialog = page.getByRole('dialog')
  await press(dialog.getByRole('radio', { name: choice, exact: true }), 'Space')
  if (remark !== undefined) {
    await dialog.getByRole('textbox').focus()
    await page.keyboard.type(remark)
  }
  await press(dialog.getByRole('button', { name: 'Antwoord vastleggen' }))
  await expect(dialog).toBeHidden()
}

/** On a phone the outline and the open problems are behind a tab. */
async function openCheck(page: Page): Promise<void> {
  const contents = page.getByRole('button', { name: 'Inhoud', exact: true })
  if (await contents.isVisible()) await press(contents)
  await press(page.getByRole('button', { name: 'Controleer voor indienen' }))
}

for (const [device, size] of Object.entries({
  'on a desktop': { width: 1440, height: 900 },
  'on a phone': { width: 390, height: 844 },
})) {
  test(
    `scenario C 1 to 8 and 12, ${device}: checked, presented, agreed discipline by discipline, and handed in`,
    {
      tag: device === 'on a desktop' ? ['@long', '@smoke'] : '@long',
    },
    async ({ installation: { coordinator: dounia, server }, openAs }, info) => {
      const tables = {
        ...broekerveld.tables,
        parties: (broekerveld.tables?.['parties'] ?? []).map((row) =>
          row['discipline'] === 'paramedici' ? { ...row, corePlayer: 'nee' } : row,
        ),
      }
      const planId = await dounia.createPlan({
        ...broekerveld,
        tables,
        // Only one application per neighbourhood and period is allowed, and every device of this test submits one.
        values: { ...broekerveld.values, wijk: `Het Broekerveld, ${device}` },
        fields: { ...broekerveld.fields, gewensteSituatie: 'hier beschrijven' },
      })
      await dounia.json('PATCH', `/api/plans/${planId}/members/${await dounia.userId()}`, {
        discipline: 'sociaal-domein',
      })
      const people: Record<string, ApiClient> = {}
      for (const { name, discipline, rowId } of others) {
        const person = await dounia.inviteAndJoin(planId, {
          name,
          email: `${discipline}+${planId}@voorbeeld.nl`,
          role: 'editor',
          discipline,
        })
        await dounia.linkPerson(planId, person, rowId)
        people[discipline] = person
      }
      const page = await openAs(dounia, size)

      // 1: the check names the missing parts, with links.
      const screen = new PlanScreen(page, 'Dounia')
      await PlanScreen.openAllCards(page, planId)
      await page.goto(`${server.url}/plan/${planId}`)
      await expect(screen.saveStatus).toContainText('Opgeslagen')
      await openCheck(page)
      const check = page.getByRole('dialog')
      await expect(
        check.getByText('Er ontbreekt nog een kernspeler voor: Paramedici.', { exact: false }),
      ).toBeVisible()
      await expect(
        check.getByText('Hier staat nog ‘hier beschrijven’.', { exact: false }),
      ).toBeVisible()
      await expect(
        check.getByText('wijkt af van het standaardtarief van € 75,00', { exact: false }),
      ).toBeVisible()
      await expectNoAxeFindings(page)
      await press(check.getByRole('button', { name: /^Ga naar dit onderdeel: Hier staat nog/ }))
      await expect(screen.field('gewensteSituatie')).toBeFocused()
      await page.keyboard.press('Control+a')
      await page.keyboard.type('Eén gezamenlijk aanspreekpunt voor de wijk.')

      // 2: after the repairs only findings that may be overruled are left.
      await screen.cell('parties', 'p04', 'corePlayer').selectOption('ja')
      await openCheck(page)
      await press(check.getByRole('button', { name: /^Zo laten, met reden: De wijkindeling/ }))
      await expect(check.getByRole('textbox', { name: 'Waarom kan dit zo blijven?' })).toBeVisible()
      await check.getByRole('textbox', { name: 'Waarom kan dit zo blijven?' }).focus()
      await page.keyboard.type('De gemeente besluit vóór 1 april.')
      await page.keyboard.press('Enter')
      await expect(check.getByText('De gemeente besluit vóór 1 april.')).toBeVisible()
      await press(check.getByRole('button', { name: 'Sluiten' }))
      await screen.expectSaved()

      // 3: presenting freezes version 1 and asks the five.
      await openAgreement(page, server.url, planId)
      await press(page.getByRole('button', { name: 'Ter akkoord voorleggen' }))
      await press(
        page.getByRole('dialog').getByRole('button', { name: 'Versie maken en akkoord vragen' }),
      )
      await expect(page.getByRole('heading', { name: 'Versie 1 ter akkoord' })).toBeVisible()
      await expect(page.getByText('… Wacht op antwoord')).toHaveCount(5)
      await expectNoAxeFindings(page)

      // 4, 5: holders of a mandate answer, with a remark; a deputy whom nobody named can't.
      const phone = await openAs(people['wijkverpleging'] as ApiClient, { width: 390, height: 844 })
      await openAgreement(phone, server.url, planId)
      await answer(phone, 'Wijkverpleging', 'Akkoord')
      await expectNoAxeFindings(phone)
      await expect(phone.getByText(/namens Thuiszorg De Wetering, Zorg Dichtbij/)).toBeVisible()
      const ilse = await openAs(people['paramedici'] as ApiClient, size)
      await openAgreement(ilse, server.url, planId)
      await answer(
        ilse,
        'Paramedici',
        'Akkoord met opmerking',
        'Mits de scholing in maart doorgaat.',
      )
      await expect(page.getByText('‘Mits de scholing in maart doorgaat.’')).toBeVisible()
      const standIn = await dounia.inviteAndJoin(planId, {
        name: 'Tess Invaller',
        email: `tess+${planId}@voorbeeld.nl`,
        role: 'editor',
        discipline: 'apothekers',
      })
      const { current } = await dounia.json<{ current: { versionId: string; code: string } }>(
        'GET',
        `/api/plans/${planId}/agreement`,
      )
      expect(
        (
          await standIn.request('POST', `/api/versions/${current.versionId}/approvals`, {
            discipline: 'apothekers',
            verdict: 'agreed',
          })
        ).status,
      ).toBe(403)

      // 6: a date changes; answers stay with version 1 and are confirmed on version 2 with one press.
      await page.goto(`${server.url}/plan/${planId}`)
      await expect(screen.saveStatus).toContainText('Opgeslagen')
      const date = screen.cell('activities', 'a09', 'dateTo')
      await date.fill('30-06-2026')
      await date.press('Enter')
      await screen.expectSaved()
      await openAgreement(page, server.url, planId)
      await expect(
        page.getByText(/Sinds versie 1 is het plan gewijzigd: 1 activiteit/),
      ).toBeVisible()
      await press(page.getByRole('button', { name: 'Nieuwe versie voorleggen' }))
      await press(
        page.getByRole('dialog').getByRole('checkbox', { name: /^Alleen spelling verbeterd/ }),
        'Space',
      )
      await press(
        page.getByRole('dialog').getByRole('button', { name: 'Versie maken en akkoord vragen' }),
      )
      await expect(
        page.getByRole('dialog').getByText(/meer verbeterd dan de spelling/),
      ).toBeVisible()
      await press(
        page.getByRole('dialog').getByRole('checkbox', { name: /^Alleen spelling verbeterd/ }),
        'Space',
      )
      await press(
        page.getByRole('dialog').getByRole('button', { name: 'Versie maken en akkoord vragen' }),
      )
      await expect(page.getByRole('heading', { name: 'Versie 2 ter akkoord' })).toBeVisible()
      await expect(
        phone.getByText(/gegeven op versie 1 · 1 wijziging sindsdien/).first(),
      ).toBeVisible()
      for (const screen of [phone, ilse]) {
        await press(screen.getByRole('button', { name: /^Opnieuw bevestigen op versie 2/ }))
        const dialog = screen.getByRole('alertdialog')
        await expect(dialog.getByText(/^U tekent als .*, voor /)).toBeVisible()
        await press(dialog.getByRole('button', { name: 'Bevestigen' }))
        await expect(dialog).toBeHidden()
      }
      await expect(phone.getByText('✓ Akkoord', { exact: true })).toBeVisible()
      await expect(ilse.getByText('✓ Akkoord met opmerking')).toBeVisible()

      // 7: the others agree; the last one adopts it, on every screen.
      const second = (
        await dounia.json<{ current: { versionId: string } }>(
          'GET',
          `/api/plans/${planId}/agreement`,
        )
      ).current.versionId
      for (const discipline of ['huisartsenzorg', 'apothekers']) {
        const person = people[discipline] as ApiClient
        const { seats } = await person.json<Agreement>('GET', `/api/plans/${planId}/agreement`)
        await person.json('POST', `/api/versions/${second}/approvals`, {
          discipline,
          verdict: 'agreed',
          statement: seats.find((seat) => seat.id === discipline)?.signing?.statement,
        })
      }
      await answer(page, 'Sociaal werk', 'Akkoord')
      await expect(page.getByRole('heading', { name: 'Versie 2 vastgesteld' })).toBeVisible()
      await expect(phone.getByRole('heading', { name: 'Versie 2 vastgesteld' })).toBeVisible()

      // 12: submitted, and the files are archived.
      await press(page.getByRole('button', { name: 'Plan indienen' }))
      await page.getByRole('textbox', { name: 'Aan wie dient u in?' }).focus()
      await page.keyboard.type('Versterking Eerstelijn IJsselrade')
      await press(
        page.getByRole('dialog').getByRole('checkbox', { name: /geen andere aanvraag/ }),
        'Space',
      )
      await expectNoAxeFindings(page)
      await press(
        page.getByRole('dialog').getByRole('button', { name: 'Vastleggen dat u heeft ingediend' }),
      )
      await expect(page.getByRole('heading', { name: 'Versie 2 ingediend' })).toBeVisible()
      await expect(page.getByRole('link', { name: /v2\.docx/ })).toBeVisible()
      await expectNoAxeFindings(page)

      // A person who writes on reads what that means, and how the receiver gets it.
      await page.goto(`${server.url}/plan/${planId}`)
      const notice = page.getByRole('region', { name: 'Dit plan is ingediend' })
      await expect(notice.getByText(/^U wijzigt een plan dat op .* is ingediend\.$/)).toBeVisible()
      await screen.typeAtEnd(screen.field('gewensteSituatie'), ' En een beweegmakelaar.')
      await screen.expectSaved()
      await expect(notice.getByText(/en daarna gewijzigd\.$/)).toBeVisible()
      await expect(notice.getByRole('link', { name: 'Correctie voorleggen' })).toBeVisible()
      await expectNoAxeFindings(page, 'besides the paper')
      await page.screenshot({ path: info.outputPath('submitted.png') })
      await page.goto(server.url)
      await expect(page.getByText('Ingediend, daarna gewijzigd').first()).toBeVisible()
      await openAgreement(page, server.url, planId)
      await expect(page.getByText('Ingediend, daarna gewijzigd')).toBeVisible()
      await expectNoAxeFindings(page)

      // A correction is presented as any version, and the chip says that it is one.
      await press(page.getByRole('button', { name: 'Correctie voorleggen' }))
      await press(
        page.getByRole('dialog').getByRole('button', { name: 'Versie maken en akkoord vragen' }),
      )
      await expect(page.getByText('Correctie ter akkoord')).toBeVisible()
      await expectNoAxeFindings(page)
      await page.screenshot({ path: info.outputPath('correction.png'), fullPage: true })
      await press(page.getByRole('button', { name: /^Ronde intrekken/ }))
      await expect(page.getByText('Wat eerder is ingediend, geldt weer.')).toBeVisible()
      await press(page.getByRole('alertdialog').getByRole('button', { name: 'Ronde intrekken' }))
      await expect(page.getByText('Ingediend, daarna gewijzigd')).toBeVisible()

      // The check page is public.
      const stranger = await openAs(
        Object.assign(Object.create(Object.getPrototypeOf(dounia)), {
          url: server.url,
          cookie: '',
        }),
        { width: 390, height: 844 },
      )
      await stranger.goto(`${server.url}/controle`)
      const { current: handedIn } = await dounia.json<{ current: { code: string } }>(
        'GET',
        `/api/plans/${planId}/agreement`,
      )
      await stranger.getByRole('textbox', { name: /Code van de versie/ }).focus()
      await stranger.keyboard.type(handedIn.code.toLowerCase())
      await stranger.keyboard.press('Enter')
      await expect(
        stranger.getByRole('heading', { name: /Dit is een vastgestelde versie/ }),
      ).toBeVisible()
      await expect(
        stranger.getByRole('listitem').filter({ hasText: 'Apotheek ’t Broek' }),
      ).toBeVisible()
      await expectNoAxeFindings(stranger)
    },
  )
}
