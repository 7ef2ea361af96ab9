import { describe, expect, test } from 'vitest'
import { nodesOf, plan, rowsOf, tableOf, textOf, values } from '#tests/support/built-document.ts'
import { options, planContent, readFormat } from '#tests/support/sample-plans.ts'
import { buildDocument } from './document.ts'
import { blockText } from './document-text.ts'
import { standLine } from './document-tree.ts'

describe('the head', () => {
  test('holds the title, the state and the moment in the time of Amsterdam', () => {
    const tree = buildDocument(planContent(plan, { values }), plan, {
      ...options,
      title: 'Ontwikkelplan Hecht Wijkverband Het Broek',
    })
    expect(tree).toMatchObject({
      title: 'Ontwikkelplan Hecht Wijkverband Het Broek',
      language: 'nl-NL',
    })
    expect(tree.subtitle).toBeUndefined()
    expect(tree.meta).toMatchObject({
      wijk: 'Het Broek',
      team: 'Verband',
      period: '1 februari 2026 tot en met 31 december 2026',
      status: 'Concept',
      generatedAt: '9 maart 2026 om 14.05 uur',
      seq: 42,
    })
  })

  test('says what form it is when the title does not', () => {
    expect(buildDocument(planContent(plan, { values }), plan, options).subtitle).toBe(
      'Ontwikkelplan Hecht Wijkverband',
    )
    // "Voorbeeld / format Wijkplan" is the name of Medrie's template, not of a plan.
    const medrie = readFormat('medrie-wijkplan')
    expect(
      buildDocument(planContent(medrie, { values }), medrie, {
        ...options,
        title: 'Wijkplan Het Broek',
      }).subtitle,
    ).toBeUndefined()
  })

  test('identifies the plan in the line of its state, as far as title and form do not', () => {
    const tree = buildDocument(planContent(plan, { values }), plan, {
      ...options,
      title: 'Ontwikkelplan Hecht Wijkverband Het Broek',
    })
    expect(standLine(tree)).toBe(
      'Verband · 1 februari 2026 tot en met 31 december 2026 · Concept · stand van 9 maart 2026 om 14.05 uur · wijziging 42',
    )
    const medrie = readFormat('medrie-wijkplan')
    expect(buildDocument(planContent(medrie, { values }), medrie, options).head).toEqual([
      { label: 'Wijk', value: 'Het Broek' },
      { label: 'Periode', value: '1 februari 2026 tot en met 31 december 2026' },
    ])
  })
})

describe('sections', () => {
  test('stand in the order of the form, with its titles and numbers', () => {
    const headings = nodesOf(plan, {}).filter((node) => node.kind === 'heading' && node.level === 1)
    expect(headings.map(blockText)).toEqual([
      '1. Huidige situatie in de wijksamenwerking',
      '2. Wat is de gewenste situatie van de wijksamenwerking?',
      '3. Welke stappen ga je doorlopen',
      '4. Behoefte aan ondersteuning',
      '5. Financiering',
      '6. Begroting',
      '7. Checklist',
      'Aanvullingen',
      'Gegevens van het plan (niet in het formulier)',
    ])
  })

  test('sections that are kept during the year, and internal text, stay out', () => {
    for (const id of ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan']) {
      const format = readFormat(id)
      const text = textOf(nodesOf(format, { values: { ...values, availableBudgetCents: 123_456 } }))
      for (const section of format.sections.filter((candidate) => candidate.part === 'execution'))
        expect(text).not.toContain(section.title)
      expect(text).not.toContain('1.234,56')
      expect(text).not.toContain('Naam in de alfabetische lijst')
    }
  })

  test('an empty field is an empty paragraph without the placeholder', () => {
    const nodes = nodesOf(plan, {})
    expect(textOf(nodes)).not.toContain('hier beschrijven')
    const at = nodes.findIndex((node) => blockText(node) === '4. Behoefte aan ondersteuning')
    expect(nodes.slice(at + 1, at + 3)).toMatchObject([
      {
        kind: 'paragraph',
        role: 'label',
        runs: [
          {
            text: 'Beschrijf zo concreet mogelijk waar je ondersteuning bij nodig hebt vanuit het projectteam',
          },
        ],
      },
      { kind: 'paragraph', role: 'body', runs: [] },
    ])
  })

  test('guidance is there only when asked for, where the source prints it', () => {
    expect(nodesOf(plan, {}).some((node) => node.kind === 'guidance')).toBe(false)
    const nodes = nodesOf(plan, {}, { guidance: true })
    const at = nodes.findIndex(
      (node) => blockText(node) === '2. Wat is de gewenste situatie van de wijksamenwerking?',
    )
    // The box first, "Beschrijf hierboven" below it.
    expect(nodes.slice(at + 1, at + 3).map((node) => node.kind)).toEqual(['paragraph', 'guidance'])
    expect(textOf(nodes)).toContain('Beschrijf hierboven welke concrete ontwikkeling')
  })

  test('the explanation of Medrie follows the form, a title for each box', () => {
    const format = readFormat('medrie-wijkplan')
    const nodes = nodesOf(format, {}, { guidance: true })
    const appendix = nodes.slice(nodes.findIndex((node) => blockText(node) === 'Toelichting:'))
    expect(appendix.flatMap((node) => (node.kind === 'guidance' ? [node.title] : []))).toEqual([
      'BETROKKEN PARTIJEN',
      'WAT VIND JE BELANGRIJK IN DE SAMENWERKING?',
      'BESCHRIJF HOE JE HET NETWERK VORMGEEFT EN ONDERHOUDT',
      'BEPAAL DE THEMA’S VAN DE WIJK',
      'BEGROTING EN TIJDSINVESTERING (PERSONEEL EN MIDDELEN) WIJKPLAN',
      'Over dit formulier in Wijktafel',
    ])
    expect(
      appendix.some(
        (node) =>
          node.kind === 'guidance' &&
          node.content.some((inner) => inner.kind === 'list' && inner.items.length === 4),
      ),
    ).toBe(true)
  })
})

