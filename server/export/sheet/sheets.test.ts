import { describe, expect, test } from 'vitest'
import { parseCsv } from '#tests/support/office.ts'
import {
  exampleNames,
  examplePlan,
  options,
  planContent,
  readFormat,
  xmlParts,
} from '#tests/support/sample-plans.ts'
import { type OracleSheet, openXlsx } from '#tests/support/xlsx.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { writeCsv } from './csv.ts'
import { writeOds } from './ods.ts'
import { type Sheet, shownNumber } from './sheet-tree.ts'
import { buildWorkbook } from './sheets.ts'
import { writeXlsx } from './xlsx.ts'

const workbookOf = (name: string) => {
  const { title, format, content } = examplePlan(name)
  return buildWorkbook(content, format, { ...options, title })
}
const sheetOf = (sheets: readonly Sheet[], id: string): Sheet => {
  const found = sheets.find((sheet) => sheet.id === id)
  if (found === undefined) throw new Error(`no sheet ${id}`)
  return found
}
const named = (sheets: readonly OracleSheet[], name: string): OracleSheet => {
  const found = sheets.find((sheet) => sheet.name === name)
  if (found === undefined) throw new Error(`no sheet ${name}`)
  return found
}

describe('lists and columns that the form of the issuer does not have', () => {
  const notesOf = (sheet: Sheet) =>
    sheet.rows.flatMap(({ kind, cells: [first] }) =>
      kind === 'note' && first?.kind === 'text' ? [first.text] : [],
    )
  const heads = (sheet: Sheet) =>
    parseCsv(new TextDecoder().decode(writeCsv(sheet)).replace(/^\ufeff/, ''))[0] ?? []

  test('a list of ours says so above it, and once in CSV', () => {
    const sheet = sheetOf(workbookOf('broekerveld').sheets, 'otherFunding')
    expect(notesOf(sheet)).toContain(
      'Deze lijst staat niet in het formulier van Versterking Eerstelijn Zwolle.',
    )
    expect(heads(sheet).filter((name) => name.includes('niet in het formulier'))).toEqual([
      'Soort (niet in het formulier)',
    ])
  })

  test('a column of ours in a table of the form is named above it, and marked in CSV', () => {
    const { format, title, content } = examplePlan('broekerveld')
    const [first, ...others] = content.tables['budget'] ?? []
    if (first === undefined) throw new Error('no line')
    const tables = {
      ...content.tables,
      budget: [{ ...first, otherSource: 'Subsidie van de gemeente' }, ...others],
    }
    const { sheets } = buildWorkbook({ ...content, tables }, format, { ...options, title })
    const sheet = sheetOf(sheets, 'budget')
    const { label } = sheet.columns.find(({ id }) => id === 'otherSource') ?? { label: '' }
    expect(notesOf(sheet)).toContain(`Niet in het formulier: ‘${label}’.`)
    expect(heads(sheet).filter((name) => name.includes('niet in het formulier'))).toEqual([
      `${label} (niet in het formulier)`,
    ])
    const plain = sheetOf(workbookOf('broekerveld').sheets, 'budget')
    expect(notesOf(plain).join()).not.toContain('iet in het formulier')
  })

  test('a form that its issuer does not publish says so once on each sheet', () => {
    for (const sheet of workbookOf('meerpalen').sheets) {
      expect(notesOf(sheet)).toContain(
        'De indeling van dit plan komt van Wijktafel en niet van Rijnmond Dokters.',
      )
      expect(heads(sheet).join()).not.toContain('niet in het formulier')
    }
  })
})

