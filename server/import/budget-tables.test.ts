import JSZip from 'jszip'
import { afterAll, describe, expect, test } from 'vitest'
import { formatEuro } from '#shared/money.ts'
import { header, hecht, inSheet, newRowId, proposed, sheetOf } from '#tests/support/budget-files.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'
import { readSheets } from './read-sheets.ts'

/**
 * Every amount in a file is either in the plan or reported, wherever its table begins.
 */

const importer = createImporter(createFileReader(), newRowId)
afterAll(() => importer.close())
const someone = { person: 'iemand' }

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