describe('values', () => {
  test('print as people read them', () => {
    const text = textOf(
      nodesOf(plan, {
        values: {
          ...values,
          inhabitants: 13_480,
          wijkindelingVastgesteld: 'nee',
          checkGedragen: 'ja',
          checkGedragenNote: 'Alle vijf.',
        },
      }),
    )
    for (const line of [
      'Wijk: Het Broek',
      'Looptijd van: 1 februari 2026',
      'Aantal inwoners: 13.480 inwoners',
      'Is de precieze wijkindeling vastgesteld? Nee',
    ])
      expect(text).toContain(line)
    expect(text).toContain(
      'gezamenlijk ingediend?   ☒\u00a0Ja\u00a0\u00a0\u00a0☐\u00a0Nee\nToelichting: Alle vijf.',
    )
    // The form asks no note: an empty one is not printed.
    expect(text).not.toContain('Met wie en wanneer?')
  })

  test('references print a name, choices a label, dates in words; a removed row prints nothing', () => {
    const nodes = nodesOf(plan, {
      tables: {
        parties: [
          { id: 'party01', name: 'Apotheek ’t Broek', discipline: 'apothekers', corePlayer: 'ja' },
        ],
        themes: [{ id: 'theme01', title: 'Medicatie', coreTask: '2' }],
        activities: [
          {
            id: 'activ01',
            title: 'Route',
            theme: 'theme01',
            lead: 'party01',
            dateFrom: '2026-05-15',
            description: 'Eén\n\nTwee',
            status: 'gepland',
          },
          { id: 'activ02', title: 'Weg', lead: 'party99' },
        ],
      },
    })
    expect(rowsOf(tableOf(nodes, 'activities'))).toEqual([
      [
        'header',
        'Activiteit',
        'Thema',
        'Wat gaat u doen en wat is het meetbare resultaat?',
        'Trekker',
        'Van',
      ],
      // The status is of the year, and not printed with the form.
      ['body', 'Route', 'Medicatie', 'Eén Twee', 'Apotheek ’t Broek', '15 mei 2026'],
      ['body', 'Weg', '', '', '', ''],
    ])
    expect(textOf(nodes)).toContain(
      'Thema 1: Medicatie\nKerntaak: 2. Aanspreekpunt zijn voor professionals en externe partijen\nDoelstelling:\n\nResultaat:',
    )
  })

  test('a form with a numbered part keeps the place of the first', () => {
    expect(textOf(nodesOf(readFormat('medrie-wijkplan'), { tables: { themes: [] } }))).toContain(
      'Thema 1:\nDoelstelling:\n\nResultaat:\n',
    )
  })

  test('the questionnaire is a table with the days it was answered', () => {
    const nodes = nodesOf(plan, {
      values: { ...values, startDate: '2026-01-15' },
      tables: { vragenlijst: [{ id: 'vraag01', question: 'Is er overleg?', start: '1' }] },
    })
    expect(textOf(nodes)).toContain('Datum meting bij de start: 15 januari 2026')
    // The second measurement is of the year, and not of the form that is handed in.
    expect(textOf(nodes)).not.toContain('Datum meting aan het einde')
    expect(rowsOf(tableOf(nodes, 'vragenlijst'))).toEqual([
      ['header', 'Vraag', 'Start'],
      ['body', 'Is er overleg?', '1'],
    ])
  })
})
