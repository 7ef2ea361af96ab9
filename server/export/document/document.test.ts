import { describe, expect, test } from 'vitest'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { options, planContent, readFormat } from '#tests/support/sample-plans.ts'
import { buildDocument } from './document.ts'
import { blockText } from './document-text.ts'
import { type DocumentBlock, type DocumentTable, standLine } from './document-tree.ts'

const plan = readFormat('hecht-wijkverband')
const values = {
  wijk: 'Het Broek',
  team: 'Verband',
  periodFrom: '2026-02-01',
  periodTo: '2026-12-31',
}

const nodesOf = (
  format: Format,
  input: Partial<PlanInput>,
  changed: Partial<typeof options> = {},
) =>
  buildDocument(planContent(format, { values, ...input }), format, { ...options, ...changed }).nodes

const textOf = (nodes: readonly DocumentBlock[]) => nodes.map(blockText).join('\n')
const tableOf = (nodes: readonly DocumentBlock[], id: string): DocumentTable => {
  const found = nodes.find((node): node is DocumentTable => node.kind === 'table' && node.id === id)
  if (found === undefined) throw new Error(`no table ${id}`)
  return found
}
const rowsOf = (table: DocumentTable) =>
  table.rows.map((row) => [
    row.kind,
    ...row.cells.map((cell) => cell.content.map(blockText).join(' ')),
  ])

