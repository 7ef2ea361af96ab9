import { beforeAll, describe, expect, test } from 'vitest'
import { type Extreme, extremePlans } from '#tests/support/extreme-plans.ts'
import {
  isStream,
  nameOf,
  type PdfDict,
  PdfFile,
  type PdfValue,
  streamBytes,
  textString,
} from '#tests/support/pdf-file.ts'
import {
  attributesOf,
  flat,
  metadata,
  pageNumbers,
  structure,
} from '#tests/support/pdf-structure.ts'
import { testPrinter } from '#tests/support/printer.ts'
import { exampleNames, examplePlan, options } from '#tests/support/sample-plans.ts'
import { buildDocument } from '../document/document.ts'

// What docs/pdf.md lists as checked, clause by clause, with a parser that shares nothing with
// the library that writes the file: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).

const plans: Record<string, Extreme> = {
  ...Object.fromEntries(exampleNames.map((name) => [name, examplePlan(name)])),
  ...extremePlans(),
}
const printed = ['kraaienveen', 'broekerveld', 'meerpalen', 'alles in elkaar', 'alle alfabetten']

const showing = ['Tj', 'TJ', "'", '"']
const painting = ['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'BI', ...showing]

describe.each(printed)('%s', { timeout: 60_000 }, (name) => {
  const files = {} as Record<'ua-1' | 'a-2a', PdfFile>
  beforeAll(() => {
    const { content, format, title } = plans[name] as Extreme
    const tree = buildDocument(content, format, {
      ...options,
      title,
      version: 2,
      signatures: [],
      verification: {
        code: 'K7QM-2F9A',
        url: 'https://wijktafel.voorbeeld.nl/controleer/K7QM-2F9A',
      },
    })
    const printer = testPrinter()
    for (const standard of ['ua-1', 'a-2a'] as const)
      files[standard] = new PdfFile(printer.print(tree, standard))
  })

  describe.each(['ua-1', 'a-2a'] as const)('as %s', (standard) => {
    const file = () => files[standard]

    test('5, 6.6.4: the metadata name the standard, and the title, the language and the date', () => {
      const xmp = metadata(file())
      if (standard === 'ua-1') expect(xmp).toMatch(/pdfuaid:part>1</)
      else {
        expect(xmp).toMatch(/pdfaid:part>2</)
        expect(xmp).toMatch(/pdfaid:conformance>A</)
      }
      expect(xmp).toMatch(/<dc:title>.*?<rdf:li xml:lang="[^"]+">[^<]+</s)
      expect(xmp).toMatch(/<dc:language>.*?nl-NL/s)
      expect(xmp).toMatch(/<xmp:CreateDate>\d{4}-\d\d-\d\d/)
      const stream = file().resolve(file().catalog['Metadata'])
      // 6.6.2.1: readable without a filter.
      if (standard === 'a-2a') expect(isStream(stream) && stream.dict['Filter']).toBe(undefined)
    })

    test('7.1, 6.7: marked, with a structure tree, the title in the window and a language', () => {
      const { catalog } = file()
      expect(file().dict(catalog['MarkInfo'])).toMatchObject({ Marked: true })
      expect(file().dict(catalog['MarkInfo'])['Suspects'] ?? false).toBe(false)
      expect(structure(file()).map(({ tag }) => tag)).toEqual(['Document'])
      // Of PDF/UA alone.
      if (standard === 'ua-1')
        expect(file().dict(catalog['ViewerPreferences'])['DisplayDocTitle']).toBe(true)
      expect(textString(file().resolve(catalog['Lang']))).toBe('nl-NL')
    })

    test('7.1: all that is shown is marked, as content of one element or as an artifact', () => {
      const elements = flat(structure(file()))
      const owners = new Map<string, number>()
      for (const { page, id } of elements.flatMap(({ mcids }) => mcids))
        owners.set(`${page}/${id}`, (owners.get(`${page}/${id}`) ?? 0) + 1)
      const numbers = pageNumbers(file())
      let marked = 0
      for (const [at, page] of file().pages().entries()) {
        const stack: { isArtifact: boolean; id: number | null }[] = []
        const seen = new Set<number>()
        for (const { operator, operands } of file().content(page)) {
          if (operator === 'BMC' || operator === 'BDC') {
            expect(nameOf(operands[1])).toBe(undefined)
            const id = file().dict(operands[1])['MCID']
            stack.push({
              isArtifact: nameOf(operands[0]) === 'Artifact',
              id: typeof id === 'number' ? id : null,
            })
            // 7.1: an artifact is not within content, nor the other way round.
            expect(
              stack.some((entry) => entry.isArtifact) && stack.some((entry) => entry.id !== null),
            ).toBe(false)
            if (typeof id === 'number') {
              expect(seen.has(id)).toBe(false)
              seen.add(id)
              expect([at + 1, id, owners.get(`${numbers[at]}/${id}`)]).toEqual([at + 1, id, 1])
            }
          } else if (operator === 'EMC') stack.pop()
          else if (painting.includes(operator)) {
            expect([at + 1, operator, stack.length > 0]).toEqual([at + 1, operator, true])
            marked += 1
          }
        }
        expect(stack).toEqual([])
      }
      expect(marked).toBeGreaterThan(20)
    })

    test('7.1: the parent tree leads from each marked content back to its element', () => {
      const root = file().dict(file().catalog['StructTreeRoot'])
      const parents = new Map<number, PdfValue>()
      const walk = (node: PdfDict) => {
        const pairs = file().list(node['Nums'])
        for (let at = 0; at < pairs.length; at += 2)
          parents.set(Number(pairs[at]), pairs[at + 1] ?? null)
        for (const kid of file().list(node['Kids'])) walk(file().dict(kid))
      }
      walk(file().dict(root['ParentTree']))
      for (const page of file().pages()) {
        const used = file()
          .content(page)
          .flatMap(({ operator, operands }) =>
            operator === 'BDC' ? [file().dict(operands[1])['MCID']] : [],
          )
          .filter((id) => typeof id === 'number')
        const entries = file().list(parents.get(Number(page['StructParents'])))
        for (const id of used)
          expect([id, nameOf(file().dict(entries[id])['S'])]).toEqual([
            id,
            expect.stringMatching(/./),
          ])
      }
    })

    test('7.3: a figure says in words what it shows', () => {
      const figures = flat(structure(file())).filter(({ tag }) => tag === 'Figure')
      expect(figures.length).toBeGreaterThan(0)
      for (const { dict } of figures) expect(textString(file().resolve(dict['Alt']))).toMatch(/\S/)
    })

    test('7.4: headings begin at the first level and skip none', () => {
      const levels = flat(structure(file())).flatMap(({ tag }) => /^H([1-6])$/.exec(tag)?.[1] ?? [])
      expect(levels.length).toBeGreaterThan(2)
      let above = 0
      for (const level of levels.map(Number)) {
        expect(level).toBeLessThanOrEqual(above + 1)
        above = level
      }
    })

    test('7.5: tables have rows of cells, of one length, and heads that say their scope', () => {
      const tables = flat(structure(file())).filter(({ tag }) => tag === 'Table')
      expect(tables.length).toBeGreaterThan(0)
      for (const table of tables) {
        expect(
          table.children.every(({ tag }) =>
            ['THead', 'TBody', 'TFoot', 'TR', 'Caption'].includes(tag),
          ),
        ).toBe(true)
        const rows = table.children.flatMap((part) => (part.tag === 'TR' ? [part] : part.children))
        const widths = rows.map((row) => {
          expect(row.children.every(({ tag }) => tag === 'TH' || tag === 'TD')).toBe(true)
          return row.children.reduce(
            (sum, cell) => sum + Number(attributesOf(file(), cell)['ColSpan'] ?? 1),
            0,
          )
        })
        expect(new Set(widths).size).toBe(1)
        for (const head of rows.flatMap((row) => row.children.filter(({ tag }) => tag === 'TH')))
          expect(['Row', 'Column', 'Both']).toContain(nameOf(attributesOf(file(), head)['Scope']))
      }
    })

    test('7.6: lists have items, each with a body', () => {
      for (const list of flat(structure(file())).filter(({ tag }) => tag === 'L'))
        for (const item of list.children) {
          expect(['LI', 'Caption', 'L']).toContain(item.tag)
          if (item.tag === 'LI') expect(item.children.map(({ tag }) => tag)).toContain('LBody')
        }
    })

    test('7.17: the outline leads to the sections', () => {
      const outline = file().dict(file().catalog['Outlines'])
      const titles: string[] = []
      const walk = (value: PdfValue | undefined) => {
        for (
          let item = file().dict(value);
          item['Title'] !== undefined;
          item = file().dict(item['Next'])
        ) {
          titles.push(textString(file().resolve(item['Title'])))
          expect(item['Dest'] ?? item['A']).toBeDefined()
          if (item['First'] !== undefined) walk(item['First'])
          if (item['Next'] === undefined) break
        }
      }
      walk(outline['First'])
      expect(titles.length).toBeGreaterThan(2)
    })

    test('7.18, 6.3: a link is tagged, says where it leads and is printed', () => {
      const tags = new Set(flat(structure(file())).map(({ tag }) => tag))
      for (const page of file().pages()) {
        const annotations = file().list(page['Annots'])
        if (annotations.length > 0 && standard === 'ua-1') expect(nameOf(page['Tabs'])).toBe('S')
        for (const annotation of annotations.map((value) => file().dict(value))) {
          expect(nameOf(annotation['Subtype'])).toBe('Link')
          expect(tags.has('Link')).toBe(true)
          expect(typeof annotation['StructParent']).toBe('number')
          expect(Number(annotation['F'] ?? 0) & 0b100111).toBe(0b100)
          if (standard === 'ua-1')
            expect(textString(file().resolve(annotation['Contents']))).toMatch(/\S/)
        }
      }
    })

    test('7.21, 6.2.11: every font is embedded, and its letters can be read back', () => {
      const fonts = file()
        .all.map((value) => file().dict(value))
        .filter((dict) => nameOf(dict['Type']) === 'Font' && nameOf(dict['Subtype']) === 'Type0')
      expect(fonts.length).toBeGreaterThan(0)
      for (const font of fonts) {
        const [below] = file()
          .list(font['DescendantFonts'])
          .map((value) => file().dict(value))
        const descriptor = file().dict(below?.['FontDescriptor'])
        expect(
          ['FontFile', 'FontFile2', 'FontFile3'].filter((key) => descriptor[key] !== undefined),
        ).toHaveLength(1)
        const unicode = file().resolve(font['ToUnicode'])
        expect(isStream(unicode) && streamBytes(unicode).toString('latin1')).toMatch(
          /beginbf(?:char|range)/,
        )
        expect(nameOf(font['Encoding'])).toBe('Identity-H')
        if (nameOf(below?.['Subtype']) === 'CIDFontType2')
          expect(below?.['CIDToGIDMap']).toBeDefined()
      }
      const others = file()
        .all.map((value) => file().dict(value))
        .filter((dict) => nameOf(dict['Type']) === 'Font')
        .map((dict) => nameOf(dict['Subtype']))
      for (const subtype of others)
        expect(['Type0', 'CIDFontType0', 'CIDFontType2', 'Type3']).toContain(subtype)
    })

    test('7.15, 7.16, 6.1.3, 6.5: nothing is locked, runs, or comes from elsewhere', () => {
      const { catalog, trailer, header } = file()
      expect(header).toMatch(/^%PDF-1\.[4-7]$/)
      expect(trailer['Encrypt']).toBe(undefined)
      for (const key of ['AcroForm', 'OpenAction', 'AA', 'OCProperties', 'NeedsRendering'])
        expect([key, catalog[key]]).toEqual([key, undefined])
      expect(file().dict(catalog['Names'])['JavaScript']).toBe(undefined)
      for (const dict of file().all.map((value) => file().dict(value)))
        if (
          dict['S'] !== undefined &&
          dict['Type'] !== undefined &&
          nameOf(dict['Type']) === 'Action'
        )
          expect(['URI', 'GoTo']).toContain(nameOf(dict['S']))
      if (standard === 'a-2a') expect(file().list(trailer['ID'])).toHaveLength(2)
    })

    test('6.1.7, 6.2: filters that stay readable, and colours that say what they are', () => {
      for (const value of file().all)
        if (isStream(value))
          for (const filter of file().list(value.dict['Filter']))
            expect(nameOf(filter)).toBe('FlateDecode')
      if (standard !== 'a-2a') return
      const intents = file()
        .list(file().catalog['OutputIntents'])
        .map((value) => file().dict(value))
      // 6.2.3: a colour of a device needs a profile for the whole document.
      const colours = file()
        .pages()
        .flatMap((page) => file().content(page))
        .filter(
          ({ operator, operands }) =>
            ['rg', 'RG', 'g', 'G', 'k', 'K'].includes(operator) ||
            (['cs', 'CS'].includes(operator) && /^Device/.test(nameOf(operands[0]) ?? '')),
        )
      if (colours.length === 0) return
      expect(intents.map((intent) => nameOf(intent['S']))).toContain('GTS_PDFA1')
      for (const intent of intents)
        expect(isStream(file().resolve(intent['DestOutputProfile']))).toBe(true)
    })
  })
})
