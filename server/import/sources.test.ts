import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CheckBox, Paragraph, TextRun } from 'docx'
import { afterAll, describe, expect, test } from 'vitest'
import { proposeImport } from '#shared/import/propose.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { isInstalled, Office } from '#tests/support/office.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import {
  bold,
  box,
  bullet,
  cutLine,
  docxOf,
  grid,
  italic,
  line,
  numberedTitle,
  sourceLines,
  title,
} from '#tests/support/source-forms.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

const someone = { person: 'iemand' }
const formats = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'].map(readFormat)
let made = 0
const importer = createImporter(createFileReader(), () => {
  made += 1
  return `rij${made}`
})
afterAll(() => importer.close())

async function read(bytes: Uint8Array) {
  const { format, found } = await importer.recognize(bytes, formats, someone)
  const { target, unplaced } = proposeImport(found, planContent(format, { values: {} }), format)
  const words = (id: string) => plainText(target.fields[id] as RichNode)
  return { format: format.id, target, unplaced, notices: found.notices, words }
}

/** The same form after it was opened and saved in LibreOffice. */
async function resaved(bytes: Uint8Array): Promise<Uint8Array> {
  const office = await Office.open()
  try {
    await office.put('formulier.docx', bytes)
    await office.convert(['formulier.docx'], 'docx', join(office.folder, 'opnieuw'))
    return new Uint8Array(await readFile(join(office.folder, 'opnieuw', 'formulier.docx')))
  } finally {
    await office.close()
  }
}

/** Ids of new rows differ in each import. */
const withoutIds = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replace(/"rij\d+"/g, '"rij"'))

const medrie = sourceLines('medrie-wijkplan')
const hecht = sourceLines('hecht-wijkverband')
const linesAfter = (lines: readonly string[], start: string, count: number) =>
  lines.slice(lines.indexOf(start) + 1, lines.indexOf(start) + 1 + count)

