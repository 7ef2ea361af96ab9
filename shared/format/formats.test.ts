import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Format, FormatFileSchema, FormatSchema } from './schema.ts'

const folder = new URL('../formats/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (id: string): Format =>
  FormatSchema.parse(JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')))
/**
 * The sources with their white space normalised, one paragraph, cell or list item per line. That of
 * Rijnmond is a web page in Markdown: its marks are no words of it.
 */
const sourceLines = (id: string) =>
  readFileSync(new URL(`../../tests/fixtures/sources/${id}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) =>
      line
        .replace(/^(#+|-) /, '')
        .replaceAll('**', '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
    )
    .filter((line) => line !== '')
const sourceOf = (id: string) => sourceLines(id).join(' ')

test.each(files)('%s is a valid format with its own name as id', (file) => {
  const result = FormatFileSchema.safeParse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  expect(result.error?.issues ?? []).toEqual([])
  expect(`${result.data?.id}.json`).toBe(file)
})

type Sourced = { source?: string; columns?: { source?: string }[] }

test('a block that does not say its source is a fault of a file, and none of a stored form', () => {
  const { sections, ...format } = JSON.parse(
    readFileSync(new URL('medrie-wijkplan.json', folder), 'utf8'),
  ) as { sections: { blocks: Sourced[] }[] }
  const before = {
    ...format,
    sections: sections.map((section) => ({
      ...section,
      blocks: section.blocks.map(({ source: _, columns, ...block }) => ({
        ...block,
        ...(columns === undefined
          ? {}
          : { columns: columns.map(({ source: __, ...column }) => column) }),
      })),
    })),
  }
  expect(FormatFileSchema.safeParse(before).error?.issues[0]?.message).toBe(
    'blok team: source ontbreekt: form (van de uitgever) of ours (toegevoegd)',
  )
  // A stored form keeps its hash: reading it adds nothing.
  const stored = FormatSchema.parse(before)
  expect(JSON.stringify(FormatSchema.parse(stored))).toBe(JSON.stringify(stored))
  expect(
    stored.sections.flatMap(({ blocks }) => blocks).flatMap(({ source }) => source ?? []),
  ).toEqual([])
})

const guidanceOf = (format: Format) => [format, ...format.sections].flatMap((part) => part.guidance)

/**
 * All texts that the format takes from its source besides labels: guidance, placeholders, text of
 * preset rows.
 */
function quotesOf(format: Format): string[] {
  const quotes = guidanceOf(format).flatMap((guidance) => [
    guidance.title ?? '',
    ...guidance.paragraphs.map((paragraph) => paragraph.replace(/^· /, '')),
  ])
  for (const block of format.sections.flatMap((section) => section.blocks)) {
    if (block.kind === 'richText') quotes.push(block.placeholder ?? '')
    if (block.kind === 'table')
      quotes.push(...block.presetRows.map((row) => String(row['description'] ?? '')))
  }
  return [...quotes, format.documentTitle, format.appendixTitle ?? ''].filter(
    (quote) => quote !== '',
  )
}

/**
 * Labels of the form itself; the part `execution` and the tables of parties and people are not in
 * the sources.
 */
function labelsOf(format: Format): string[] {
  const labels: string[] = []
  for (const section of format.sections.filter((candidate) => candidate.part === 'plan')) {
    labels.push(section.title)
    for (const block of section.blocks) {
      labels.push(block.label ?? '')
      if (block.kind === 'checklist') labels.push(...block.items.map((item) => item.label))
      if (block.kind !== 'table' || block.id === 'parties' || block.id === 'people') continue
      labels.push(
        ...block.columns.map((column) => column.label),
        ...block.totals.map((total) => total.label),
      )
      labels.push(
        ...(block.groups ?? []).map((group) => (group.kind === 'fixed' ? group.label : '')),
      )
      for (const column of block.columns)
        if (column.id === 'coreTask' && column.kind === 'choice')
          labels.push(...column.options.map((option) => option.label))
    }
  }
  return [...new Set(labels.filter((label) => label !== ''))]
}

/**
 * Labels that the source does not have: we added them, because a rule needs the field or the sheet
 * is missing.
 */
const ourRates = ['Btw in de bedragen', 'Tarieven per beroep', 'Beroep', 'Toelichting']
const ourOwn: Record<string, string[]> = {
  'medrie-wijkplan': [
    ...[
      'Gegevens van het plan',
      'Wijk',
      'Gemeente',
      'Looptijd van',
      'Looptijd tot en met',
      'Datum wijkscan',
      'Datum wijkbijeenkomst',
      'Personen',
      'Organisaties',
      'Inleiding bij de thema’s',
      'Thema’s',
    ],
    ...[
      'Uitkomst van de wijkscan',
      'Trekker',
      'Uitgewerkt in projectplan',
      'Projectplannen',
      'Activiteiten',
      'Activiteit',
      'Omschrijving',
      'Van',
      'Tot en met',
      'Status',
      'Borging',
    ],
    ...[
      'Begrotingsjaar',
      'Beschikbaar budget',
      'Onderdeel',
      'Organisatie',
      'Aantal uren',
      'Uurtarief',
      'Begroot',
      'Werkelijk',
      'Verschil',
      'Totaal begroot',
      'Totaal werkelijk',
      'Totaal verschil',
    ],
    ...['Vormgeven en onderhouden van het netwerk', 'Onvoorzien'],
    ...ourRates,
  ],
  'hecht-wijkverband': [
    ...[
      'Gegevens van het plan',
      'Wijk',
      'Naam van de wijksamenwerking',
      'Gemeente',
      'Aantal inwoners',
      'Looptijd van',
      'Looptijd tot en met',
      'Is de precieze wijkindeling vastgesteld?',
    ],
    ...[
      'Wanneer stelt u de wijkindeling uiterlijk vast?',
      'Ontvanger van de aanvraag',
      'Partijen en vertegenwoordigers',
      'Partijen',
      'Vertegenwoordigers',
      'Vragenlijst',
      'Inleiding bij de stappen',
      'Thema’s',
      'Ontwikkeling',
    ],
    ...[
      'Kerntaak',
      'Doelstelling',
      'Resultaat',
      'Trekker',
      'Activiteit',
      'Thema',
      'Wat gaat u doen en wat is het meetbare resultaat?',
      'Van',
      'Tot en met',
      'Status',
      'Borging',
    ],
    ...['Beschikbaar budget', 'Onderdeel', 'omschrijving'],
    ...ourRates,
    ...[
      'Samenwerkingen binnen het wijkverband',
      'Samenwerking',
      'Waarvoor en met wie',
      'Contactpersoon',
      'Organisaties die zijn geïnformeerd',
      'Geïnformeerd door',
      'Andere financiering',
      'Financier',
      'Waarvoor',
      'Stand',
      'Totaal andere financiering',
      'Andere bron',
      'Organisatie',
      'Datum',
      'Bedrag',
      'Uurtarief',
    ],
  ],
}

/** A word of a label counts only as a whole word, in the case of the source. */
const occursIn = (source: string, text: string) =>
  new RegExp(`(?<![\\p{L}\\d])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'u').test(
    source,
  )

describe.each(files.map((file) => file.replace('.json', '')))('%s', (id) => {
  test('takes guidance, placeholders and preset rows over to the letter', () => {
    const source = sourceOf(id)
    expect(quotesOf(read(id)).filter((quote) => !source.includes(quote))).toEqual([])
  })
})

describe.each(Object.keys(ourOwn))('%s', (id) => {
  const lines = sourceLines(id)
  const label = (text: string) =>
    lines.some((line) => occursIn(line.replace('hier beschrijven', ''), text))

  test('has the labels of the source, and says which labels are its own', () => {
    const own = new Set(ourOwn[id])
    const labels = labelsOf(read(id))
    expect(labels.filter((text) => !own.has(text) && !label(text))).toEqual([])
    expect([...own].filter((text) => !labels.includes(text))).toEqual([])
  })
})

describe.each(files.map((file) => file.replace('.json', '')))('%s', (id) => {
  test('forgets nothing of the source: no sentence, title or label', () => {
    const lines = sourceLines(id)
    const format = read(id)
    const texts = [...quotesOf(format), ...labelsOf(format)]
    for (const section of format.sections) {
      texts.push(`${section.number ?? ''} ${section.title}`.trim())
      for (const block of section.blocks)
        if (block.kind === 'table' && block.numbering !== undefined)
          texts.push(...[1, 2].map((n) => (block.numbering as string).replace('{n}', String(n))))
    }
    // "etc" stands for adding a theme; the bookmark is left over from pasting a spreadsheet;
    // amounts are preset cells.
    const left = lines
      .filter((line) => line !== 'etc' && !/^(0|nvt|€ (75,00|-))$/.test(line))
      .map((line) => remainder(line.replace('[bookmark: RANGE!A1:C8]', ''), texts))
      .filter((rest) => rest !== '')
    expect(left).toEqual([])
  })
})

/** In a source a fragment stands under a title that names its subject. */
const withoutSubject =
  /^· (Ontvangen|Werken|Is|Neemt|Brengt|Maakt|Ondersteunt|Informeert|Heeft(?! u)|Werkt|Organiseert|Krijgen|Kunnen|Worden|Zijn|Hebben) /

test.each(files.map((file) => file.replace('.json', '')))(
  'the guidance of %s is words, and each fragment has its subject above it',
  (id) => {
    const entries = guidanceOf(read(id))
    const raw = entries.flatMap(({ title = '', paragraphs }) =>
      [title, ...paragraphs].filter((text) => /\]\(|\*\*|^#|^- /.test(text)),
    )
    expect(raw).toEqual([])
    const alone = entries.filter(
      ({ title, paragraphs }) =>
        title === undefined && paragraphs.some((text) => withoutSubject.test(text)),
    )
    expect(alone).toEqual([])
    // Without a mark of a list the same fragment would be a sentence without a subject.
    expect(
      entries.flatMap(({ paragraphs }) =>
        paragraphs.filter((text) => withoutSubject.test(`· ${text}`)),
      ),
    ).toEqual([])
  },
)

/** The rest of a line of the source after removing the longest known texts. */
function remainder(line: string, texts: readonly string[]): string {
  let rest = line
  for (const text of texts.toSorted((a, b) => b.length - a.length))
    if (text.length >= 4) rest = rest.replace(text, ' ')
  return rest.replace(/^[·\s]+|\s+$/g, '')
}

test.each([
  ['medrie-wijkplan', ['M1', 'M2', 'M3', 'M11', 'M13', 'M16']],
  ['hecht-wijkverband', ['Z2', 'Z4', 'Z6', 'Z8', 'Z10', 'Z11', 'Z12', 'Z13', 'Z14', 'Z16', 'Z17']],
  ['rijnmond-wijkplan', ['R1', 'R2', 'R3', 'R10', 'R11']],
])('%s holds the rules of its source', (id, expected) => {
  const format = read(id)
  const found = new Set(format.rules.map((rule) => rule.id))
  for (const block of format.sections.flatMap((section) => section.blocks)) {
    if (block.rule !== undefined) found.add(block.rule)
    if (block.kind === 'table')
      for (const column of block.columns) if (column.rule !== undefined) found.add(column.rule)
  }
  expect(expected.filter((rule) => !found.has(rule))).toEqual([])
})

describe('hecht-wijkverband', () => {
  test('Z11 Z12 Z13: four groups of three preset rows, hours first and amounts after', () => {
    const budget = read('hecht-wijkverband')
      .sections.flatMap((section) => section.blocks)
      .find((block) => block.id === 'budget')
    if (budget?.kind !== 'table') throw new Error('no budget')
    const rate = { quantityHundredths: 0, rateCents: 7500 }
    const amount = { quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 0 }
    expect(budget.presetRows.map(({ description: _, ...row }) => row)).toEqual([
      ...['aanjagen', 'vacatie'].flatMap((group) => Array(3).fill({ group, ...rate })),
      ...['bijeenkomsten', 'overig'].flatMap((group) => Array(3).fill({ group, ...amount })),
    ])
    expect(budget.groups?.map((group) => group.entry)).toEqual(['rate', 'rate', 'amount', 'amount'])
    expect(budget.totals).toEqual([{ column: 'amountCents', label: 'Totale kosten' }])
  })
})
