import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readFormat } from '#tests/support/sample-plans.ts'
import { at, budgetOf, formats, newId, openSeeded, values } from '#tests/support/seeded-plan.ts'
import { tablesOf } from '../format/lookup.ts'
import { groupsOf } from './groups.ts'
import { fieldFragment, planValues, tableRows } from './layout.ts'
import { findProblems } from './problems.ts'
import { readPlan } from './read.ts'
import { addRow, moveRow, removeRow, restoreRow, setCell, setLineEntry } from './rows.ts'

describe.each(formats.map((each) => [each.id, each] as const))('%s', (_id, each) => {
  test('seeds and reads', () => {
    const content = readPlan(openSeeded(each), each, at)
    expect(content.values['wijk']).toBe('Kraaienveen')
    expect(content.problems).toEqual([])
    for (const table of tablesOf(each))
      expect(content.tables[table.id]).toHaveLength(table.presetRows.length)
    expect(content.totals['budget']?.totalCents).toBe(0)
  })

  test('the content that is read from a plan makes an equal plan', () => {
    const doc = openSeeded(each)
    for (const table of tablesOf(each)) {
      addRow(doc, table, {
        id: `x-${table.id}`,
        index: 0,
        cells: Object.fromEntries(
          table.columns
            .filter((column) => column.kind === 'line' || column.kind === 'richText')
            .map((column) => [column.id, `Tekst ${column.id}`]),
        ),
      })
    }
    const first = readPlan(doc, each, at)
    const again = readPlan(
      openSeeded(each, { values: first.values, fields: first.fields, tables: first.tables }),
      each,
      at,
    )
    expect(again).toEqual(first)
  })

  test('any bytes a client can put in never make it throw', () => {
    const anything = fc.oneof(
      fc.anything({ maxDepth: 1 }),
      fc.constantFrom('nvt', '2026-02-30', 1e12, -5, 0.5, Number.NaN, '', true),
    )
    const names = [...tablesOf(each).map((table) => table.id), 'unknown']
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...names),
            fc.constantFrom(
              'order',
              'removed',
              'group',
              'title',
              'goal',
              'quantityHundredths',
              'rateCents',
              'amountCents',
              'dateTo',
            ),
            anything,
          ),
          {
            maxLength: 20,
          },
        ),
        (writes) => {
          const doc = openSeeded(each)
          for (const [table, cell, value] of writes) {
            const rows = tableRows(doc, table)
            const row = new Y.Map<unknown>()
            rows.set(newId(), row)
            try {
              row.set(cell, value)
            } catch {
              // Yjs itself rejects a value that it can't encode.
            }
            rows.set('../evil', 'not a row')
            planValues(doc).set('wijk', 5)
          }
          const content = readPlan(doc, each, at)
          expect(() => JSON.stringify(content)).not.toThrow()
          findProblems(content, each)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('reading what clients wrote', () => {
  test('a rich text with unknown nodes, nesting and embeds is read without them and reported', () => {
    const hecht = readFormat('hecht-wijkverband')
    const doc = openSeeded(hecht)
    const fragment = fieldFragment(doc, 'ondersteuning')
    const script = new Y.XmlElement('script')
    const paragraph = new Y.XmlElement('paragraph')
    const text = new Y.XmlText()
    text.insert(0, 'goed', { bold: {}, 'link--abcd1234': { href: 'javascript:alert(1)' } })
    text.insertEmbed(4, { image: 'x' })
    paragraph.insert(0, [text])
    let deep = new Y.XmlElement('blockquote')
    fragment.insert(0, [script, paragraph, deep])
    for (let i = 0; i < 200; i++) {
      const inner = new Y.XmlElement('blockquote')
      deep.insert(0, [inner])
      deep = inner
    }
    const content = readPlan(doc, hecht, at)
    expect(content.fields['ondersteuning']?.content?.[0]).toEqual({
      type: 'paragraph',
      content: [{ type: 'text', text: 'goed', marks: [{ type: 'bold' }] }],
    })
    expect(content.problems).toContainEqual(
      expect.objectContaining({
        rule: 'leesbaar',
        target: { kind: 'field', field: 'ondersteuning' },
      }),
    )
  })

  test('a removed row is gone from content and totals, and comes back whole', () => {
    const hecht = readFormat('hecht-wijkverband')
    const doc = openSeeded(hecht)
    const table = budgetOf(hecht)
    addRow(doc, table, {
      id: 'a',
      cells: { group: 'aanjagen', description: 'Uren', quantityHundredths: 125, rateCents: 9620 },
    })
    expect(readPlan(doc, hecht, at).totals['budget']).toMatchObject({
      totalCents: 12025,
      quantityHundredths: 125,
      groups: { aanjagen: 12025 },
    })
    removeRow(doc, 'budget', 'a')
    expect(readPlan(doc, hecht, at).totals['budget']?.totalCents).toBe(0)
    setCell(doc, 'budget', 'a', 'quantityHundredths', 250)
    restoreRow(doc, 'budget', 'a')
    expect(readPlan(doc, hecht, at).totals['budget']?.totalCents).toBe(24050)
  })

  test('Z13 empty, zero and nvt are three things', () => {
    const hecht = readFormat('hecht-wijkverband')
    const doc = openSeeded(hecht, {
      values,
      tables: {
        budget: [
          { id: 'e', group: 'aanjagen', quantityHundredths: null, rateCents: null },
          { id: 'z', group: 'aanjagen', quantityHundredths: 0 },
          { id: 'n', group: 'overig', amountCents: 500 },
        ],
      },
    })
    const [empty, zero, notApplicable] = readPlan(doc, hecht, at).tables['budget'] ?? []
    expect(empty).toMatchObject({ quantityHundredths: null, rateCents: null, amountCents: null })
    expect(zero).toMatchObject({ quantityHundredths: 0, rateCents: 7500, amountCents: 0 })
    expect(notApplicable).toMatchObject({
      quantityHundredths: 'nvt',
      rateCents: 'nvt',
      amountCents: 500,
    })
  })

  test('in a group that takes either, a line can be turned into an amount and back', () => {
    const medrie = readFormat('medrie-wijkplan')
    const doc = openSeeded(medrie)
    const table = budgetOf(medrie)
    addRow(doc, table, {
      id: 'a',
      cells: { group: 'netwerk', quantityHundredths: 100, rateCents: 5000 },
    })
    const row = () =>
      readPlan(doc, medrie, at).tables['budget']?.find((candidate) => candidate.id === 'a') ?? {
        id: '',
      }
    expect(row()['amountCents']).toBe(5000)
    setLineEntry(doc, { table, row: row(), group: 'either' }, 'amount')
    setCell(doc, 'budget', 'a', 'amountCents', 777)
    expect(row()).toMatchObject({ quantityHundredths: 'nvt', rateCents: 'nvt', amountCents: 777 })
    setLineEntry(doc, { table, row: row(), group: 'either' }, 'rate')
    expect(row()).toMatchObject({ quantityHundredths: null, amountCents: null })
  })

  test('a budget group per theme; money of a removed theme does not fall out of the sum', () => {
    const medrie = readFormat('medrie-wijkplan')
    const doc = openSeeded(medrie, {
      values,
      tables: {
        themes: [
          { id: 't1', title: 'Ouderen' },
          { id: 't2', title: 'Jeugd' },
        ],
        budget: [{ id: 'a', group: 't2', amountCents: 500 }],
      },
    })
    const groups = () => {
      const content = readPlan(doc, medrie, at)
      return groupsOf(budgetOf(medrie), content.tables).map((group) => group.label)
    }
    expect(groups()).toEqual([
      'Vormgeven en onderhouden van het netwerk',
      'Thema 1: Ouderen',
      'Thema 2: Jeugd',
      'Onvoorzien',
    ])
    moveRow(doc, 'themes', 't2', 0)
    expect(groups()).toContain('Thema 1: Jeugd')
    removeRow(doc, 'themes', 't2')
    expect(groups()).toContain('Zonder onderdeel')
    expect(readPlan(doc, medrie, at).totals['budget']?.totalCents).toBe(500)
  })
})
