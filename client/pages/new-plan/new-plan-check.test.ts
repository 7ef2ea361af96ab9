import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import { checkNewPlan, type NewPlan, sharedLabels, titleOf } from './new-plan-check.ts'

const folder = new URL('../../../shared/formats/', import.meta.url)
const formats: Format[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => FormatSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
const plan: NewPlan = {
  format: 'x',
  wijk: 'Kraaienveen',
  team: 'Kernteam Oost',
  gemeente: '',
  periodFrom: '2027-01-01',
  periodTo: '2027-12-31',
}

describe.each(formats.map((format) => [format.id, format] as const))('%s', (_, format) => {
  it('has a label for every shared value', () => {
    const labels = sharedLabels(format)
    expect(labels.wijk.length * labels.team.length).toBeGreaterThan(0)
    expect(`${labels.wijk}${labels.team}`).not.toMatch(/:$/)
  })
  it('makes a title of what is asked here', () =>
    expect(titleOf(format, plan)).toMatch(/Kraaienveen|Kernteam Oost/))
})

it('asks for what is missing, in the order of the form', () => {
  const empty: NewPlan = {
    format: null,
    wijk: ' ',
    team: '',
    gemeente: '',
    periodFrom: '',
    periodTo: '',
  }
  expect(checkNewPlan(empty, sharedLabels(undefined)).map((issue) => issue.field)).toEqual([
    'format',
    'wijk',
    'team',
    'periodFrom',
    'periodTo',
  ])
  expect(checkNewPlan(plan, sharedLabels(undefined))).toEqual([])
})

it('refuses a period that ends before it starts', () => {
  expect(checkNewPlan({ ...plan, periodTo: '2026-12-31' }, sharedLabels(undefined))).toEqual([
    { field: 'periodTo', message: 'De laatste dag ligt voor de eerste dag.' },
  ])
})

it('has no title while a part of it is missing', () =>
  expect(titleOf(formats[0], { ...plan, wijk: '', team: '' })).toBeNull())
