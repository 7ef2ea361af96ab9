import { afterAll, describe, expect, test } from 'vitest'
import { proposeImport } from '#shared/import/propose.ts'
import { type OpenDocument, openDocument } from '#tests/support/open-document.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

/** OpenDocument files: every word is placed or listed, every cell of a sheet is where it stood. */

const format = readFormat('hecht-wijkverband')
let made = 0
const importer = createImporter(createFileReader(), () => {
  made += 1
  return `rij${made}`
})
afterAll(() => importer.close())

async function imported(document: OpenDocument) {
  const found = await importer.read(await openDocument(document), format, { person: 'iemand' })
  const { target, unplaced } = proposeImport(found, planContent(format, { values: {} }), format)
  return {
    placed: JSON.stringify([target.values, target.fields, target.tables]),
    listed: JSON.stringify(unplaced),
    notices: found.notices,
    budget: found.tables['budget']?.rows.map(({ cells }) => cells),
  }
}

type Words = Partial<OpenDocument> & { shown?: string[]; listed?: string[] }

const p = (inside: string) => `<text:p>${inside}</text:p>`
const inText: Record<string, Words> = {
  'a span, spaces and a tab': {
    body: p('<text:span>zzeenq</text:span><text:s text:c="3"/><text:tab/>zztweeq'),
    shown: ['zzeenq', 'zztweeq'],
  },
  'fields of any kind': {
    body: p('<text:date>zzeenq</text:date><text:author-name>zztweeq</text:author-name>'),
    shown: ['zzeenq', 'zztweeq'],
  },
  'a chosen entry of a list': {
    body: p('<text:drop-down><text:label text:value="zzweg"/>zzeenq</text:drop-down>'),
    shown: ['zzeenq'],
  },
  'a text box': {
    body: p(`Kader <draw:frame><draw:text-box>${p('zzeenq')}</draw:text-box></draw:frame>`),
    shown: ['zzeenq'],
  },
  'a shape in a group': {
    body: p(`<draw:g><draw:custom-shape>${p('zzeenq')}</draw:custom-shape></draw:g>`),
    shown: ['zzeenq'],
  },
  'a section, a list and a table': {
    body: `<text:section>${p('zzeenq')}</text:section><text:list><text:list-item>${p('zztweeq')}</text:list-item></text:list><table:table><table:table-row-group><table:table-row><table:table-cell>${p('zzdrieq')}</table:table-cell></table:table-row></table:table-row-group></table:table>`,
    shown: ['zzeenq', 'zztweeq', 'zzdrieq'],
  },
  'a footnote': {
    body: p(
      `Tekst<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('zzeenq')}</text:note-body></text:note>`,
    ),
    listed: ['zzeenq'],
  },
  'a comment at its words': {
    body: p(
      `<office:annotation office:name="a"><dc:creator>Noor</dc:creator>${p('zzeenq')}</office:annotation>zztweeq<office:annotation-end office:name="a"/>`,
    ),
    shown: ['zztweeq'],
    listed: ['zzeenq', 'Bij “zztweeq”', 'van Noor'],
  },
  'a deleted word': {
    body: `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Noor</dc:creator></office:change-info>${p('zzeenq')}</text:deletion></text:changed-region></text:tracked-changes>${p('tekst')}`,
    listed: ['zzeenq', 'van Noor'],
  },
  'hidden text': {
    body: p(
      '<text:span text:style-name="T1">zzeenq</text:span><text:hidden-text>zztweeq</text:hidden-text>',
    ),
    styles:
      '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>',
    listed: ['zzeenq', 'zztweeq'],
  },
  'the head of each page': {
    body: p('tekst'),
    master: `<style:master-page><style:header>${p('zzeenq')}</style:header></style:master-page>`,
    listed: ['zzeenq'],
  },
  'a formula in a document of its own': {
    body: p('tekst'),
    files: { 'Object 1/content.xml': '<math><mi>zzeenq</mi></math>' },
    listed: ['zzeenq'],
  },
}

