import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type BlockKind, BlockSchema } from '../blocks.ts'
import { type ColumnKind, ColumnSchema, columnKinds } from '../columns.ts'
import { blocksOf, tablesOf } from '../lookup.ts'
import { FormatSchema } from '../schema.ts'
import { questionnaireTable } from './blocks/questionnaire.ts'

const folder = new URL('../../formats/', import.meta.url)
const formats = readdirSync(folder).map((name) =>
  FormatSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
)
const filesIn = (name: string) => readdirSync(new URL(`./${name}/`, import.meta.url)).length

const columnNames = ColumnSchema.options.map(({ shape }): ColumnKind => shape.kind.value)
const blockNames = BlockSchema.options.map(({ shape }): BlockKind => shape.kind.value)

describe('kinds', () => {
  it('have one file each, and stand in their union', () => {
    expect([...columnNames].sort()).toEqual(Object.keys(columnKinds).sort())
    expect(columnNames).toHaveLength(filesIn('columns'))
    expect(blockNames).toHaveLength(filesIn('blocks'))
  })

  /**
   * These formats are the input of the tests of seeding, reading, comparing, export and import, so
   * that those cover every kind.
   */
  it.each(columnNames)('column %s stands in a format that the tests walk through', (kind) => {
    const used = formats.flatMap((format) => tablesOf(format).flatMap((table) => table.columns))
    expect(used.some((column) => column.kind === kind)).toBe(true)
  })

  it.each(blockNames)('block %s stands in a format that the tests walk through', (kind) => {
    const used = formats.flatMap((format) => [...blocksOf(format)])
    expect(used.some(({ block }) => block.kind === kind)).toBe(true)
  })
})

it('the answers of a questionnaire stand as its question set gives them, unless the form prints a scale', () => {
  const schema = {
    kind: 'questionnaire' as const,
    id: 'vragen',
    item: { one: 'vraag', many: 'vragen' },
    moments: [{ id: 'start', label: 'Start', dateLabel: 'Datum' }],
  }
  const scale = [
    { id: '1', label: 'nee' },
    { id: '2', label: 'ja' },
  ]
  expect(questionnaireTable(schema).columns[1]).toMatchObject({ kind: 'line', label: 'Start' })
  expect(questionnaireTable({ ...schema, scale }).columns[1]).toMatchObject({
    kind: 'choice',
    options: scale,
  })
})
