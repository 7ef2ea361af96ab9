import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { buildDocument } from '#server/export/document/document.ts'
import { blockText } from '#server/export/document/document-text.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import { blocksOf } from '#shared/format/lookup.ts'
import { type Format, FormatFileSchema } from '#shared/format/schema.ts'
import { options, planContent } from '../support/sample-plans.ts'

const file = JSON.parse(
  readFileSync(new URL('../../shared/formats/hecht-wijkverband.json', import.meta.url), 'utf8'),
) as Format

/** The form of an operator who has the question set, with its scale. */
const withScale = (scale: unknown) => ({
  ...file,
  sections: file.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === 'questionnaire' ? { ...block, scale } : block,
    ),
  })),
})
const faults = (scale: unknown) => {
  const { success, error } = FormatFileSchema.safeParse(withScale(scale))
  return success ? [] : error.issues.map(({ message }) => message)
}
const oneToFive = { from: 1, to: 5, labels: { '1': 'helemaal niet', '5': 'helemaal' } }
const format = FormatFileSchema.parse(withScale(oneToFive))
const answered = (start: string | null) =>
  planContent(format, {
    values: { wijk: 'Oost' },
    tables: { vragenlijst: [{ id: 'v1', question: 'Is er overleg?', start }] },
  })

describe('Z5 the scale of a question set is data of the form', () => {
  test.each([
    ['its lowest and highest number', oneToFive, []],
    ['numbers without words', { from: 0, to: 10 }, []],
    ['below zero', { from: -2, to: 2, labels: { '-2': 'veel minder' } }, []],
    [
      'answers in words',
      [
        { id: 'n', label: 'Nee' },
        { id: 'j', label: 'Ja' },
      ],
      [],
    ],
    ['one number', { from: 3, to: 3 }, ['scale: to is niet hoger dan from']],
    ['more than can be chosen from', { from: 0, to: 11 }, ['scale: meer dan 11 antwoorden']],
    [
      'words for a number beside it',
      { from: 1, to: 5, labels: { '6': 'meer' } },
      ['scale: 6 valt buiten de schaal'],
    ],
    [
      'the same answer twice',
      [
        { id: 'n', label: 'Nee' },
        { id: 'n', label: 'Niet' },
      ],
      [
        'tabel vragenlijst: kolom start: keuze n komt twee keer voor',
        'tabel vragenlijst: kolom end: keuze n komt twee keer voor',
      ],
    ],
  ])('%s', (_, scale, expected) => {
    expect(faults(scale)).toEqual(expected)
  })

  test('gives the answers that can be chosen on the screen', () => {
    const [block] = [...blocksOf(format)].flatMap(({ block: one }) =>
      one.kind === 'questionnaire' ? [one] : [],
    )
    if (block === undefined) throw new Error('no questionnaire')
    expect(questionnaireTable(block).columns[1]).toMatchObject({
      kind: 'choice',
      options: [
        { id: '1', label: '1 (helemaal niet)' },
        { id: '2', label: '2' },
        { id: '3', label: '3' },
        { id: '4', label: '4' },
        { id: '5', label: '5 (helemaal)' },
      ],
    })
  })

  test('an answer outside it is no answer, and is reported', () => {
    expect(answered('5').tables['vragenlijst']?.[0]?.['start']).toBe('5')
    expect(() => answered('6')).toThrow()
  })

  test('is printed above the questions, and the answers in its words', () => {
    const lines = buildDocument(answered('1'), format, options).nodes.flatMap((node) =>
      blockText(node).split('\n'),
    )
    expect(lines).toContain('Antwoorden: 1 (helemaal niet), 2, 3, 4 en 5 (helemaal).')
    expect(lines.join('\n')).toContain('Is er overleg?')
    expect(lines.join('\n').match(/1 \(helemaal niet\)/g)).toHaveLength(2)
  })

  test('two answers are compared in its words', () => {
    const { sections } = comparePlans(answered('1'), answered('5'), format)
    const texts = JSON.stringify(sections)
    expect(texts).toContain('1 (helemaal niet)')
    expect(texts).toContain('5 (helemaal)')
  })
})