describe('the workbook', () => {
  test.each([
    ['kraaienveen', ['Begroting', 'Ureninzet', 'Activiteiten']],
    ['broekerveld', ['Begroting', 'Andere financiering', 'Activiteiten']],
    ['meerpalen', ['Begroting', 'Inkomsten', 'Activiteiten']],
  ])('%s has the sheets that its form has', (name, names) => {
    expect(workbookOf(name).sheets.map((sheet) => sheet.name)).toEqual(names)
  })

  test.each(exampleNames)('%s: each formula carries the result that we computed', async (name) => {
    const { content } = examplePlan(name)
    const workbook = workbookOf(name)
    const file = openXlsx(await writeXlsx(workbook))
    let formulas = 0
    for (const sheet of workbook.sheets)
      sheet.rows.forEach((row, y) => {
        row.cells.forEach((cell, x) => {
          if (cell.kind !== 'formula') return
          formulas += 1
          const read = named(file, sheet.name).rows[y]?.[x]
          expect(read?.formula).toMatch(/^(ROUND|SUBTOTAL|IF|'|[A-Z]+\d+-)/)
          expect(read?.value).toBe(cell.result === null ? '' : shownNumber(cell.unit, cell.result))
        })
      })
    expect(formulas).toBeGreaterThan(10)
    const budget = sheetOf(workbook.sheets, 'budget')
    const total = budget.rows
      .find((row) => row.kind === 'total')
      ?.cells.find((cell) => cell.kind === 'formula')
    expect(total).toMatchObject({ result: content.totals['budget']?.totalCents })
  })

  test('numbers are numbers, `nvt` stays `nvt`, dates are dates', async () => {
    const file = openXlsx(await writeXlsx(workbookOf('broekerveld')))
    const row = (start: string) =>
      named(file, 'Begroting')
        .rows.find(([first]) => String(first?.value).startsWith(start))
        ?.slice(1)
    expect(row('Zaalhuur wijkgebouw')?.map((cell) => cell.value)).toEqual(['nvt', 'nvt', 437.5])
    expect(row('Inwonersvertegenwoordiging')).toMatchObject([
      { value: 13.5 },
      { value: 37.85 },
      { formula: expect.stringMatching(/^ROUND\(B\d+\*C\d+,2\)$/), value: 510.98 },
    ])
    const date = named(file, 'Activiteiten').rows[5]?.[4]
    expect(date?.value).toBeInstanceOf(Date)
    expect(date?.numberFormat).toBe('dd-mm-yyyy')
  })

  test('sets the income against the budget', () => {
    const budget = sheetOf(workbookOf('meerpalen').sheets, 'budget')
    const balance = budget.rows
      .filter((row) => row.kind === 'balance')
      .map((row) => [row.cells[0], row.cells.find((cell) => cell.kind === 'formula')])
    expect(balance).toMatchObject([
      [{ text: 'Inkomsten' }, { result: 2_839_872, formula: [{ sheet: 'Inkomsten' }] }],
      [{ text: 'Saldo' }, { result: 425_445 }],
    ])
  })

  test('a line without a quantity waits for one, and a plan without rows has sheets', () => {
    const format = readFormat('medrie-wijkplan')
    const budget = (rows: object[]) =>
      sheetOf(
        buildWorkbook(
          planContent(format, { values: { wijk: 'X' }, tables: { budget: rows as never } }),
          format,
          options,
        ).sheets,
        'budget',
      )
    const line = budget([
      { id: 'regel01', group: 'netwerk', description: 'Zaal', rateCents: 7500 },
    ]).rows.find((row) => row.kind === 'body')
    expect(line?.cells[4]).toMatchObject({ kind: 'formula', result: null })
    expect(budget([]).rows.at(-1)).toMatchObject({
      kind: 'total',
      cells: [{ text: 'Totaal' }, {}, {}, {}, { result: 0 }, {}, {}],
    })
  })

  test('prints on pages with the names of the columns, and a document that says what it is', async () => {
    const parts = await xmlParts(await writeXlsx(workbookOf('kraaienveen')))
    for (const [path, xml] of parts) expect([path, xmlFault(xml)]).toEqual([path, null])
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    for (const text of [
      'orientation="landscape"',
      'fitToWidth="1"',
      'fitToHeight="0"',
      '&amp;P van &amp;N',
      'state="frozen"',
    ])
      expect(sheet).toContain(text)
    expect(parts.get('xl/workbook.xml')).toContain('Print_Titles')
    expect(parts.get('docProps/core.xml')).toContain('Wijkplan Kraaienveen')
  })
})

describe('text that people type', () => {
  const attacks = [
    '=1+1',
    '+31-38',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '=HYPERLINK("https://kwaad.example";"klik")',
    '＝1',
    '<a>&"',
    'a;b\n"c"',
    '\u0000\ud800',
  ]
  const format = readFormat('medrie-wijkplan')
  const content = planContent(format, {
    values: { wijk: '=cmd|x & Co' },
    tables: {
      themes: [{ id: 'theme01', title: "=2+2 [x]:/?*'" }],
      budget: attacks.map((description, at) => ({
        id: `regel${at}`,
        group: 'theme01',
        description,
        amountCents: 5,
      })),
    },
  })
  // No way in takes such an amount outside of a correction, but a document can hold it.
  for (const row of content.tables['budget'] ?? []) row['amountCents'] = -5
  const workbook = buildWorkbook(content, format, { ...options, title: '=1 & 2' })

  test('is never a formula in a sheet', async () => {
    const bytes = await writeXlsx(workbook)
    for (const [path, xml] of await xmlParts(bytes))
      expect([path, xmlFault(xml)]).toEqual([path, null])
    const file = openXlsx(bytes)
    for (const { formula } of file.flatMap((sheet) => sheet.rows.flat()))
      if (formula !== undefined) expect(formula).toMatch(/^(ROUND|SUBTOTAL|IF\(COUNT)\(/)
    const texts = named(file, 'Begroting').rows.map(([first]) => first?.value)
    for (const attack of attacks.slice(0, 4)) expect(texts).toContain(attack)
  })

  test('is never a formula in CSV, where a negative amount stays a number', () => {
    const rows = parseCsv(new TextDecoder().decode(writeCsv(sheetOf(workbook.sheets, 'budget'))))
    const lines = rows.filter((row) => row[0] === 'regel')
    expect(lines).toHaveLength(attacks.length)
    for (const line of lines) {
      expect(line.at(6)).toBe('-0,05')
      for (const text of line.slice(0, 6)) expect(text).not.toMatch(/^[=+\-@\t\r＝]/)
    }
    expect(lines[0]?.slice(0, 3)).toEqual(['regel', "Thema 1: =2+2 [x]:/?*'", "'=1+1"])
  })
})

describe('OpenDocument sheets', () => {
  test('print as wide as the page: the schema takes no scale of 0', async () => {
    const styles = (await xmlParts(await writeOds(workbookOf('kraaienveen')))).get('styles.xml')
    const scales = [...(styles ?? '').matchAll(/style:scale-to[-\w]*="([^"]*)"/g)].map(
      ([, to]) => to,
    )
    expect(scales).toEqual(['1'])
  })
})

describe('CSV', () => {
  test.each(exampleNames)('%s: lines add up to our totals', (name) => {
    const { content } = examplePlan(name)
    const rows = parseCsv(
      new TextDecoder().decode(writeCsv(sheetOf(workbookOf(name).sheets, 'budget'))),
    )
    const [head = []] = rows
    const column = head.findIndex((label) => ['Begroot', 'bedrag'].includes(label))
    const cents = (row: readonly string[]) =>
      Math.round(Number((row[column] ?? '').replace(',', '.')) * 100)
    const total = content.totals['budget']?.totalCents
    expect(rows.filter((row) => row[0] === 'regel').reduce((sum, row) => sum + cents(row), 0)).toBe(
      total,
    )
    // The form of Zwolle adds up no groups.
    expect(
      rows.filter((row) => row[0] === 'subtotaal').reduce((sum, row) => sum + cents(row), 0),
    ).toBe(name === 'broekerveld' ? 0 : total)
    expect(rows.filter((row) => row[0] === 'totaal').map(cents)).toEqual([total])
  })
})
