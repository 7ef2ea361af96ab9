import { describe, expect, it } from 'vitest'
import { yearColumns } from '#shared/format/form-and-year.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import hecht from '#shared/formats/hecht-wijkverband.json' with { type: 'json' }
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import rijnmond from '#shared/formats/rijnmond-wijkplan.json' with { type: 'json' }
import { groupsOf } from '#shared/plan/groups.ts'
import { columnsWithoutChoice, groupRows, hasActuals, visibleColumns } from './grid-model.ts'

function tableIn(format: unknown, id: string) {
  const table = tableOf(FormatSchema.parse(format), id)
  if (table === undefined) throw new Error(`no table ${id}`)
  return table
}
function ofYear(format: unknown, id: string) {
  return yearColumns(tableIn(format, id), FormatSchema.parse(format))
}

const ids = (columns: { id: string }[]) => columns.map((column) => column.id)

describe('columns of a grid', () => {
  it('leaves out a column of ours in which nothing can be chosen yet', () => {
    const table = tableIn(hecht, 'budget')
    const line = { id: 'b1', order: 'a', group: 'aanjagen', description: 'Overleg' }
    const rate = { id: 't1', order: 'a', profession: 'Huisarts' }
    expect(columnsWithoutChoice(table, { budget: [line] })).toEqual(['profession', 'otherSource'])
    expect(columnsWithoutChoice(table, { budget: [line], rates: [rate] })).toEqual(['otherSource'])
    expect(columnsWithoutChoice(table, { budget: [{ ...line, profession: 't1' }] })).toEqual([
      'otherSource',
    ])
  })

  it('shows the budget on the plan and its actual costs on the year', () => {
    const table = tableIn(medrie, 'budget')
    const year = ofYear(medrie, 'budget')
    expect(ids(visibleColumns(table, 'plan', year))).toEqual([
      'description',
      'party',
      'quantityHundredths',
      'rateCents',
      'amountCents',
      'profession',
    ])
    expect(ids(visibleColumns(table, 'actual', year))).toEqual([
      'description',
      'amountCents',
      'actualCents',
      'differenceCents',
    ])
  })

  it('leaves a table without actual costs as it is', () => {
    expect(hasActuals(tableIn(hecht, 'budget'), ofYear(hecht, 'budget'))).toBe(false)
    expect(hasActuals(tableIn(rijnmond, 'income'), ofYear(rijnmond, 'income'))).toBe(false)
    expect(hasActuals(tableIn(rijnmond, 'budget'), ofYear(rijnmond, 'budget'))).toBe(true)
    expect(ids(visibleColumns(tableIn(hecht, 'budget'), 'plan', ofYear(hecht, 'budget')))).toEqual([
      'description',
      'quantityHundredths',
      'rateCents',
      'amountCents',
      'profession',
      'otherSource',
    ])
  })
})

it('puts every row under a group, also one whose theme is gone', () => {
  const table = tableIn(medrie, 'budget')
  const rows = [
    { id: 'a', group: 't1' },
    { id: 'b', group: 'netwerk' },
    { id: 'c', group: 'removed-theme' },
  ]
  const groups = groupsOf(table, { budget: rows, themes: [{ id: 't1', title: 'Jeugd' }] })
  const grouped = groupRows(rows, groups, true)
  expect(
    grouped.map(({ group, rows: members }) => [group?.label, members.map((row) => row.id).join()]),
  ).toEqual([
    ['Vormgeven en onderhouden van het netwerk', 'b'],
    ['Thema 1: Jeugd', 'a'],
    ['Onvoorzien', ''],
    ['Zonder onderdeel', 'c'],
  ])
})
