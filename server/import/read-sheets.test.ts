import fc from 'fast-check'
import JSZip from 'jszip'
import { afterAll, describe, expect, test } from 'vitest'
import { proposeImport } from '#shared/import/propose.ts'
import { formatEuro, formatHundredths, lineCents } from '#shared/money.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import { type OracleValue, xlsxOf } from '#tests/support/xlsx.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

const someone = { person: 'iemand' }
const hecht = readFormat('hecht-wijkverband')
const medrie = readFormat('medrie-wijkplan')
let made = 0
const importer = createImporter(createFileReader(), () => {
  made += 1
  return `rij${made}`
})
afterAll(() => importer.close())

const xlsx = (rows: OracleValue[][], name = 'Blad1') => xlsxOf({ [name]: rows })
const text = (words: string) => new TextEncoder().encode(words)

async function budgetOf(bytes: Uint8Array, format = medrie) {
  const found = await importer.read(bytes, format, someone)
  const { target, unplaced, comparison } = proposeImport(
    found,
    planContent(format, {
      values: {},
      tables: { themes: [{ id: 'theme01', title: 'Valpreventie' }] },
    }),
    format,
  )
  return {
    rows: target.tables['budget'] ?? [],
    total: target.totals['budget']?.totalCents,
    unplaced,
    comparison,
    notices: found.notices,
  }
}

