import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formOf } from '#shared/format/form-and-year.ts'
import { tablesOf, valuesOf } from '#shared/format/lookup.ts'
import { hasOfficialForm, isOurs } from '#shared/format/official-form.ts'
import type { Section } from '#shared/format/schema.ts'
import { formatEuro } from '#shared/money.ts'
import { isFilledBlock, isUntouchedPreset } from '#shared/plan/filled.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { type Extreme, extremePlans } from '#tests/support/extreme-plans.ts'
import { isInstalled, Office } from '#tests/support/office.ts'
import { testPrinter } from '#tests/support/printer.ts'
import {
  exampleNames,
  examplePlan,
  options,
  unescapeMarkup,
  xmlParts,
} from '#tests/support/sample-plans.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { buildDocument } from './document/document.ts'
import { cellText } from './document/document-cells.ts'
import { formatDate } from './document/document-dates.ts'
import { exportDocx } from './export.ts'
import { writeHtml } from './html.ts'
import { writeMarkdown } from './markdown.ts'
import { writeOdt } from './odt/odt.ts'
import { pdfGlyphs } from './pdf/pdf-fonts.ts'

const run = promisify(execFile)
const plans: Record<string, Extreme> = {
  ...Object.fromEntries(exampleNames.map((name) => [name, examplePlan(name)])),
  ...extremePlans(),
}

/** What is ours is printed only when somebody filled it in. */
const isPrinted = (section: Section, { content, format }: Extreme) =>
  !hasOfficialForm(format) ||
  section.blocks.some((block) => !isOurs(block) || isFilledBlock(block, content))

/** A file and the text read back from it. */
type Writer = { needs?: string; read(plan: Extreme): Promise<string> }

const treeOf = (plan: Extreme) =>
  buildDocument(plan.content, plan.format, { ...options, title: plan.title })
const markupText = (markup: string) =>
  unescapeMarkup(
    markup
      .replace(/<text:s text:c="(\d+)"\/>/g, (_, count: string) => ' '.repeat(Number(count)))
      .replace(/<[^>]*>/g, ' '),
  )
const partText = async (bytes: Uint8Array, part: string) =>
  markupText((await (await JSZip.loadAsync(bytes)).file(part)?.async('string')) ?? '')

describe('every writer', () => {
  const printer = testPrinter()
  let office: Office
  beforeAll(async () => {
    office = await Office.open()
  })
  afterAll(async () => {
    await office.close()
  })

  const writers: Record<string, Writer> = {
    docx: {
      read: async (plan) =>
        partText(
          await exportDocx(plan.content, plan.format, { ...options, title: plan.title }),
          'word/document.xml',
        ),
    },
    odt: { read: async (plan) => partText(await writeOdt(treeOf(plan)), 'content.xml') },
    html: { read: async (plan) => markupText(new TextDecoder().decode(writeHtml(treeOf(plan)))) },
    md: {
      read: async (plan) =>
        new TextDecoder()
          .decode(writeMarkdown(treeOf(plan)))
          .replaceAll('<br>', ' ')
          .replace(/\[([^\]]*)\]\(<[^>]*>\)/g, '$1')
          .replace(/\\([\\`*_[\]<>|~&#+=.)-])/g, '$1'),
    },
    pdf: {
      needs: 'pdftotext',
      read: async (plan) => {
        const path = await office.put('plan.pdf', await printer.print(treeOf(plan), 'ua-1'))
        const { stdout } = await run('pdftotext', ['-raw', path, '-'], { maxBuffer: 50_000_000 })
        // A page footer would separate the halves of a sentence.
        return stdout
          .replaceAll(`${plan.title} · Concept`, '')
          .replace(/^.*… · Concept/gm, '')
          .replace(/Pagina \d+ van \d+/g, '')
      },
    },
  }

  describe.each(
    Object.entries(writers).filter(([, { needs }]) => needs === undefined || isInstalled(needs)),
  )('%s', (kind, { read }) => {
    // A PDF breaks words over lines and pages, and separates characters of other scripts: there
    // only the characters must be present, in order.
    const bare = (text: string) => text.normalize('NFC').replace(/[\s\u2010*_~`•\p{C}-]+/gu, '')
    const names = Object.keys(plans).filter((name) => kind !== 'pdf' || name !== 'alle alfabetten')

    test.each(names)(
      '%s: every field, value, row and total',
      async (name) => {
        const plan = plans[name] as Extreme
        const { content } = plan
        const format = formOf(plan.format)
        const text = bare(await read(plan))
        const has = (words: string, ...where: string[]) => {
          for (const line of words.split('\n'))
            if (!text.includes(bare(kind === 'pdf' ? pdfGlyphs().visible(line).text : line)))
              expect([...where, line]).toEqual([...where, `${line} (not found)`])
        }
        const printed = new Set(
          format.sections
            .filter((section) => section.part === 'plan')
            .flatMap((section) =>
              section.blocks.filter((block) => block.isInternal !== true).map((block) => block.id),
            ),
        )
        for (const section of format.sections)
          if (section.part === 'plan' && !section.isHead && isPrinted(section, plan))
            has(section.title, 'section')
        for (const [id, field] of Object.entries(content.fields))
          if (printed.has(id)) has(plainText(field), id)
        for (const { id, kind: of } of valuesOf(format)) {
          const value = content.values[id]
          if (printed.has(id) && typeof value === 'string' && of !== 'choice')
            has(formatDate(value), id)
        }
        for (const table of tablesOf(format).filter(
          (candidate) => printed.has(candidate.id) && isFilledBlock(candidate, content),
        )) {
          for (const row of content.tables[table.id] ?? [])
            if (!isUntouchedPreset(table, row))
              for (const column of table.columns.filter(
                (candidate) => !candidate.isInternal && candidate.id !== 'group',
              ))
                has(
                  cellText(column, row[column.id], { content, format }),
                  table.id,
                  row.id,
                  column.id,
                )
          const [first] = table.totals
          const sums =
            first === undefined ? undefined : content.totals[table.id]?.columns[first.column]
          if (sums !== undefined && first?.column.endsWith('Cents'))
            for (const cents of [sums.total, ...Object.values(sums.groups)])
              has(formatEuro(cents), table.id, 'total')
        }
      },
      60_000,
    )
  })
})

