import { expect, it } from 'vitest'
import { tableOf } from '#shared/format/lookup.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { referenceLabel, referenceOptions } from './references.ts'

const format = FormatSchema.parse(medrie)

function columnOf(table: string, id: string) {
  const column = tableOf(format, table)?.columns.find((candidate) => candidate.id === id)
  if (column?.kind !== 'reference') throw new Error('no reference')
  return column
}

it('sorts people on their surname, or the sort name that somebody wrote, and keeps the order of numbered tables (T18)', () => {
  const tables = {
    people: [
      { id: 'a', name: 'Anna van den Berg', sortName: null },
      { id: 'b', name: 'Aad Zomer', sortName: null },
      { id: 'c', name: 'Wim Aarts', sortName: 'Aarts, Wim' },
    ],
    parties: [],
    themes: [
      { id: 't2', title: 'Zorg' },
      { id: 't1', title: '' },
    ],
  }
  const leads = referenceOptions(columnOf('activities', 'lead'), format, tables)
  expect(
    leads.find((group) => group.label === 'Personen')?.options.map((option) => option.label),
  ).toEqual(['Wim Aarts', 'Anna van den Berg', 'Aad Zomer'])
  const themes = referenceOptions(columnOf('activities', 'theme'), format, tables)
  expect(themes[0]?.options.map((option) => option.label)).toEqual([
    'Thema 1: Zorg',
    'Thema 2: thema zonder naam',
  ])
  expect(referenceLabel(themes, 't1')).toBe('Thema 2: thema zonder naam')
  expect(referenceLabel(themes, 'gone')).toBeNull()
})
