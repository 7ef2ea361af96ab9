import { afterAll, describe, expect, test } from 'vitest'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { isInstalled } from '#tests/support/office.ts'
import {
  bold,
  box,
  bullet,
  cutLine,
  docxOf,
  grid,
  italic,
  line,
  sourceLines,
  title,
} from '#tests/support/source-forms.ts'
import { resaved, sourceReader, withoutIds } from '#tests/support/source-reading.ts'

const reader = sourceReader()
afterAll(() => reader.close())

const medrie = sourceLines('medrie-wijkplan')
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
    const { format, target, unplaced, words } = await reader.read(await form({}))
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
    const [before, after] = [await reader.read(bytes), await reader.read(await resaved(bytes))]
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
    const { unplaced, words } = await reader.read(bytes)
    expect(words('uitgangspunten')).toBe('Kennen.')
    expect(unplaced).toEqual([
      { text: 'Zelf geschreven zin.', where: 'Toelichting', why: expect.any(String) },
    ])
  })
})

describe('Rijnmond: headings without styles, cells merged', () => {
  test('texts, practices and goals find their place by what they are called', async () => {
    const { format, target, unplaced, words } = await reader.read(
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
    reader.read(await docxOf([title('Notulen'), line('Aanwezig: Anna')])),
  ).rejects.toMatchObject({ code: 'import-unrecognized' })
})
