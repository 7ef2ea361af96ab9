import fc from 'fast-check'
import JSZip from 'jszip'
import { afterAll, describe, expect, test } from 'vitest'
import type { Format } from '#shared/format/schema.ts'
import type { ImportResult } from '#shared/import/import-result.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { formatEuro, formatHundredths, lineCents, parseDutchNumber } from '#shared/money.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import type { FileBlock, FileSheet, FileTable } from './file.ts'
import { createFileReader } from './file-reader.ts'
import { readForm } from './form/read-form.ts'
import { createImporter } from './importer.ts'
import { readSheets } from './read-sheets.ts'

/**
 * Every amount in a file is either in the plan or reported, whatever its group asks and wherever
 * its table begins.
 */

const hecht = readFormat('hecht-wijkverband')
const medrie = readFormat('medrie-wijkplan')
let made = 0
const newRowId = () => {
  made += 1
  return `rij${made}`
}
const importer = createImporter(createFileReader(), newRowId)
afterAll(() => importer.close())

function proposed(found: ImportResult, format: Format) {
  const before = planContent(format, { values: {}, tables: { budget: [] } })
  const { target, unplaced, sums } = proposeImport(found, before, format)
  const rows = target.tables['budget'] ?? []
  return { rows, total: target.totals['budget']?.totalCents ?? 0, unplaced, sums }
}

const sheetOf = (rows: readonly (readonly (string | number)[])[]): FileSheet => ({
  name: 'Blad1',
  isHidden: false,
  rows: rows.map((cells, y) => ({
    number: y + 1,
    cells: cells.flatMap((value, column) =>
      value === ''
        ? []
        : [
            {
              column,
              text: typeof value === 'number' ? String(value).replace('.', ',') : value,
              ...(typeof value === 'number' ? { number: value } : {}),
              isFormula: false,
              at: `${String.fromCharCode(65 + column)}${y + 1}`,
            },
          ],
    ),
  })),
})
const someone = { person: 'iemand' }
const foundInCsv = (rows: readonly (readonly string[])[], format = hecht) =>
  importer.read(
    new TextEncoder().encode(rows.map((row) => row.join(';')).join('\r\n')),
    format,
    someone,
  )
const inSheet = (rows: readonly (readonly (string | number)[])[], format = hecht) =>
  proposed(readSheets({ sheets: [sheetOf(rows)], asides: [] }, format, newRowId), format)
const inCsv = async (rows: readonly (readonly string[])[], format = hecht) =>
  proposed(await foundInCsv(rows, format), format)

const paragraph = (text: string): FileBlock => ({
  kind: 'paragraph',
  level: null,
  isQuote: false,
  list: null,
  inline: text === '' ? [] : [{ type: 'text', text }],
})
const tableOf = (rows: readonly (readonly string[])[]): FileTable => ({
  kind: 'table',
  rows: rows.map((cells) => ({
    isHeader: false,
    cells: cells.map((text) => ({ colspan: 1, rowspan: 1, blocks: [paragraph(text)] })),
  })),
})
const inWord = (rows: readonly (readonly string[])[], format = hecht) =>
  proposed(readForm({ blocks: [tableOf(rows)], asides: [] }, format, newRowId), format)

const header = ['Omschrijving', 'Aantal', 'Uurtarief', 'Bedrag']

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

