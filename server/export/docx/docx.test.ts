import { beforeAll, describe, expect, test } from 'vitest'
import { formatDate } from '#server/export/document/document-dates.ts'
import { calculationName } from '#shared/format/calculation-tables.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { tablesOf, valuesOf } from '#shared/format/lookup.ts'
import { hasOfficialForm, isOwnSection, nameOfOurs } from '#shared/format/official-form.ts'
import { formatEuro } from '#shared/money.ts'
import { isUntouchedPreset } from '#shared/plan/filled.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import {
  exampleNames,
  examplePlan,
  options,
  paragraphs,
  xmlParts,
} from '#tests/support/sample-plans.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { cellText } from '../document/document-cells.ts'
import type { DocumentTree } from '../document/document-tree.ts'
import { exportDocx } from '../export.ts'
import { writeDocx } from './docx.ts'

const part = (parts: ReadonlyMap<string, string>, name: string) => parts.get(name) ?? ''
const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

describe.each(exampleNames)('the Word document of %s', (name) => {
  const { title, format: whole, content } = examplePlan(name)
  // The year is not printed with the form.
  const format = formOf(whole)
  let parts: ReadonlyMap<string, string> = new Map()
  let text = ''
  beforeAll(async () => {
    parts = await xmlParts(await exportDocx(content, whole, { ...options, title }))
    text = paragraphs(part(parts, 'word/document.xml'))
      .map((paragraph) => paragraph.text)
      .join('\n')
  })

  const tables = tablesOf(format).filter((table) =>
    format.sections.some(
      (section) => section.part === 'plan' && section.blocks.some((block) => block.id === table.id),
    ),
  )

  test('is well-formed in every part and asks nothing on opening', () => {
    expect(parts.size).toBeGreaterThan(8)
    for (const [path, xml] of parts) expect([path, xmlFault(xml)]).toEqual([path, null])
    expect(part(parts, 'word/settings.xml')).not.toContain('updateFields')
  })

  test('has title, author and language', () => {
    expect(part(parts, 'docProps/core.xml')).toContain(`<dc:title>${title}</dc:title>`)
    expect(part(parts, 'word/styles.xml')).toContain('<w:lang w:val="nl-NL"')
    expect(part(parts, 'word/document.xml')).toContain('w:val="Title"')
  })

  test('has the headings of the form, in order and without a skipped level', () => {
    const headings = paragraphs(part(parts, 'word/document.xml')).filter((paragraph) =>
      /^Heading\d$/.test(paragraph.style),
    )
    const sections = format.sections
      .filter(
        (section) =>
          section.part === 'plan' &&
          !section.isHead &&
          !(hasOfficialForm(format) && isOwnSection(section)),
      )
      .map((section) =>
        section.number === undefined ? section.title : `${section.number} ${section.title}`,
      )
    expect(
      headings
        .filter((paragraph) => paragraph.style === 'Heading1')
        .map((paragraph) => paragraph.text)
        .filter((text) => text !== 'Aanvullingen' && nameOfOurs(text) === null),
    ).toEqual(sections)
    let above = 0
    for (const { style } of headings) {
      expect(Number(style.at(-1))).toBeLessThanOrEqual(above + 1)
      above = Number(style.at(-1))
    }
  })

  test('holds every field and every single value', () => {
    for (const [id, field] of Object.entries(content.fields))
      for (const line of lines(plainText(field)))
        expect([id, text.includes(line)]).toEqual([id, true])
    for (const value of valuesOf(format).filter(
      (candidate) => candidate.kind !== 'choice' && candidate.kind !== 'money',
    )) {
      const given = content.values[value.id]
      if (typeof given === 'string') expect(text).toContain(formatDate(given))
    }
  })

  test('holds every cell of every row, except rows that are still as the form printed them', () => {
    for (const table of tables)
      for (const row of content.tables[table.id] ?? []) {
        if (isUntouchedPreset(table, row)) continue
        for (const column of table.columns.filter((candidate) => !candidate.isInternal))
          for (const line of lines(cellText(column, row[column.id], { content, format })))
            expect([row.id, column.id, text.includes(line)]).toEqual([row.id, column.id, true])
      }
  })

  test('holds every subtotal and total', () => {
    for (const table of tables.filter((candidate) => candidate.totals.length > 0)) {
      const totals = content.totals[table.id]
      for (const { column } of table.totals.filter((total) => total.column.endsWith('Cents'))) {
        const sums = totals?.columns[column]
        for (const cents of [...Object.values(sums?.groups ?? {}), sums?.total ?? 0])
          expect([column, text.includes(formatEuro(cents))]).toEqual([column, true])
      }
    }
  })

  const grouped = tablesOf(format)
    .filter((table) => table.groups !== undefined)
    .map(calculationName)

  test('has one table for the budget, with its groups in it and a description', () => {
    const tables = part(parts, 'word/document.xml').match(/<w:tbl>.*?<\/w:tbl>/gs) ?? []
    const budgets = tables.filter((table) => table.includes('<w:tblCaption w:val="Begroting"/>'))
    expect(budgets).toHaveLength(1)
    expect(budgets[0]).toMatch(/<w:tblDescription w:val="Tabel ‘Begroting’, met [^"]+\."\/>/)
    // In the order of the schema.
    expect(budgets[0]).toMatch(
      /<w:tblLook [^>]*\/><w:tblCaption [^>]*\/><w:tblDescription [^>]*\/><\/w:tblPr>/,
    )
    const budget = tablesOf(format).find(({ id }) => id === 'budget')
    for (const group of budget?.groups ?? [])
      if (group.kind === 'fixed') expect(budgets[0]).toContain(group.label)
  })

  test('flags the header row of every table', () => {
    const xml = part(parts, 'word/document.xml')
    const found = xml.match(/<w:tbl>.*?<\/w:tbl>/gs) ?? []
    expect(found.length).toBeGreaterThan(3)
    for (const table of found) {
      const [first = '', ...rest] = table.match(/<w:tr>.*?<\/w:tr>/gs) ?? []
      // The name of one group would head the rows of another on the next page.
      const isGrouped = grouped.some((name) => table.includes(`<w:tblCaption w:val="${name}"/>`))
      expect(first.includes('<w:tblHeader/>')).toBe(!isGrouped)
      // Word repeats header rows only from the top of a table.
      for (const row of rest) expect(row).not.toContain('<w:tblHeader/>')
      expect(table).not.toContain('w:w="0"')
      // A box of the form may be longer than a page.
      const isBox = (table.match(/<w:gridCol/g) ?? []).length === 1
      if (!isBox)
        expect((table.match(/<w:tr>/g) ?? []).length).toBe(
          (table.match(/<w:cantSplit\/>/g) ?? []).length,
        )
    }
  })

  test('columns fill the page exactly', () => {
    for (const [table] of part(parts, 'word/document.xml').matchAll(/<w:tbl>.*?<\/w:tbl>/gs)) {
      const widths = [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map((match) => Number(match[1]))
      expect([9638, 14570]).toContain(widths.reduce((sum, width) => sum + width, 0))
    }
  })

  test('numbers its pages', () => {
    const footer = [...parts]
      .filter(([path]) => path.startsWith('word/footer'))
      .map(([, xml]) => xml)
    expect(footer.length).toBeGreaterThan(0)
    for (const xml of footer)
      for (const field of ['Pagina ', 'PAGE', ' van ', 'NUMPAGES']) expect(xml).toContain(field)
  })

  test('has no guidance, unless it is asked for', async () => {
    const guidance = [
      ...format.guidance,
      ...format.sections
        .filter((section) => section.part === 'plan')
        .flatMap((section) => section.guidance),
    ].flatMap((entry) => entry.paragraphs)
    expect(guidance.length).toBeGreaterThan(5)
    const printed = paragraphs(part(parts, 'word/document.xml')).map((paragraph) => paragraph.text)
    for (const sentence of guidance) expect(printed).not.toContain(sentence.replace(/^·\s*/, ''))
    const guided = paragraphs(
      part(
        await xmlParts(await exportDocx(content, format, { ...options, guidance: true })),
        'word/document.xml',
      ),
    ).map((paragraph) => paragraph.text)
    for (const sentence of guidance) expect(guided).toContain(sentence.replace(/^·\s*/, ''))
    expect(printed).not.toContain('hier beschrijven')
  })
})

describe('totals of the examples', () => {
  test.each([
    ['kraaienveen', ['€\u00a019.222,60']],
    [
      'broekerveld',
      [
        'Kosten lokaal aanjagen / coördineren van de samenwerking: €\u00a08.625,00',
        'Vacatiegelden deelnemers van de wijksamenwerking: €\u00a04.448,48',
        'Kosten bijeenkomsten: €\u00a01.273,75',
        'Overige kosten: €\u00a0909,97',
        '€\u00a015.257,20',
        'Totale kosten',
        'nvt',
      ],
    ],
    ['meerpalen', ['€\u00a024.144,27', '€\u00a028.398,72', '12.678', 'Saldo: €\u00a04.254,45']],
  ])('%s', async (name, expected) => {
    const { format, content } = examplePlan(name)
    const printed = paragraphs(
      part(await xmlParts(await exportDocx(content, format, options)), 'word/document.xml'),
    ).map((paragraph) => paragraph.text)
    for (const words of expected) expect(printed.some((line) => line.startsWith(words))).toBe(true)
  })

  test('untouched preset rows of Broekerveld are left out, and kept on request (Z14)', async () => {
    const { format, content } = examplePlan('broekerveld')
    const preset =
      'Kosten voor bijv. ruimtehuur voor bijeenkomsten die onderdeel uitmaken van deze wijksamenwerking'
    const printed = async (untouchedPresets: boolean) =>
      paragraphs(
        part(
          await xmlParts(await exportDocx(content, format, { ...options, untouchedPresets })),
          'word/document.xml',
        ),
      ).filter((paragraph) => paragraph.text === preset)
    expect(await printed(false)).toHaveLength(0)
    expect(await printed(true)).toHaveLength(1)
  })
})

describe('wide tables', () => {
  const tree = (columns: number): DocumentTree => ({
    title: 'Plan',
    language: 'nl-NL',
    meta: {
      wijk: '',
      team: '',
      period: '',
      status: '',
      generatedAt: '',
      generatedAtIso: '',
      seq: 1,
      version: null,
      formatName: 'Wijkplan',
      issuer: 'Medrie',
    },
    head: [],
    nodes: [
      { kind: 'heading', level: 1, runs: [{ text: 'Een' }] },
      { kind: 'heading', level: 1, runs: [{ text: 'Twee' }] },
      {
        kind: 'table',
        columns: Array.from({ length: columns }, () => ({
          label: '',
          width: 1,
          align: 'right' as const,
        })),
        rows: [
          {
            kind: 'body',
            cells: Array.from({ length: columns }, () => ({
              content: [
                {
                  kind: 'paragraph' as const,
                  role: 'body' as const,
                  runs: [{ text: '€\u00a0123.456,00' }],
                },
              ],
            })),
          },
        ],
      },
      { kind: 'heading', level: 1, runs: [{ text: 'Drie' }] },
    ],
  })
  const orientations = async (columns: number) =>
    [
      ...part(await xmlParts(await writeDocx(tree(columns))), 'word/document.xml').matchAll(
        /<w:pgSz [^>]*>/g,
      ),
    ].map(([size]) => (size.includes('landscape') ? 'landscape' : 'portrait'))

  test('turn the pages of their section, and only those', async () => {
    expect(await orientations(3)).toEqual(['portrait'])
    expect(await orientations(9)).toEqual(['portrait', 'landscape', 'portrait'])
  })
})