describe('CSV', () => {
  const lines = (separator: string, decimal: string) =>
    [
      ['Onderdeel', 'Omschrijving', 'Uren', 'Tarief', 'Bedrag'],
      ['Onvoorzien', 'Zaal', '', '', `250${decimal}50`],
      [
        'Thema 1: Valpreventie',
        '"Beweegles, wekelijks"',
        `12${decimal}5`,
        `80${decimal}00`,
        `1000${decimal}00`,
      ],
    ]
      .map((row) => row.join(separator))
      .join('\r\n')

  test.each([
    ['semicolons', text(lines(';', ','))],
    ['tabs', text(lines('\t', ','))],
    ['a byte order mark', text(`\ufeff${lines(';', ',')}`)],
    [
      'windows-1252',
      new Uint8Array(Buffer.from(lines(';', ',').replace('Zaal', 'Café'), 'latin1')),
    ],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${lines('\t', ',')}`, 'utf16le'))],
  ])('with %s is read by its names of columns', async (_, bytes) => {
    const { rows, total, unplaced } = await budgetOf(bytes)
    expect(
      rows.map((row) => [row['group'], row['quantityHundredths'], row['amountCents']]),
    ).toEqual([
      ['onvoorzien', 'nvt', 25_050],
      ['theme01', 1250, 100_000],
    ])
    expect(rows[0]?.['description']).toMatch(/^(Zaal|Café)$/)
    expect(rows[1]?.['description']).toBe('Beweegles, wekelijks')
    expect([total, unplaced]).toEqual([125_050, []])
  })

  test('with numbers as an English computer writes them: each is asked about', async () => {
    const { unplaced } = await budgetOf(text(lines(';', '.')))
    expect(unplaced.map(({ why }) => why)).toEqual([
      '250.50 is geen Nederlands getal. Bedoelt u 250,50?',
      '12.5 is geen Nederlands getal. Bedoelt u 12,5?',
      '80.00 is geen Nederlands getal. Bedoelt u 80,00?',
      '1000.00 is geen Nederlands getal. Bedoelt u 1000,00?',
    ])
  })

  test('a group and a column that the form does not know are told, and the line is kept', async () => {
    const { rows, unplaced } = await budgetOf(
      text('Onderdeel;Omschrijving;Bedrag;Kostenplaats\nReiskosten;Trein;10,00;4100'),
    )
    expect(rows).toMatchObject([{ description: 'Trein', amountCents: 1000 }])
    expect(unplaced.map((part) => part.text)).toEqual(['4100', 'Reiskosten'])
  })

  test('names in no row that we know: refused', async () => {
    await expect(budgetOf(text('a;b;c\n1;2;3'))).rejects.toMatchObject({
      code: 'import-unrecognized',
    })
  })
})

describe('XLSX', () => {
  test('of a formula the last outcome is taken, and said', async () => {
    const { rows, unplaced, notices } = await budgetOf(
      xlsx([
        ['omschrijving', 'aantal', 'uurtarief', 'bedrag'],
        ['Overleg', { formula: '3*4', result: 12 }, 75, { formula: 'B2*C2', result: 900 }],
        ['Voorzitter', 10, 75, { formula: 'B3*C3', result: 750 }],
      ]),
    )
    expect(rows.map((row) => [row['description'], row['quantityHundredths']])).toEqual([
      ['Overleg', 1200],
      ['Voorzitter', 1000],
    ])
    expect(unplaced).toEqual([])
    // An amount of hours and a rate is computed here: its formula decides nothing.
    expect(notices).toEqual([
      'In cel B2 staat een formule. Overgenomen is de laatste uitkomst in het bestand: kijk die na.',
    ])
  })

  test('an amount by formula, of which no quantity and rate are known, is taken and said', async () => {
    const { rows, notices } = await budgetOf(
      xlsx([
        ['omschrijving', 'bedrag'],
        ['Zaal', { formula: 'A9*2', result: 100 }],
      ]),
    )
    expect(rows).toMatchObject([{ description: 'Zaal', amountCents: 10_000 }])
    expect(notices.join()).toContain('cel B2')
  })

  test('a formula without an outcome is refused for its row, with what to do', async () => {
    const { rows, unplaced } = await budgetOf(
      xlsx([
        ['omschrijving', 'bedrag'],
        ['Zaal', { formula: 'A9*2', result: '' }],
        ['Thee', 12.5],
      ]),
    )
    expect(rows.map((row) => row['description'])).toEqual(['Thee'])
    expect(unplaced.map(({ why }) => why)).toContainEqual(
      expect.stringMatching(/^In cel B2 .*Open het in Excel, sla het op/),
    )
  })

  test('groups as lines of their own, lines above the table, sums and a second sheet', async () => {
    const bytes = xlsxOf({
      Kosten: [
        ['Begroting van de wijk'],
        [],
        ['omschrijving', 'aantal', 'uurtarief', 'bedrag'],
        ['Overige kosten'],
        ['Drukwerk', 'nvt', 'nvt', 99.95],
        ['Subtotaal', '', '', 99.95],
        ['Totale kosten', '', '', 99.95],
      ],
      Notities: [['Bellen met de gemeente']],
    })
    const { rows, unplaced } = await budgetOf(bytes, hecht)
    expect(rows.find((row) => row['description'] === 'Drukwerk')).toMatchObject({
      group: 'overig',
      amountCents: 9995,
    })
    expect(rows).toHaveLength(12)
    expect(unplaced).toMatchObject([
      { text: 'Begroting van de wijk' },
      { text: 'Bellen met de gemeente', where: 'Blad Notities' },
    ])
  })

  test('more than two decimals are rounded by nobody', async () => {
    const { unplaced } = await budgetOf(
      xlsx([
        ['omschrijving', 'aantal', 'uurtarief'],
        ['Overleg', 1.005, 75],
      ]),
    )
    expect(unplaced).toMatchObject([
      { text: 'Aantal uren: 1,005', why: expect.stringContaining('meer dan twee cijfers') },
    ])
  })
})

test('the lines of any budget come back to the cent', async () => {
  const line = fc.record({
    name: fc.stringMatching(/^[A-Z][a-zé]{2,12} [a-z]{3,8}$/),
    quantity: fc.integer({ min: 0, max: 99_999 }),
    rate: fc.integer({ min: 0, max: 999_999 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(line, { minLength: 1, maxLength: 12, selector: (entry) => entry.name }),
      async (lines) => {
        const csv = [
          'omschrijving;aantal;uurtarief;bedrag',
          ...lines.map(
            ({ name, quantity, rate }) =>
              `${name};${formatHundredths(quantity)};${formatEuro(rate)};${formatEuro(lineCents(quantity, rate))}`,
          ),
        ].join('\n')
        const { rows, total, unplaced } = await budgetOf(text(csv))
        expect(
          rows.map((row) => [row['description'], row['quantityHundredths'], row['rateCents']]),
        ).toEqual(lines.map(({ name, quantity, rate }) => [name, quantity, rate]))
        expect([total, unplaced]).toEqual([
          lines.reduce((sum, { quantity, rate }) => sum + lineCents(quantity, rate), 0),
          [],
        ])
      },
    ),
    { numRuns: 25 },
  )
})

describe('a workbook that someone made large', () => {
  const sheetFile = 'xl/worksheets/sheet1.xml'
  const withRows = async (rows: string): Promise<Uint8Array> => {
    const zip = await JSZip.loadAsync(
      xlsx([
        ['omschrijving', 'bedrag'],
        ['Zaal', 100],
      ]),
    )
    const xml = (await zip.file(sheetFile)?.async('string')) ?? ''
    zip.file(sheetFile, xml.replace('</sheetData>', `${rows}</sheetData>`))
    return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
  }

  test.each([
    ['in the last row', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'],
    ['in the last column', '<row r="3"><c r="XFD3"><v>1</v></c></row>'],
    ['without a place, too many', '<row>'.concat('<c><v>1</v></c>'.repeat(61_000), '</row>')],
    ['in too many rows', '<row><c><v>1</v></c></row>'.repeat(3001)],
    ['of which each row says that it is the last', '<row r="1048576"><c><v>1</v></c></row>'],
  ])('by a cell %s is refused', async (_, rows) => {
    await expect(importer.read(await withRows(rows), medrie, someone)).rejects.toMatchObject({
      code: 'import-too-heavy',
    })
  })

  test('by colours and lines around nothing is read', async () => {
    const { total, unplaced } = await budgetOf(
      await withRows(
        '<row r="1048576" ht="20"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row><row r="1048575"/>',
      ),
    )
    expect([total, unplaced]).toEqual([10_000, []])
  })
})

test('names of macros in a list of types, without a part of that type, are no macros', async () => {
  const zip = await JSZip.loadAsync(
    xlsx([
      ['omschrijving', 'bedrag'],
      ['Zaal', 100],
    ]),
  )
  const types = (await zip.file('[Content_Types].xml')?.async('string')) ?? ''
  expect(types).toContain('macroEnabled')
  expect((await budgetOf(await zip.generateAsync({ type: 'uint8array' }))).total).toBe(10_000)
  zip.file('xl/workbook.bin', 'x')
  await expect(
    importer.read(await zip.generateAsync({ type: 'uint8array' }), medrie, someone),
  ).rejects.toMatchObject({ code: 'import-macros' })
})
