import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { proposeImport } from '#shared/import/propose.ts'
import { formatEuro, formatHundredths, lineCents, parseDutchNumber } from '#shared/money.ts'
import { header, hecht, inSheet, inWord, newRowId, proposed } from '#tests/support/budget-files.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

/**
 * Every amount in a file is either in the plan or reported, whatever its group asks and wherever
 * its table begins.
 */

const medrie = readFormat('medrie-wijkplan')
const importer = createImporter(createFileReader(), newRowId)
afterAll(() => importer.close())
const someone = { person: 'iemand' }
const foundInCsv = (rows: readonly (readonly string[])[], format = hecht) =>
  importer.read(
    new TextEncoder().encode(rows.map((row) => row.join(';')).join('\r\n')),
    format,
    someone,
  )
const inCsv = async (rows: readonly (readonly string[])[], format = hecht) =>
  proposed(await foundInCsv(rows, format), format)

describe('an amount in a group that asks hours, and hours in one that asks an amount', () => {
  const rows = [
    header,
    ['Kosten lokaal aanjagen / coördineren van de samenwerking', '', '', ''],
    ['Inhuur coördinator', '', '', '€ 2.500,00'],
    ['Kosten bijeenkomsten', '', '', ''],
    ['Gastheer', '4', '50', '200,00'],
  ]
  test.each([
    ['CSV', inCsv],
    ['Word', inWord],
  ] as const)('%s', async (_, read) => {
    const { rows: lines, total, unplaced, sums } = await read(rows)
    expect(lines).toMatchObject([
      { group: 'aanjagen', quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 250_000 },
      { group: 'bijeenkomsten', quantityHundredths: 400, rateCents: 5000, amountCents: 20_000 },
    ])
    expect([total, unplaced, sums]).toEqual([270_000, [], []])
  })

  test('the text beside an amount is named', async () => {
    const { rows: lines, unplaced } = await inCsv([
      header,
      ['Inhuur', '5', '', '500'],
      ['Zaal', '', '75', '80'],
    ])
    expect(lines.map((row) => row['amountCents'])).toEqual([50_000, 8000])
    expect(unplaced.map(({ text }) => text.replaceAll('\u00a0', ' '))).toEqual([
      'aantal: 5',
      'uurtarief: € 75,00',
    ])
  })

  test('a line that would be higher than a plan can hold is named', async () => {
    const { total, unplaced } = await inCsv([header, ['Inhuur', '99.999,99', '9.999,99', '']])
    expect([total, unplaced.length]).toEqual([0, 1])
    expect(unplaced[0]?.text).toContain('99.999,99')
  })

  test('a line that was added to our own CSV without saying what it is, is a line', async () => {
    const { total, unplaced } = await inCsv([
      ['Soort', 'Onderdeel', ...header],
      ['regel', 'Kosten bijeenkomsten', 'Zaal', 'nvt', 'nvt', '250,00'],
      ['', 'Overige kosten', 'Drukwerk', 'nvt', 'nvt', '99,00'],
      ['subtotaal', 'Kosten bijeenkomsten', 'Subtotaal', '', '', '250,00'],
    ])
    expect([total, unplaced]).toEqual([34_900, []])
  })
})

describe('over a line that the plan has', () => {
  const plan = planContent(hecht, {
    values: {},
    tables: {
      budget: [
        { id: 'uren1', group: 'aanjagen', description: 'Overleg', quantityHundredths: 1000 },
        { id: 'vast1', group: 'overig', description: 'Drukwerk', amountCents: 5000 },
      ],
    },
  })
  const read = async (rows: readonly (readonly string[])[]) => {
    const found = await foundInCsv(rows)
    const { target, unplaced, comparison } = proposeImport(found, plan, hecht)
    return { target, unplaced, text: comparison.summary.text }
  }

  test('the same amounts without hours and rates change nothing', async () => {
    const { text, unplaced } = await read([
      ['Omschrijving', 'Bedrag'],
      ['Overleg', '750,00'],
      ['Drukwerk', '50,00'],
    ])
    expect([text, unplaced]).toEqual(['Geen verschillen', []])
  })

  test('another amount is taken, and so are hours over an amount', async () => {
    const { target } = await read([
      header,
      ['Overleg', '', '', '900,00'],
      ['Drukwerk', '2', '30', ''],
    ])
    expect(target.tables['budget']).toMatchObject([
      { quantityHundredths: 'nvt', amountCents: 90_000 },
      { quantityHundredths: 200, rateCents: 3000, amountCents: 6000 },
    ])
  })

  test('an amount alone over hours and a rate is taken, and what stands half beside it is named', async () => {
    const alone = await read([
      ['Omschrijving', 'Bedrag'],
      ['Overleg', '900,00'],
    ])
    const amount = { quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 90_000 }
    expect(alone.target.tables['budget']).toContainEqual(expect.objectContaining(amount))
    expect(alone.unplaced).toEqual([])
    const beside = await read([
      ['Omschrijving', 'Aantal', 'Bedrag'],
      ['Overleg', '2', '900,00'],
    ])
    expect(beside.target.tables['budget']).toContainEqual(expect.objectContaining(amount))
    expect(beside.unplaced).toMatchObject([{ text: 'aantal: 2', where: 'Tabel: Overleg' }])
  })

  test('hours alone over an amount are named', async () => {
    const { target, unplaced } = await read([
      ['Omschrijving', 'Aantal'],
      ['Drukwerk', '2'],
      ['Overleg', '11'],
    ])
    expect(target.tables['budget']).toMatchObject([
      { quantityHundredths: 1100 },
      { amountCents: 5000 },
    ])
    expect(unplaced).toMatchObject([{ text: 'aantal: 2', where: 'Tabel: Drukwerk' }])
  })
})

