import { describe, expect, test } from 'vitest'
import { type Extreme, extremePlans } from '#tests/support/extreme-plans.ts'
import { longWords } from '#tests/support/long-words.ts'
import { isInstalled } from '#tests/support/office.ts'
import { collisions, linesOf, outside, type PageBoxes, pdfBoxes } from '#tests/support/pdf-boxes.ts'
import { testPrinter } from '#tests/support/printer.ts'
import { Random } from '#tests/support/random.ts'
import { exampleNames, examplePlan, options } from '#tests/support/sample-plans.ts'
import { buildDocument } from '../document/document.ts'
import {
  type DocumentBlock,
  type DocumentTable,
  type DocumentTree,
  heading,
  label,
  paragraph,
} from '../document/document-tree.ts'

const plans: Record<string, Extreme> = {
  ...Object.fromEntries(exampleNames.map((name) => [name, examplePlan(name)])),
  ...extremePlans(),
}
const treeOf = ({ content, format, title }: Extreme): DocumentTree =>
  buildDocument(content, format, { ...options, title })
const withNodes = (nodes: DocumentBlock[]): DocumentTree => ({
  ...treeOf(plans['zonder iets'] as Extreme),
  title: 'Plan',
  nodes: [heading(1, 'Onderdeel'), ...nodes],
})
/** Of the page, less a rounding. */
const margin = 56

function expectTidy(pages: readonly PageBoxes[]): void {
  for (const [at, page] of pages.entries()) {
    expect([at + 1, outside(page, margin)]).toEqual([at + 1, []])
    expect([at + 1, collisions(page)]).toEqual([at + 1, []])
  }
}

// Skipped only where poppler is not installed: then nothing on the machine can measure the file.
describe.skipIf(!isInstalled('pdftotext'))('words on a page', { timeout: 120_000 }, () => {
  const printer = testPrinter()
  const print = (tree: DocumentTree) => pdfBoxes(printer.print(tree, 'ua-1'))

  test.each(Object.keys(plans))('%s: none runs over another or off the page', async (name) => {
    const pages = await print(treeOf(plans[name] as Extreme))
    expect(pages.length).toBeGreaterThan(1)
    expectTidy(pages)
  })

  test('a file name of 200 characters is all there, in its own column', async () => {
    const [name = ''] = longWords
    const pages = await print(withNodes([table(['Bestand', 'Bedrag'], [[name, '€\u00a01,00']])]))
    expectTidy(pages)
    const words = pages.at(-1)?.words.map(({ text }) => text) ?? []
    expect(words.join('')).toContain(name)
  })

  // Every run of a table that a person can make: its number of columns, and words of any length.
  test.each(Array.from({ length: 16 }, (_, at) => 4000 + at))(
    'a random table (%i) keeps its words in their columns',
    async (seed) => {
      const random = new Random(seed)
      const columns = 1 + random.below(18)
      const cells = () => Array.from({ length: columns }, () => randomText(random))
      const rows = Array.from({ length: 1 + random.below(6) }, cells)
      expectTidy(await print(withNodes([table(cells(), rows, random)])))
    },
  )

  test.each(['16 november 2026', '1 september 2026'])(
    'a date stays on one line: %s',
    async (day) => {
      const pages = await print(
        withNodes([
          table(
            ['Activiteit', 'Thema', 'Trekker', 'Van', 'Omschrijving'],
            [
              [
                'Valkring',
                'Veilig thuis',
                'Thuiszorg',
                day,
                'Woorden over wat er gebeurt. '.repeat(9),
              ],
            ],
          ),
        ]),
      )
      const [number = '', ...rest] = day.split(' ')
      const line = linesOf(pages.at(-1) as PageBoxes).find((words) =>
        words.some(({ text }) => text.split('\u00a0')[0] === number),
      )
      const text = line
        ?.map((word) => word.text)
        .join(' ')
        .replaceAll('\u00a0', ' ')
      for (const part of rest) expect(text).toContain(part)
    },
  )

  test.each(Array.from({ length: 12 }, (_, at) => 7000 + at))(
    'no heading, label or line of a text stands alone at the edge of a page (%i)',
    async (seed) => {
      const random = new Random(seed)
      const pages = await print(withNodes(headedTexts(random)))
      const seen = pages.slice(1).map((page) =>
        linesOf(page)
          .map((words) => words[0]?.text ?? '')
          // The footer.
          .filter((first) => /^(kop|veld|t)\d+/.test(first)),
      )
      expect(seen.flat().length).toBeGreaterThan(40)
      for (const lines of seen) expect(lines.at(-1)).toMatch(/^t/)
      for (const text of new Set(seen.flat().filter((first) => first.startsWith('t')))) {
        const counts = seen.map((lines) => lines.filter((line) => line === text).length)
        const parts = counts.filter((count) => count > 0)
        if (parts.length > 1) expect([text, Math.min(...parts) > 1]).toEqual([text, true])
      }
    },
  )
})

/** Each line of a text begins with its name: every word has it. */
function headedTexts(random: Random): DocumentBlock[] {
  return Array.from({ length: 40 }, (_, at) => [
    ...(random.below(3) === 0 ? [heading(2, `kop${at} met woorden`)] : []),
    ...(random.below(3) === 0 ? [label(`veld${at} van een onderdeel`)] : []),
    paragraph(Array.from({ length: 8 + random.below(90) }, () => `t${at}`).join(' ')),
  ]).flat()
}

function randomText(random: Random): string {
  const letters = 'aaaaeeeeiioouurnstdlkgmvbcfhjpwz_-./0123456789WM'
  return Array.from({ length: random.below(7) }, () => {
    const length = random.below(4) === 0 ? random.below(90) : 1 + random.below(12)
    return Array.from({ length }, () => letters[random.below(letters.length)]).join('')
  }).join(' ')
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  random?: Random,
): DocumentTable {
  const cells = (texts: readonly string[], isHeader: boolean) =>
    texts.map((text) => ({
      content: [paragraph(text)],
      ...(isHeader ? { isHeader: true as const } : {}),
    }))
  return {
    kind: 'table',
    columns: head.map((name) => ({
      label: name,
      width: 1 + (random?.below(4) ?? 0),
      align: random?.below(3) === 0 ? 'right' : 'left',
    })),
    rows: [
      { kind: 'header', cells: cells(head, true) },
      ...rows.map((row) => ({ kind: 'body' as const, cells: cells(row, false) })),
    ],
  }
}