/** As written by another program: no shared strings, no styles. */
async function workbook(cells: Record<string, string | number>): Promise<Uint8Array> {
  const rows = new Map<string, string[]>()
  for (const [at, value] of Object.entries(cells)) {
    const row = at.replace(/\D/g, '')
    const cell =
      typeof value === 'number'
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
    rows.set(row, [...(rows.get(row) ?? []), cell])
  }
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const zip = new JSZip()
  zip.file(
    '[Content_Types].xml',
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
  )
  zip.file(
    '_rels/.rels',
    `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  zip.file(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  zip.file(
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  )
  zip.file(
    'xl/worksheets/sheet1.xml',
    `${head}<worksheet xmlns="${main}"><sheetData>${[...rows].map(([row, own]) => `<row r="${row}">${own.join('')}</row>`).join('')}</sheetData></worksheet>`,
  )
  return zip.generateAsync({ type: 'uint8array' })
}

describe('a table that does not begin in the first column', () => {
  test('a workbook from column B: its groups head its lines, and its total is no line', async () => {
    const bytes = await workbook({
      ...{ B1: 'Omschrijving', C1: 'Aantal', D1: 'Uurtarief', E1: 'Bedrag' },
      B2: 'Kosten lokaal aanjagen / coördineren van de samenwerking',
      ...{ B3: 'Coördinator', C3: 120, D3: 75, E3: 9000 },
      B4: 'Kosten bijeenkomsten',
      ...{ B5: 'Zaalhuur', C5: 'nvt', D5: 'nvt', E5: 1234.56 },
      ...{ B6: 'Totaal', E6: 10_234.56 },
    })
    const { rows, total, unplaced, sums } = proposed(
      await importer.read(bytes, hecht, someone),
      hecht,
    )
    expect(rows.map((row) => [row['group'], row['description'], row['amountCents']])).toEqual([
      ['aanjagen', 'Coördinator', 900_000],
      ['bijeenkomsten', 'Zaalhuur', 123_456],
    ])
    expect([total, unplaced, sums]).toEqual([1_023_456, [], []])
  })

  test.each([
    ['Nr', 'Totaal', ''],
    ['', 'Totaal kosten 2026', ''],
    ['#', 'Subtotaal', ''],
    ['Regel', '', 3],
    ['Nr', 'Eindtotaal', 3],
  ])('after a column of numbers (%j), with %j below', (name, label, number) => {
    const { rows, total, unplaced, sums } = inSheet([
      [name, ...header],
      [1, 'Kosten bijeenkomsten', '', '', ''],
      [2, 'Zaalhuur', 'nvt', 'nvt', 250],
      [3, 'Coördinator', 10, 75, 750],
      [number, label, '', '', 1000],
    ])
    expect(rows.map((row) => row['description'])).toEqual(['Zaalhuur', 'Coördinator'])
    expect([total, sums]).toEqual([100_000, []])
    expect(unplaced.map(({ text }) => text)).toEqual(['2, 3'])
  })

  test('a table that begins with its hours', () => {
    const { rows, total } = inSheet([
      ['Aantal', 'Uurtarief', 'Omschrijving', 'Bedrag'],
      [10, 75, 'Coördinator', 750],
      ['', '', 'Totaal', 750],
    ])
    expect([rows.length, total]).toEqual([1, 75_000])
  })
})

describe('the sums of the file', () => {
  const lines = [[...header], ['Zaal', '', '', 100], ['Drukwerk', '', '', 200]]
  test.each([
    ['a total that says more', [['Totaal', '', '', 350]], [350_00, 300_00]],
    ['a subtotal that says less', [['Subtotaal', '', '', 250]], [250_00, 300_00]],
    [
      'a line below the total',
      [
        ['Totaal', '', '', 300],
        ['Subsidie', '', '', 50],
      ],
      [300_00, 350_00],
    ],
    [
      'a line that can’t be read',
      [
        ['Koffie', '', '', '12.50'],
        ['Totaal', '', '', 312.5],
      ],
      [312_50, 300_00],
    ],
    ['a total in a column of its own', [['Totaal', '', '', '', 350]], [350_00, 300_00]],
  ] as const)('%s is shown as a difference', (_, more, [printed, taken]) => {
    const { sums } = inSheet([...lines, ...more])
    expect(sums).toMatchObject([{ printed, taken, column: 'amountCents' }])
    expect(sums[0]?.differenceWords).toBe(formatEuro(Math.abs(printed - taken)))
  })

  test('an amount without a word that is no sum is left out and named', () => {
    const { total, unplaced } = inSheet([...lines, ['', '', '', 999]])
    expect([total, unplaced]).toMatchObject([300_00, [{ text: '999' }]])
  })

  test('a word that goes on after "som" with an accent is no sum', () => {
    const { total, sums } = inSheet([...lines, ['Soméé', '', '', 12]])
    expect([total, sums]).toEqual([312_00, []])
  })

  test('words on the line of a total are named', () => {
    const { unplaced } = inSheet([...lines, ['Totaal', 'akkoord bestuur', '', 300]])
    expect(unplaced).toMatchObject([{ text: 'akkoord bestuur' }])
  })

  test('a sheet that is not taken is named to its last line', () => {
    const long = Array.from({ length: 80 }, (_, at) => [`Post ${at}`, '', '', at + 1])
    const found = readSheets(
      { sheets: [sheetOf(lines), sheetOf([header, ...long])], asides: [] },
      hecht,
      newRowId,
    )
    expect(
      proposed(found, hecht)
        .unplaced.map(({ text }) => text)
        .join('\n'),
    ).toContain('Post 79 | 80')
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