type Line = { name: string; quantity: number | null; rate: number | null; amount: number | null }
const cents = fc.integer({ min: 1, max: 9_999_999 })
const line: fc.Arbitrary<Line> = fc
  .record({
    name: fc.stringMatching(/^[A-Z][a-zé]{2,12} [a-z]{3,8}q$/),
    quantity: fc.option(fc.integer({ min: 1, max: 99_999 })),
    rate: fc.option(fc.integer({ min: 1, max: 999_999 })),
    amount: fc.option(cents),
    follows: fc.boolean(),
  })
  .map(({ follows, ...own }) =>
    follows && own.quantity !== null && own.rate !== null
      ? { ...own, amount: lineCents(own.quantity, own.rate) }
      : own,
  )
const groupsOfForm: Record<string, string[]> = {
  'hecht-wijkverband': [
    'Kosten lokaal aanjagen / coördineren van de samenwerking',
    'Kosten bijeenkomsten',
    'Overige kosten',
    'Reiskosten',
  ],
  'medrie-wijkplan': ['Vormgeven en onderhouden van het netwerk', 'Onvoorzien', 'Reiskosten'],
}

/**
 * The amounts in the file, as each line's possible value; both values if they contradict each
 * other.
 */
function moneyOf({ quantity, rate, amount }: Line): number {
  const product = quantity === null || rate === null ? null : lineCents(quantity, rate)
  if (product === null) return amount ?? 0
  return amount === null || amount === product ? product : product + amount
}

describe.each([
  ['CSV', inCsv],
  ['a sheet', inSheet],
  ['Word', inWord],
] as const)('random lines as %s', (_, read) => {
  test.each([hecht, medrie])(
    'the accepted lines and the named ones are all lines of the file ($id)',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(line, { minLength: 1, maxLength: 10, selector: ({ name }) => name }),
          fc.array(fc.constantFrom(...(groupsOfForm[format.id] ?? [])), {
            minLength: 10,
            maxLength: 10,
          }),
          fc.record({
            shift: fc.integer({ min: 0, max: 2 }),
            hasNumbers: fc.boolean(),
            total: fc.constantFrom('Totaal', 'Eindtotaal', 'Totaal begroting', '', null),
            tooMuch: fc.constantFrom(0, 0, 12_345),
          }),
          async (lines, groups, { shift, hasNumbers, total, tooMuch }) => {
            const say = (value: number | null) => (value === null ? '' : formatEuro(value).slice(2))
            // Word prints its tables from the first column.
            const before = read === inWord ? [] : Array.from({ length: shift }, () => '')
            const number = (text: string) => (hasNumbers ? [text] : [])
            const sum = lines.reduce((all, { quantity, rate, amount }) => {
              const product = quantity === null || rate === null ? null : lineCents(quantity, rate)
              return all + (product ?? amount ?? 0)
            }, tooMuch as number)
            const rows = [
              [...before, ...number('Nr'), ...header],
              ...lines.flatMap(({ name, quantity, rate, amount }, at) => [
                [...before, ...number(''), groups[at] ?? '', '', '', ''],
                [
                  ...before,
                  ...number(String(at + 1)),
                  name,
                  quantity === null ? '' : formatHundredths(quantity),
                  say(rate),
                  say(amount),
                ],
              ]),
              ...(total === null ? [] : [[...before, ...number(''), total, '', '', say(sum)]]),
            ]
            const result = await read(rows, format)
            const named = result.unplaced
              .map(({ text }) => /^(?:bedrag|begroot): €\u00a0(.*)$/i.exec(text)?.[1])
              .reduce((all, text) => {
                const parsed = parseDutchNumber(text ?? '')
                return all + (parsed.kind === 'number' ? parsed.hundredths : 0)
              }, 0)
            expect(result.total + named).toBe(lines.reduce((all, own) => all + moneyOf(own), 0))
            // A total without a label that is not the sum is reported as an amount without words.
            const isNameless = total === '' && tooMuch > 0
            expect(result.sums.map((found) => found.printed)).toEqual(
              total === null || tooMuch === 0 || isNameless ? [] : [sum],
            )
            for (const { quantity, rate, amount } of lines)
              if (amount !== null && (quantity === null) !== (rate === null))
                expect(JSON.stringify(result.unplaced)).toContain(
                  quantity === null ? formatEuro(rate ?? 0).slice(2) : formatHundredths(quantity),
                )
          },
        ),
        { numRuns: 60 },
      )
    },
  )
})