/** The same form with other words in it. */
const changedFormat = (change: (format: Format) => void): Format => {
  const copy = structuredClone(plan)
  change(copy)
  return FormatSchema.parse(copy)
}

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

  test('that are kept during the year, and what is internal, stay out', () => {
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

describe('the budget', () => {
  test('has the groups, columns and blanks of the form; untouched preset rows stay out (Z13, Z14)', () => {
    const budget = planContent(plan, { values }).tables['budget'] ?? []
    expect(budget).toHaveLength(12)
    const rows = [
      ...budget.map((row) => ({ ...row })),
      {
        id: 'eigen01',
        group: 'aanjagen',
        description: 'Planning',
        quantityHundredths: 1250,
        rateCents: 7500,
      },
    ]
    const nodes = nodesOf(plan, {
      tables: {
        budget: [
          ...rows,
          { id: 'eigen02', group: 'overig', description: 'Drukwerk', amountCents: 123_456 },
        ],
      },
    })
    expect(rowsOf(tableOf(nodes, 'budget'))).toEqual([
      [
        'group',
        'Kosten lokaal aanjagen / coördineren van de samenwerking',
        'aantal',
        'uurtarief',
        'bedrag',
      ],
      ['body', 'Planning', '12,5', '€\u00a075,00', '€\u00a0937,50'],
      [
        'group',
        'Vacatiegelden deelnemers van de wijksamenwerking',
        'aantal',
        'uurtarief',
        'bedrag',
      ],
      ['group', 'Kosten bijeenkomsten', '', '', 'bedrag'],
      ['group', 'Overige kosten', '', '', 'bedrag'],
      ['body', 'Drukwerk', 'nvt', 'nvt', '€\u00a01.234,56'],
      ['total', 'Totale kosten', '', '', '€\u00a02.172,06'],
    ])
  })

  test('keeps preset rows on request', () => {
    expect(
      tableOf(nodesOf(plan, {}, { untouchedPresets: true }), 'budget').rows.filter(
        (row) => row.kind === 'body',
      ),
    ).toHaveLength(12)
  })

  test('gives numbers with their kind, so that a sheet can calculate', () => {
    const table = tableOf(
      nodesOf(plan, {
        tables: {
          budget: [
            {
              id: 'eigen01',
              group: 'aanjagen',
              description: 'x',
              quantityHundredths: 1250,
              rateCents: 7500,
            },
            { id: 'eigen02', group: 'overig', amountCents: 5 },
          ],
        },
      }),
      'budget',
    )
    const kinds = table.rows
      .filter((row) => row.kind === 'body')
      .map((row) => row.cells.map((cell) => cell.value))
    expect(kinds).toEqual([
      [
        undefined,
        { kind: 'quantity', hundredths: 1250 },
        { kind: 'money', cents: 7500 },
        { kind: 'money', cents: 93_750 },
      ],
      [
        undefined,
        { kind: 'notApplicable' },
        { kind: 'notApplicable' },
        { kind: 'money', cents: 5 },
      ],
    ])
    expect(table.rows.at(-1)?.cells.at(-1)?.value).toEqual({ kind: 'money', cents: 93_755 })
  })

  test('has a group for each theme, and money of a theme that is gone is still printed', () => {
    const format = readFormat('medrie-wijkplan')
    const nodes = nodesOf(format, {
      tables: {
        themes: [{ id: 'theme01', title: 'Vallen' }],
        budget: [
          { id: 'regel01', group: 'theme01', description: 'Zaal', amountCents: 1000 },
          { id: 'regel02', group: 'theme99', description: 'Wees', amountCents: 50 },
        ],
      },
    })
    const rows = rowsOf(tableOf(nodes, 'budget'))
    expect(rows.filter(([kind]) => kind === 'group').map((row) => row[1])).toEqual([
      'Vormgeven en onderhouden van het netwerk',
      'Thema 1: Vallen',
      'Onvoorzien',
      'Zonder onderdeel',
    ])
    expect(rows.at(-1)).toEqual(['total', 'Totaal begroot', '', '', '€\u00a010,50'])
    // The actual costs are of the year, and not printed with the form.
    // Nor is a column of ours that nobody filled in.
    expect(tableOf(nodes, 'budget').columns.map((column) => column.label)).toEqual([
      'Omschrijving',
      'Aantal uren',
      'Uurtarief',
      'Begroot',
    ])
  })

  test('sets income against it', () => {
    const format = readFormat('rijnmond-wijkplan')
    const nodes = nodesOf(format, {
      tables: {
        parties: [{ id: 'party01', name: 'Kade 12', connected: 'ja' }],
        income: [
          {
            id: 'inkom01',
            party: 'party01',
            description: 'Vergoeding',
            ionPatients: 10_000,
            rateCents: 224,
          },
        ],
        budget: [
          { id: 'regel01', group: 'overig', description: 'Onvoorzien', amountCents: 2_250_000 },
        ],
      },
    })
    expect(rowsOf(tableOf(nodes, 'income')).slice(1)).toEqual([
      ['body', 'Kade 12', 'Vergoeding', '10.000', '€\u00a02,24', '€\u00a022.400,00'],
      ['total', 'Totaal', '', '10.000', '', '€\u00a022.400,00'],
    ])
    expect(textOf(nodes)).toContain(
      'Saldo: €\u00a0-100,00 (inkomsten €\u00a022.400,00 min begroting €\u00a022.500,00)',
    )
  })

  test('has a day of counting at each practice only where somebody gave one (R2)', () => {
    const row = { id: 'inkom01', party: 'party01', ionPatients: 100, rateCents: 224 }
    const columns = (ionDate: string | null, days: PlanInput['values']) =>
      tableOf(
        nodesOf(readFormat('rijnmond-wijkplan'), {
          values: days,
          tables: {
            parties: [{ id: 'party01', name: 'Kade 12', connected: 'ja' }],
            income: [{ ...row, ionDate }],
          },
        }),
        'income',
      ).columns.map(({ label }) => label)
    expect(columns(null, { ionPeildatum: '2026-01-01' })).not.toContain('Peildatum')
    expect(columns('2026-02-01', {})).toContain('Peildatum')
  })

  test('leaves out of the income the practices that do not count, and names them', () => {
    const format = readFormat('rijnmond-wijkplan')
    const income = (id: string, party: string, description: string) => ({
      id,
      party,
      description,
      ionPatients: 100,
      rateCents: 224,
    })
    const nodes = nodesOf(format, {
      tables: {
        parties: [
          { id: 'party01', name: 'Kade 12', connected: 'ja' },
          { id: 'party02', name: 'Het Baken', connected: 'nee' },
          { id: 'party03', name: 'Sluisplein' },
        ],
        income: [
          income('inkom01', 'party01', 'Eerste'),
          income('inkom02', 'party01', 'Dubbel'),
          income('inkom03', 'party02', 'Baken'),
          income('inkom04', 'party03', 'Sluis'),
        ],
        budget: [{ id: 'regel01', group: 'overig', description: 'Zaal', amountCents: 10_000 }],
      },
    })
    expect(rowsOf(tableOf(nodes, 'income')).at(-1)).toEqual([
      'total',
      'Totaal',
      '',
      '100',
      '',
      '€\u00a0224,00',
    ])
    const text = textOf(nodes)
    for (const words of [
      '‘Dubbel’ telt niet mee in het totaal: de praktijk staat al in een andere regel.',
      '‘Baken’ telt niet mee in het totaal: de praktijk is niet aangesloten.',
      '‘Sluis’ telt niet mee in het totaal: niet bekend is of de praktijk is aangesloten.',
      'Saldo: €\u00a0124,00',
    ])
      expect(text).toContain(words)
  })

  test('says what is left of a budget that the form asks for', () => {
    const format = changedFormat((copy) => {
      for (const block of copy.sections.flatMap((section) => section.blocks))
        if (block.id === copy.summary.available) block.isInternal = false
    })
    const text = textOf(
      nodesOf(format, {
        values: { ...values, availableBudgetCents: 1_000_00 },
        tables: { budget: [{ id: 'regel01', group: 'overig', amountCents: 25_000 }] },
      }),
    )
    expect(text).toContain('Beschikbaar budget: €\u00a01.000,00')
    expect(text).toContain(
      'Nog te verdelen: €\u00a0750,00 (beschikbaar €\u00a01.000,00 min begroting €\u00a0250,00)',
    )
  })
})
