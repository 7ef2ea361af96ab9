import { CheckBox, Paragraph, TextRun } from 'docx'
import { afterAll, describe, expect, test } from 'vitest'
import { isInstalled } from '#tests/support/office.ts'
import {
  bold,
  bullet,
  docxOf,
  grid,
  italic,
  line,
  numberedTitle,
  sourceLines,
} from '#tests/support/source-forms.ts'
import { resaved, sourceReader, withoutIds } from '#tests/support/source-reading.ts'

const reader = sourceReader()
afterAll(() => reader.close())
const hecht = sourceLines('hecht-wijkverband')

const preset = (group: string) =>
  hecht
    .slice(hecht.findIndex((text) => text.endsWith(group)))
    .find((text) => text.length > 45 && !text.endsWith(group)) ?? ''

describe('Hecht Wijkverband: numbered headings, a budget of one table, placeholders', () => {
  const [coordination, attendance, meetings, other] = [
    'Kosten lokaal aanjagen / coördineren van de samenwerking',
    'Vacatiegelden deelnemers van de wijksamenwerking',
    'Kosten bijeenkomsten',
    'Overige kosten',
  ]
  const budget = (quantity: string) =>
    grid([
      [`[bookmark: RANGE!A1:C8]${coordination}`, 'aantal', 'uurtarief', 'bedrag'],
      ['Plan van aanpak', quantity, '€ 75,00', '€ 937,50'],
      [preset(coordination), '0', '€ 75,00', '€ -'],
      [attendance, 'aantal', 'uurtarief', 'bedrag'],
      [preset(attendance), '10', '€ 80,00', '€ 800,00'],
      [preset(attendance), '0', '€ 75,00', '€ -'],
      [{ text: meetings, across: 3 }, 'bedrag'],
      ['Zaalhuur', 'nvt', 'nvt', '€ 1.234,56'],
      [{ text: other, across: 3 }, 'bedrag'],
      ['Onvoorziene uitgaven en aanvullende benodigdheden.', 'nvt', 'nvt', '€ -'],
      [{ text: 'Totale kosten', across: 3 }, '€ 2.972,06'],
    ])
  const form = (
    quantity = '12,5',
    checklist = [
      bullet(
        'Wordt het plan door alle kernspelers gedragen en gezamenlijk ingediend? Ja, alle vijf',
      ),
      bullet(`${hecht.at(-1)?.replace(/^· /, '')}`),
      line('Nee'),
    ],
  ) => {
    const guidance = (from: string, to: string) =>
      hecht
        .slice(
          hecht.findIndex((text) => text.includes(from)) + 1,
          hecht.findIndex((text) => text.includes(to)),
        )
        .filter((text) => !text.includes('hier beschrijven'))
    return docxOf([
      bold('Ontwikkelplan Hecht Wijkverband'),
      numberedTitle('Huidige situatie in de wijksamenwerking'),
      ...guidance('1. Huidige situatie', 'Beschrijf aanvullend').map(italic),
      line(
        'Beschrijf aanvullend op de vragenlijst, hoe de huidige samenwerking nu wordt georganiseerd.',
      ),
      line('Wij zien elkaar elke maand.'),
      numberedTitle('Wat is de gewenste situatie van de wijksamenwerking?'),
      line('hier beschrijven'),
      ...guidance('2. Wat is de gewenste situatie', '3. Welke stappen').map((text) =>
        text.startsWith('·') ? bullet(text.replace(/^· /, '')) : italic(text),
      ),
      numberedTitle('Welke stappen ga je doorlopen'),
      line('Activiteiten (SMART):'),
      bullet('Startbijeenkomst in februari'),
      line('Voor 1 juli is er een gezamenlijke agenda.'),
      numberedTitle('Behoefte aan ondersteuning'),
      line(
        'Beschrijf zo concreet mogelijk waar je ondersteuning bij nodig hebt vanuit het projectteamhier beschrijven',
      ),
      numberedTitle('Financiering'),
      line('Beschrijf hoe dubbelfinanciering wordt voorkomen.'),
      line('Elke post heeft één bron.'),
      numberedTitle('Begroting'),
      budget(quantity),
      numberedTitle('Checklist'),
      ...checklist,
    ])
  }

  test('groups, amounts, preset rows and answers', async () => {
    const { format, target, unplaced, words } = await reader.read(await form())
    expect(format).toBe('hecht-wijkverband')
    expect(words('huidigeSituatie')).toBe('Wij zien elkaar elke maand.')
    expect([words('gewensteSituatie'), words('ondersteuning')]).toEqual(['', ''])
    expect(words('dubbelfinanciering')).toBe('Elke post heeft één bron.')
    expect(target.values).toMatchObject({
      checkGedragen: 'ja',
      checkGedragenNote: 'alle vijf',
      checkAfgestemd: 'nee',
    })
    const rows = target.tables['budget'] ?? []
    // One box in the form, rows in the plan.
    expect((target.tables['activities'] ?? []).map((row) => row['title'])).toEqual([
      'Startbijeenkomst in februari',
      'Voor 1 juli is er een gezamenlijke agenda.',
    ])
    // Written over the text of the form: the plan keeps its twelve rows.
    expect(rows).toHaveLength(12)
    expect(rows.find((row) => row['description'] === 'Plan van aanpak')).toMatchObject({
      group: 'aanjagen',
      quantityHundredths: 1250,
      rateCents: 7500,
      amountCents: 93750,
    })
    expect(rows.find((row) => row['rateCents'] === 8000)).toMatchObject({
      group: 'vacatie',
      quantityHundredths: 1000,
      amountCents: 80000,
    })
    expect(rows.find((row) => row['description'] === 'Zaalhuur')).toMatchObject({
      group: 'bijeenkomsten',
      quantityHundredths: 'nvt',
      amountCents: 123456,
    })
    expect(target.totals['budget']?.totalCents).toBe(297_206)
    expect(unplaced).toEqual([])
  })

  test.skipIf(!isInstalled('soffice'))('saved by LibreOffice it says the same', async () => {
    const bytes = await form()
    const [before, after] = [await reader.read(bytes), await reader.read(await resaved(bytes))]
    expect(withoutIds(after.target)).toEqual(withoutIds(before.target))
    expect(after.unplaced).toEqual([])
  })

  test('a number that is no Dutch number is asked about and not guessed', async () => {
    const { target, unplaced } = await reader.read(await form('12.5'))
    expect(unplaced).toEqual([
      {
        text: 'aantal: 12.5',
        where: 'Begroting: Plan van aanpak',
        why: '12.5 is geen Nederlands getal. Bedoelt u 12,5?',
      },
      {
        text: 'uurtarief: €\u00a075,00',
        where: 'Begroting: Plan van aanpak',
        why: expect.stringContaining('Wij nemen het bedrag over'),
      },
    ])
    expect(
      target.tables['budget']?.find((row) => row['description'] === 'Plan van aanpak'),
    ).toMatchObject({ quantityHundredths: 'nvt', amountCents: 93_750 })
  })

  test('an amount that is not quantity times rate is said, and computed', async () => {
    const { unplaced, target } = await reader.read(await form('13'))
    expect(unplaced).toMatchObject([
      { text: 'bedrag: €\u00a0937,50', why: expect.stringContaining('niet aantal keer tarief') },
    ])
    expect(
      target.tables['budget']?.find((row) => row['description'] === 'Plan van aanpak')?.[
        'amountCents'
      ],
    ).toBe(97_500)
  })

  test('boxes to tick, as Word makes them', async () => {
    const boxes = (isYes: boolean) =>
      new Paragraph({
        children: [
          new TextRun('Wordt het plan door alle kernspelers gedragen en gezamenlijk ingediend? '),
          new CheckBox({ checked: isYes }),
          new TextRun(' Ja  '),
          new CheckBox({ checked: !isYes }),
          new TextRun(' Nee'),
        ],
      })
    for (const isYes of [true, false])
      expect(
        (await reader.read(await form('12,5', [boxes(isYes)]))).target.values['checkGedragen'],
      ).toBe(isYes ? 'ja' : 'nee')
  })

  test('an answer that is neither yes nor no stays with its words', async () => {
    const { unplaced, target } = await reader.read(
      await form('12,5', [
        bullet(
          'Wordt het plan door alle kernspelers gedragen en gezamenlijk ingediend? Dat moet nog',
        ),
      ]),
    )
    expect(target.values['checkGedragen']).toBeNull()
    expect(unplaced).toMatchObject([{ text: 'Dat moet nog' }])
  })
})
