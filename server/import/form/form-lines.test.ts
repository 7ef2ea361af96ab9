import { describe, expect, test } from 'vitest'
import { emptyPlan } from '#shared/import/empty-plan.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { readFormat } from '#tests/support/sample-plans.ts'
import type { FileBlock, FileParagraph } from '../file.ts'
import { readForm } from './read-form.ts'

/** Several lines of a form in one paragraph, and what the form prints in the paragraph of an answer. */

const paragraph = (text: string): FileParagraph => ({
  kind: 'paragraph',
  level: null,
  isQuote: false,
  list: null,
  inline: text
    .split('\n')
    .flatMap((line, at): RichNode[] => [
      ...(at === 0 ? [] : [{ type: 'hardBreak' }]),
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ]),
})

function read(id: string, ...blocks: FileBlock[]) {
  const format = readFormat(id)
  let made = 0
  const found = readForm({ blocks, asides: [] }, format, () => {
    made += 1
    return `rij${made}`
  })
  const { target, unplaced } = proposeImport(found, emptyPlan(format), format)
  return {
    field: (field: string) => plainText(target.fields[field] as RichNode),
    table: (table: string) => found.tables[table]?.rows.map(({ cells }) => cells) ?? [],
    answers: Object.values(found.fields)
      .map((field) => plainText(field))
      .join(''),
    unplaced,
  }
}

const inTheme = (text: string) =>
  read(
    'hecht-wijkverband',
    paragraph('3. Welke stappen ga je doorlopen'),
    ...text.split('\n\n').map(paragraph),
  )
const textOf = (cell: unknown) => plainText(cell as RichNode)

describe('lines of a form in one paragraph', () => {
  test.each([
    ['on one line', 'Thema 1: Vallen\n\nDoelstelling: Minder vallen. Resultaat: Tien groepen.'],
    ['behind a break', 'Thema 1: Vallen\n\nDoelstelling: Minder vallen.\nResultaat: Tien groepen.'],
    [
      'all in one paragraph',
      'Thema 1: Vallen\nDoelstelling: Minder vallen.\nResultaat: Tien groepen.',
    ],
  ])('%s', (_, text) => {
    const [theme] = inTheme(text).table('themes')
    expect(theme?.['title']).toBe('Vallen')
    expect(textOf(theme?.['goal'])).toBe('Minder vallen.')
    expect(textOf(theme?.['result'])).toBe('Tien groepen.')
  })

  test('a break within an answer stays one, and a word of a label in a sentence is a word', () => {
    const [theme] = inTheme(
      'Thema 1: Vallen\n\nDoelstelling: Minder vallen.\nHet resultaat: dat zien we later. Een resultaat: tien.',
    ).table('themes')
    expect(textOf(theme?.['goal'])).toBe(
      'Minder vallen.\nHet resultaat: dat zien we later. Een resultaat: tien.',
    )
  })
})

describe('text that the form prints is no answer', () => {
  test('two questions and their guidance in one paragraph, the answer behind it', () => {
    const asked =
      'Onderbouw welke financiering de samenwerking nodig heeft voor het toewerken naar een hecht wijkverband en welke overige financiering er al binnen deze samenwerking is geregeld. Beschrijf hoe dubbelfinanciering wordt voorkomen.'
    const title = paragraph('5. Financiering')
    expect(
      read(
        'hecht-wijkverband',
        title,
        paragraph(`${asked} Wij vragen alleen wat niemand betaalt.`),
      ).field('financiering'),
    ).toBe('Wij vragen alleen wat niemand betaalt.')
    const below = read(
      'hecht-wijkverband',
      title,
      paragraph(asked),
      paragraph('Alleen wat niemand betaalt.'),
    )
    expect(below.answers).toBe('Alleen wat niemand betaalt.')
  })

  test.each([
    ['from its middle', 2, 5],
    ['from the start of a sentence', 0, 4],
  ])('an answer of a few words that stand in the guidance too is an answer: %s', (_, from, to) => {
    const format = readFormat('hecht-wijkverband')
    const words = format.sections
      .flatMap((section) => section.guidance)
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap((text) => text.split(/[.?!:;,]/))
      .filter((part) => part.trim().split(' ').length > to)
      .map((part) => part.trim().split(' ').slice(from, to).join(' '))
      .filter((part) => part.length >= 14)
    expect(words.length).toBeGreaterThan(10)
    for (const few of words.slice(0, 20)) {
      const found = read(
        'hecht-wijkverband',
        paragraph('4. Behoefte aan ondersteuning'),
        paragraph(few),
      )
      expect(found.field('ondersteuning')).toBe(few)
    }
  })

  describe.each(['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'])('%s', (id) => {
    test.each([
      ['a paragraph each', '\u0000'],
      ['in one paragraph', ' '],
      ['with soft breaks', '\n'],
    ])('its guidance gives no answer: %s', (_, between) => {
      const format = readFormat(id)
      for (const section of format.sections.filter(({ part }) => part === 'plan')) {
        const printed = section.guidance.flatMap(({ paragraphs }) => paragraphs)
        if (printed.length === 0) continue
        const found = read(
          id,
          paragraph(`${section.number ?? ''} ${section.title}`.trim()),
          ...printed.join(between).split('\u0000').map(paragraph),
        )
        expect(`${section.id}: ${found.answers}`).toBe(`${section.id}: `)
      }
    })
  })
})
