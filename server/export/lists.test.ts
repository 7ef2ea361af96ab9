import JSZip from 'jszip'
import { describe, expect, test } from 'vitest'
import { calculationName } from '#shared/format/calculation-tables.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import {
  exampleNames,
  examplePlan,
  options,
  paragraphs,
  xmlParts,
} from '#tests/support/sample-plans.ts'
import { printedRows } from './document/collect-plan.ts'
import { createFileWriter } from './export.ts'

/** Everything can leave: each table of a plan as a list of its own, in three kinds of file. */

const files = createFileWriter({ pdf: null })

describe.each(exampleNames)('%s', (name) => {
  const { title, format, content } = examplePlan(name)
  const input = { content, format, options: { ...options, title } }

  test.each(tablesOf(format).map((table) => [table.id, table] as const))(
    '%s leaves as Excel, CSV and Word',
    async (id, table) => {
      const text = async (kind: 'docx' | 'xlsx') =>
        [...(await xmlParts(await files.write(kind, { ...input, table: id }))).entries()]
          .filter(([part]) => /document\.xml$|sharedStrings|sheet\d/.test(part))
          .map(([, xml]) => xml)
          .join('\n')
      const csv = new TextDecoder().decode(await files.write('csv', { ...input, table: id }))
      expect(csv.split('\r\n').filter((line) => line.startsWith('regel;'))).toHaveLength(
        printedRows(table, { content, format }, options).length,
      )
      for (const kind of ['docx', 'xlsx'] as const)
        expect(await text(kind)).toContain(calculationName(table).slice(0, 20))
      const titleColumn = table.columns.find((column) => column.isTitle && column.kind === 'line')
      for (const row of titleColumn === undefined
        ? []
        : printedRows(table, { content, format }, options)) {
        const said = String(row[titleColumn?.id ?? ''] ?? '').slice(0, 12)
        expect(csv).toContain(said.replaceAll('"', '""'))
      }
    },
  )

  test('the archive holds each list of the year with rows, three times', async () => {
    const zip = await JSZip.loadAsync(await files.write('zip', input))
    const lists = Object.keys(zip.files).filter(
      (file) => file.startsWith('lijsten/') && !file.endsWith('/'),
    )
    const expected = {
      kraaienveen: ['acties', 'besluiten-en-afspraken', 'overleg-en-bijeenkomsten'],
      broekerveld: ['acties', 'besluiten-en-afspraken', 'signalen'],
      meerpalen: [
        'aanwezigheid-per-praktijk',
        'acties',
        'besluiten-en-afspraken',
        'bijeenkomsten',
        'contact-per-praktijk-en-maand',
        'kwartaalrapportages',
        'voortgang-per-speerpunt',
      ],
    }[name]
    const found = [...new Set(lists.map((file) => file.replace(/^lijsten\/|\.\w+$/g, '')))].sort()
    expect(found.filter((list) => !expected.includes(list))).toEqual([])
    expect(lists).toHaveLength(found.length * 3)
    const open = await JSZip.loadAsync(await files.write('zip', { ...input, isPublic: true }))
    expect(Object.keys(open.files).filter((file) => file.startsWith('lijsten/'))).toEqual([])
  })
})

test('a list has nothing that a spreadsheet runs', async () => {
  const { title, format, content } = examplePlan('broekerveld')
  const tables = {
    ...content.tables,
    signals: [{ id: 'sign01', description: '=HYPERLINK("http://x")' }],
  }
  const input = {
    content: { ...content, tables },
    format,
    options: { ...options, title },
    table: 'signals',
  }
  expect(new TextDecoder().decode(await files.write('csv', input))).toContain(
    `"'=HYPERLINK(""http://x"")"`,
  )
  const sheet = (await xmlParts(await files.write('xlsx', input))).get('xl/worksheets/sheet1.xml')
  expect(sheet).not.toContain('<f>HYPERLINK')
})

test('a table that is not in the form of a reader is none', async () => {
  const { title, format, content } = examplePlan('meerpalen')
  const input = { content, format, options: { ...options, title }, table: 'weg' }
  for (const kind of ['docx', 'xlsx', 'csv', 'md'] as const)
    await expect(files.write(kind, input)).rejects.toMatchObject({ code: 'target-unknown' })
  // The public version has no people.
  await expect(
    files.write('csv', { ...input, table: 'people', isPublic: true }),
  ).rejects.toMatchObject({
    code: 'target-unknown',
  })
})

test('a list of the year says that the form does not have it', async () => {
  const { title, format, content } = examplePlan('broekerveld')
  const bytes = await files.write('docx', {
    content,
    format,
    options: { ...options, title },
    table: 'signals',
  })
  const lines = paragraphs((await xmlParts(bytes)).get('word/document.xml') ?? '').map(
    ({ text }) => text,
  )
  expect(lines).toContain('Signalen')
  expect(lines).toContain(
    'Deze lijst staat niet in het formulier van Versterking Eerstelijn Zwolle.',
  )
})
