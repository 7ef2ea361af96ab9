import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Format } from '#shared/format/schema.ts'
import { emptyPlan } from '#shared/import/empty-plan.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { readFormat } from '#tests/support/sample-plans.ts'
import type { FileBlock, FileParagraph, FileTable } from './file.ts'
import { readForm } from './form/read-form.ts'

/** Every word that an author writes in any form is in the plan or reported as unplaced. */

const paragraph = (text: string, more: Partial<FileParagraph> = {}): FileParagraph => ({
  kind: 'paragraph',
  level: null,
  isQuote: false,
  list: null,
  inline: [{ type: 'text', text }],
  ...more,
})
const table = (rows: string[][]): FileTable => ({
  kind: 'table',
  rows: rows.map((cells) => ({
    isHeader: false,
    cells: cells.map((text) => ({ colspan: 1, rowspan: 1, blocks: [paragraph(text)] })),
  })),
})

/** A word that no form contains, a new one each time. */
const word = fc.integer({ min: 100_000, max: 999_999 }).map((number) => `zz${number}q`)

function formParts(format: Format): fc.Arbitrary<FileBlock> {
  const sections = format.sections.filter((section) => section.part === 'plan' && !section.isHead)
  const labels = format.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.label === undefined ? [] : [block.label])),
  )
  const tables = format.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'table' ? [block] : [])),
  )
  const tableOfForm = fc.constantFrom(...tables).chain((definition) =>
    fc
      .array(
        fc.array(word, {
          minLength: definition.columns.length,
          maxLength: definition.columns.length,
        }),
        { minLength: 0, maxLength: 3 },
      )
      .map((rows) => table([definition.columns.map((column) => column.label), ...rows])),
  )
  return fc.oneof(
    fc.constantFrom(...sections).map((section) => paragraph(section.title, { level: 1 })),
    fc
      .constantFrom(...sections)
      .map((section) => paragraph(`${section.number ?? ''} ${section.title}`)),
    fc.constantFrom(...labels).map((label) => paragraph(label)),
    fc
      .tuple(fc.constantFrom(...labels), word)
      .map(([label, text]) => paragraph(`${label.replace(/:$/, '')}: ${text}`)),
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('Thema', 'Speerpunt'), word)
      .map(([number, name, text]) => paragraph(`${name} ${number}: ${text}`)),
    fc
      .tuple(fc.constantFrom('Doelstelling', 'Resultaat', 'Trekker', 'Status'), word)
      .map(([label, text]) => paragraph(`${label}: ${text}`)),
    fc.constantFrom('Toelichting:', 'hier beschrijven', 'etc').map((text) => paragraph(text)),
    word.map((text) => paragraph(`${text} staat hier.`)),
    word.map((text) => paragraph(text, { list: { isOrdered: false, level: 0 } })),
    word.map((text) => paragraph(text, { level: 2 })),
    word.map((text) => paragraph(text, { level: 1 })),
    tableOfForm,
    fc
      .array(fc.array(word, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map(table),
    fc
      .array(word, { minLength: 1, maxLength: 2 })
      .map((cells) => table(cells.map((cell) => [cell]))),
  )
}

function wordsOf(blocks: readonly FileBlock[]): string[] {
  return JSON.stringify(blocks).match(/zz\d{6}q/g) ?? []
}

/** Words of a file that are neither in the plan nor reported as unplaced. */
function lost(blocks: readonly FileBlock[], format: Format): string[] {
  let made = 0
  const found = readForm({ blocks, asides: [] }, format, () => {
    made += 1
    return `rij${made}`
  })
  const { target, unplaced } = proposeImport(found, emptyPlan(format), format)
  const kept = JSON.stringify([target.values, target.fields, target.tables, unplaced])
  return wordsOf(blocks).filter((text) => !kept.includes(text))
}

/** Each was found by the property below, and shrunk. */
const pinned: Record<string, FileBlock[]> = {
  'a box below a cell that was answered on its own line': [
    paragraph('3. Welke stappen ga je doorlopen'),
    paragraph('Thema 1: zz100000q'),
    paragraph('Trekker: zz100001q'),
    table([['zz100002q']]),
  ],
}

test.each(Object.entries(pinned))('no word is lost of %s', (_, blocks) => {
  expect(lost(blocks, readFormat('hecht-wijkverband'))).toEqual([])
})

describe.each(['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'])('%s', (id) => {
  const format = readFormat(id)
  test('no word is lost', () => {
    fc.assert(
      fc.property(fc.array(formParts(format), { maxLength: 25 }), (blocks) => {
        expect(lost(blocks, format)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