describe('the files', () => {
  test.each(Object.keys(plans))(
    '%s: every part of the OpenDocument text is well-formed, headings skip no level',
    async (name) => {
      const parts = await xmlParts(await writeOdt(treeOf(plans[name] as Extreme)))
      for (const [path, xml] of parts) expect([path, xmlFault(xml)]).toEqual([path, null])
      let above = 0
      for (const [, level] of (parts.get('content.xml') ?? '').matchAll(
        /text:outline-level="(\d)"/g,
      )) {
        expect(Number(level)).toBeLessThanOrEqual(above + 1)
        above = Number(level)
      }
      // No table where the file format allows none.
      expect(parts.get('content.xml')).not.toMatch(
        /<text:list-item[^>]*>(?:(?!<\/text:list-item>).)*<table:table /s,
      )
      expect(parts.get('meta.xml')).toContain('<dc:language>nl-NL</dc:language>')
    },
  )

  test('the type of an OpenDocument file comes first and uncompressed', async () => {
    const bytes = await writeOdt(treeOf(plans['kraaienveen'] as Extreme))
    expect(new TextDecoder().decode(bytes.slice(30, 77))).toBe(
      'mimetypeapplication/vnd.oasis.opendocument.text',
    )
  })

  test.each(Object.keys(plans))(
    '%s: the web page is well-formed, has header cells, and nothing that runs or comes from elsewhere',
    (name) => {
      const page = new TextDecoder().decode(writeHtml(treeOf(plans[name] as Extreme)))
      const body = page
        .slice(page.indexOf('<body>'), page.indexOf('</html>'))
        .replace(/<(br|hr)>/g, '<$1/>')
      expect(xmlFault(body)).toBeNull()
      expect(page).toContain('<html lang="nl-NL">')
      expect(page).toMatch(/<th scope="col"/)
      expect(page).not.toMatch(/<script|javascript:|src=|@import|url\(/)
    },
  )

  test('Markdown stays words where a person typed signs', () => {
    const text = new TextDecoder().decode(
      writeMarkdown(treeOf(plans['alles in elkaar'] as Extreme)),
    )
    expect(text).toContain('Thema 1: Thema \\*met\\* #tekens')
    expect(text).toContain('[goede link](<https://voorbeeld.nl/?a=1&b=%222%22>)')
    expect(text).toContain('**vet** _schuin_ ~~door~~ onder `code`')
    expect(text).toMatch(/^- een\n\n {2}3\. drie$/m)
    expect(text).not.toContain('javascript')
    for (const line of text.split('\n').filter((candidate) => candidate.startsWith('|')))
      expect(line).toMatch(/ \|$/)
  })
})
