import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFormat } from '#tests/support/sample-plans.ts'
import type { Format } from './schema.ts'

const folder = new URL('../formats/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
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
    expect(quotesOf(readFormat(id)).filter((quote) => !source.includes(quote))).toEqual([])
  })
})

describe.each(Object.keys(ourOwn))('%s', (id) => {
  const lines = sourceLines(id)
  const label = (text: string) =>
    lines.some((line) => occursIn(line.replace('hier beschrijven', ''), text))

  test('has the labels of the source, and says which labels are its own', () => {
    const own = new Set(ourOwn[id])
    const labels = labelsOf(readFormat(id))
    expect(labels.filter((text) => !own.has(text) && !label(text))).toEqual([])
    expect([...own].filter((text) => !labels.includes(text))).toEqual([])
  })
})

describe.each(files.map((file) => file.replace('.json', '')))('%s', (id) => {
  test('forgets nothing of the source: no sentence, title or label', () => {
    const lines = sourceLines(id)
    const format = readFormat(id)
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

/** The rest of a line of the source after removing the longest known texts. */
function remainder(line: string, texts: readonly string[]): string {
  let rest = line
  for (const text of texts.toSorted((a, b) => b.length - a.length))
    if (text.length >= 4) rest = rest.replace(text, ' ')
  return rest.replace(/^[·\s]+|\s+$/g, '')
}
