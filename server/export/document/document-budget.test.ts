import { describe, expect, test } from 'vitest'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { nodesOf, plan, rowsOf, tableOf, textOf, values } from '#tests/support/built-document.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'

/** The same form with other words in it. */
const changedFormat = (change: (format: Format) => void): Format => {
  const copy = structuredClone(plan)
  change(copy)
  return FormatSchema.parse(copy)
}

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