describe('a text', () => {
  test.each(Object.keys(inText))('the words of %s are placed or listed', async (name) => {
    const { body = '', shown = [], listed = [], ...rest } = inText[name] ?? {}
    const title = p('4. Behoefte aan ondersteuning')
    const found = await imported({ kind: 'text', ...rest, body: title + p('Begin') + body })
    for (const word of shown) expect(found.placed).toContain(word)
    for (const word of listed) expect(found.listed).toContain(word)
    for (const word of listed.filter((one) => one.startsWith('zz')))
      expect(found.placed).not.toContain(word)
    expect(found.placed).not.toContain('zzweg')
  })

  test('keeps its bold words, its headings and its numbers', async () => {
    const { placed } = await imported({
      kind: 'text',
      styles:
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>',
      body: `${p('4. Behoefte aan ondersteuning')}${p('<text:span text:style-name="T1">vet</text:span>')}<text:list text:style-name="L1"><text:list-item>${p('eerste')}</text:list-item></text:list>`,
    })
    expect(placed).toContain('"marks":[{"type":"bold"}],"text":"vet"')
    expect(placed).toContain('"type":"orderedList"')
  })
})

const cell = (text: string, more = '') =>
  `<table:table-cell office:value-type="string"${more}>${p(text)}</table:table-cell>`
const amount = (value: number, more = '') =>
  `<table:table-cell office:value-type="currency" office:value="${value}"${more}>${p(`€ ${value}`)}</table:table-cell>`
const row = (cells: string, more = '') => `<table:table-row${more}>${cells}</table:table-row>`
const gap = '<table:table-cell table:number-columns-repeated="16000"/>'
const head = row(
  ['omschrijving', 'aantal', 'uurtarief', 'bedrag'].map((name) => cell(name)).join('') + gap,
)
const sheet = (rows: string) => ({
  kind: 'spreadsheet' as const,
  body: `<table:table table:name="Begroting">${rows}${row(gap, ' table:number-rows-repeated="1048000"')}</table:table>`,
})

describe('a spreadsheet', () => {
  test('amounts are read from their values, and empty cells without end cost nothing', async () => {
    const { budget } = await imported(
      sheet(head + row(cell('Overleg') + amount(12.5) + amount(80) + amount(1000) + gap)),
    )
    expect(budget).toMatchObject([
      { description: 'Overleg', quantityHundredths: 1250, rateCents: 8000 },
    ])
  })

  test('rows in a group, hidden rows and formulas come in, and are named', async () => {
    const { budget, notices } = await imported(
      sheet(
        head +
          `<table:table-row-group>${row(cell('Overleg') + amount(12) + amount(80) + amount(960))}</table:table-row-group>` +
          row(
            cell('Zaal') + amount(2) + amount(50, ' table:formula="of:=[.B9]"') + amount(100),
            ' table:visibility="collapse"',
          ),
      ),
    )
    expect(budget?.map(({ description }) => description)).toEqual(['Overleg', 'Zaal'])
    expect(notices.join(' ')).toMatch(/Rij 3 is verborgen.*cel C3 staat een formule/)
  })

  test('a note at a cell is listed with its cell', async () => {
    const note = `<table:table-cell office:value-type="string"><office:annotation>${p('zzeenq')}</office:annotation>${p('Overleg')}</table:table-cell>`
    const { budget, listed } = await imported(
      sheet(head + row(note + amount(1) + amount(80) + amount(80))),
    )
    expect(budget?.[0]?.['description']).toBe('Overleg')
    expect(listed).toContain('zzeenq')
    expect(listed).toContain('bij cel A2')
  })

  test('a cell that is repeated without end is refused', async () => {
    await expect(
      imported(sheet(head + row(cell('x', ' table:number-columns-repeated="16000"')))),
    ).rejects.toMatchObject({ code: 'import-too-heavy' })
  })
})

describe('an OpenDocument file that is not read', () => {
  test.each([
    [
      'with a password',
      { 'META-INF/manifest.xml': '<manifest:encryption-data/>' },
      'import-locked',
    ],
    ['with macros', { 'Basic/Standard/Module1.xml': '<x/>' }, 'import-macros'],
  ])('%s', async (_, files, code) => {
    const document = { kind: 'text' as const, body: p('4. Behoefte aan ondersteuning'), files }
    await expect(imported(document)).rejects.toMatchObject({ code })
  })
})