describe('Medrie: boxes around each heading, with the explanation behind the form', () => {
  const form = (fill: { instruction?: boolean }) =>
    docxOf([
      bold(medrie[0] ?? ''),
      line('Naam praktijkteam/wijkteam: Wijkteam Lindewijk'),
      line(medrie[2] ?? ''),
      box(
        [bold('Betrokken partijen')],
        [
          line('Leden wijkkernteam:'),
          cutLine('Anna (huisarts), Bram (wijkverpleging)'),
          line('Betrokken wijkpartners (organisaties):'),
          bullet('GGD'),
          bullet('Fysiotherapie De Linde'),
        ],
      ),
      line(''),
      box(
        [bold('Wat vind je belangrijk in de samenwerking?')],
        [line('Wat zijn de gezamenlijke uitgangspunten en waarden?')],
        [line('Wij kennen elkaar.'), line('Wij zijn eerlijk over geld.')],
      ),
      box(
        [bold('Beschrijf hoe je het netwerk vormgeeft en onderhoudt')],
        ...(fill.instruction === false
          ? []
          : [
              linesAfter(medrie, 'Beschrijf hoe je het netwerk vormgeeft en onderhoudt', 1).map(
                italic,
              ),
            ]),
        [line('Elke maand overleg.')],
      ),
      box(
        [bold('Bepaal de problemen/thema’s van de wijk')],
        linesAfter(medrie, 'Bepaal de problemen/thema’s van de wijk', 2).map(italic),
        [
          line('Thema 1: Eenzaamheid'),
          line('Doelstelling:'),
          line('Minder eenzame inwoners.'),
          line('Resultaat: Twee inloopmiddagen per week.'),
        ],
        [
          line('Thema 2:'),
          line('Valpreventie'),
          line('Doelstelling:'),
          line('Resultaat:'),
          line('etc'),
        ],
      ),
      box(
        [bold('Begroting en tijdsinvestering (personeel en middelen) wijkplan')],
        linesAfter(medrie, 'Begroting en tijdsinvestering (personeel en middelen) wijkplan', 1).map(
          line,
        ),
        [line('Zie de bijlage.')],
      ),
      ...medrie
        .slice(medrie.indexOf('Toelichting:'))
        .map((text) => (text === text.toUpperCase() ? bold(text) : line(text))),
    ])

  test('every answer lands in its field, and of the form itself nothing does', async () => {
    const { format, target, unplaced, words } = await read(await form({}))
    expect(format).toBe('medrie-wijkplan')
    expect(target.values['team']).toBe('Wijkteam Lindewijk')
    expect(words('leden')).toBe('Anna (huisarts), Bram (wijkverpleging)')
    expect(target.fields['wijkpartners']?.content).toMatchObject([
      { type: 'bulletList', content: [{ type: 'listItem' }, { type: 'listItem' }] },
    ])
    expect(words('uitgangspunten')).toBe('Wij kennen elkaar.\nWij zijn eerlijk over geld.')
    expect(words('netwerk')).toBe('Elke maand overleg.')
    expect(words('begrotingToelichting')).toBe('Zie de bijlage.')
    const themes = target.tables['themes'] ?? []
    expect(
      themes.map((row) => [
        row['title'],
        plainText(row['goal'] as RichNode),
        plainText(row['result'] as RichNode),
      ]),
    ).toEqual([
      ['Eenzaamheid', 'Minder eenzame inwoners.', 'Twee inloopmiddagen per week.'],
      ['Valpreventie', '', ''],
    ])
    expect(unplaced).toEqual([])
  })

  test.skipIf(!isInstalled('soffice'))('saved by LibreOffice it says the same', async () => {
    const bytes = await form({})
    const [before, after] = [await read(bytes), await read(await resaved(bytes))]
    expect(withoutIds(after.target)).toEqual(withoutIds(before.target))
    expect(after.unplaced).toEqual([])
  })

  test('text behind the form that is not its explanation is kept for the reader', async () => {
    const bytes = await docxOf([
      bold('Wat vind je belangrijk in de samenwerking?'),
      line('Kennen.'),
      bold('Toelichting:'),
      bold('BETROKKEN PARTIJEN'),
      line('Zelf geschreven zin.'),
    ])
    const { unplaced, words } = await read(bytes)
    expect(words('uitgangspunten')).toBe('Kennen.')
    expect(unplaced).toEqual([
      { text: 'Zelf geschreven zin.', where: 'Toelichting', why: expect.any(String) },
    ])
  })
})

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
    const { format, target, unplaced, words } = await read(await form())
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
    const [before, after] = [await read(bytes), await read(await resaved(bytes))]
    expect(withoutIds(after.target)).toEqual(withoutIds(before.target))
    expect(after.unplaced).toEqual([])
  })

  test('a number that is no Dutch number is asked about and not guessed', async () => {
    const { target, unplaced } = await read(await form('12.5'))
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
    const { unplaced, target } = await read(await form('13'))
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
      expect((await read(await form('12,5', [boxes(isYes)]))).target.values['checkGedragen']).toBe(
        isYes ? 'ja' : 'nee',
      )
  })

  test('an answer that is neither yes nor no stays with its words', async () => {
    const { unplaced, target } = await read(
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

describe('Rijnmond: headings without styles, cells merged', () => {
  test('texts, practices and goals find their place by what they are called', async () => {
    const { format, target, unplaced, words } = await read(
      await docxOf([
        bold('Wijk'),
        bold('Wijk en afbakening'),
        line('Tussen de rivier en het spoor.'),
        bold('Wijksamenwerkingsverband (WSV)'),
        bold('Praktijken en partners'),
        grid([
          ['Organisatie', 'Discipline', 'Aangesloten bij het WSV'],
          ['Huisartsenpraktijk Oost', { text: 'Huisartsenzorg', merge: 'start' }, 'Ja'],
          ['Huisartsenpraktijk West', { text: '', merge: 'on' }, 'nee'],
          ['Apotheek', 'Farmacie', 'Ja'],
        ]),
        bold('Doelstellingen voor het komende jaar'),
        bold('Doelstellingen van het WSV'),
        bullet('Meer tijd'),
        line('Een tabel die wij zelf maakten:'),
        grid([
          ['Wanneer', 'Wat'],
          ['Maart', 'Start'],
        ]),
        bold('Speerpunten'),
        bold('Speerpunt 1: Valpreventie'),
        line('Doelstelling'),
        line('Minder vallen.'),
        title('Een kop die het formulier niet kent'),
        line('Losse tekst.'),
      ]),
    )
    expect(format).toBe('rijnmond-wijkplan')
    expect(words('wijkAfbakening')).toBe('Tussen de rivier en het spoor.')
    expect(
      (target.tables['parties'] ?? []).map((row) => [
        row['name'],
        row['discipline'],
        row['connected'],
      ]),
    ).toEqual([
      ['Huisartsenpraktijk Oost', 'huisartsenzorg', 'ja'],
      ['Huisartsenpraktijk West', 'huisartsenzorg', 'nee'],
      ['Apotheek', null, 'ja'],
    ])
    expect(target.fields['doelen']?.content?.map((node) => node.type)).toEqual([
      'bulletList',
      'paragraph',
      'table',
    ])
    const [theme] = target.tables['themes'] ?? []
    expect([theme?.['title'], plainText(theme?.['goal'] as RichNode)]).toEqual([
      'Valpreventie',
      'Minder vallen.\nEen kop die het formulier niet kent\nLosse tekst.',
    ])
    expect(unplaced).toMatchObject([
      {
        text: 'Discipline: Farmacie',
        where: 'Praktijken en partners: Apotheek',
        why: expect.stringContaining('Kies uit: Huisartsenzorg'),
      },
    ])
  })
})

test('a document of something else is refused', async () => {
  await expect(
    read(await docxOf([title('Notulen'), line('Aanwezig: Anna')])),
  ).rejects.toMatchObject({ code: 'import-unrecognized' })
})
