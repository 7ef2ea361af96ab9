import { describe, expect, it } from 'vitest'
import { exampleNames, examplePlan } from '#tests/support/sample-plans.ts'
import { comparePlans } from '../compare/compare-plans.ts'
import { formOf } from '../format/form-and-year.ts'
import type { PlanContent } from './content.ts'
import { formContent, partAt, withYear } from './form-content.ts'
import { findProblems } from './problems.ts'

const { format, content } = examplePlan('meerpalen')
const changed = (change: (copy: PlanContent) => void): PlanContent => {
  const copy = structuredClone(content)
  change(copy)
  return copy
}
const firstRow = (copy: PlanContent, table: string) => {
  const row = copy.tables[table]?.[0]
  if (row === undefined) throw new Error(`no row in ${table}`)
  return row
}

describe.each(exampleNames)('the content of the form of %s', (name) => {
  const plan = examplePlan(name)
  const form = formContent(plan.content, plan.format)

  it('has every text, value, row and sum of the form as it was', () => {
    const whole = formOf(plan.format)
    expect(comparePlans(plan.content, form, whole).sections).toEqual([])
    expect(form.totals['budget']?.totalCents).toBe(plan.content.totals['budget']?.totalCents)
    expect(formContent(form, plan.format)).toEqual(form)
  })

  it('names nothing of the year', () => {
    const said = JSON.stringify(form)
    for (const id of ['hours', 'contacts', 'meetings', 'signals', 'actions', 'actualCents'])
      expect(said).not.toContain(`"${id}"`)
  })
})

describe('a change of the year', () => {
  const cases: [string, (copy: PlanContent) => void][] = [
    [
      'an actual cost',
      (copy) => {
        firstRow(copy, 'budget')['actualK1Cents'] = 999
      },
    ],
    [
      'the progress of a theme',
      (copy) => {
        firstRow(copy, 'themes')['status'] = 'vertraagd'
      },
    ],
    ['a contact', (copy) => void copy.tables['contacts']?.push({ id: 'nieuw', month: '01' })],
    ['a meeting', (copy) => void copy.tables['meetings']?.splice(0, 1)],
  ]
  it.each(cases)('is no change of the form: %s', (_, change) => {
    const later = changed(change)
    expect(formContent(later, format)).toEqual(formContent(content, format))
    expect(comparePlans(content, later, formOf(format)).sections).toEqual([])
    expect(comparePlans(content, later, format).sections).not.toEqual([])
  })

  it('while a budgeted amount is one', () => {
    const later = changed((copy) => {
      firstRow(copy, 'budget')['description'] = 'Anders'
    })
    expect(comparePlans(content, later, formOf(format)).sections).toHaveLength(1)
  })
})

it('says of each place whether it is of the form or of the year', () => {
  const of = (target: Parameters<typeof partAt>[0]) => partAt(target, format)
  expect(of({ kind: 'plan' })).toBe('plan')
  expect(of({ kind: 'section', section: 'speerpunten' })).toBe('plan')
  expect(of({ kind: 'section', section: 'maandcontacten' })).toBe('execution')
  expect(of({ kind: 'value', field: 'wijk' })).toBe('plan')
  expect(of({ kind: 'field', field: 'doelen' })).toBe('plan')
  expect(of({ kind: 'table', table: 'meetings' })).toBe('execution')
  expect(of({ kind: 'row', table: 'budget', row: 'x' })).toBe('plan')
  expect(of({ kind: 'cell', table: 'budget', row: 'x', column: 'amountCents' })).toBe('plan')
  expect(of({ kind: 'cell', table: 'budget', row: 'x', column: 'actualCents' })).toBe('execution')
  expect(of({ kind: 'cell', table: 'themes', row: 'x', column: 'status' })).toBe('execution')
})

it('judges a version together with the year as it is now', () => {
  const version = formContent(content, format)
  const rules = (of: PlanContent) => findProblems(of, format).map(({ rule }) => rule)
  expect(rules(version)).toContain('R6')
  expect(rules(withYear(version, content, format))).toEqual(rules(content))
  // The text of today is not that of the version.
  const later = changed((copy) => {
    copy.values['wijk'] = 'Anders'
  })
  expect(withYear(version, later, format).values['wijk']).toBe(content.values['wijk'])
})
