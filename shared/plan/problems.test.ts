import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Format, FormatSchema } from '../format/schema.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import type { PlanContent, Row } from './content.ts'
import { findProblems } from './problems.ts'
import { canBeOverruled, pointsLeft, problemKey, withOverrules } from './readiness.ts'

const load = (id: string): Format =>
  FormatSchema.parse(
    JSON.parse(readFileSync(new URL(`../formats/${id}.json`, import.meta.url), 'utf8')),
  )
const [hecht, medrie, rijnmond] = ['hecht-wijkverband', 'medrie-wijkplan', 'rijnmond-wijkplan'].map(
  load,
) as [Format, Format, Format]

type Parts = {
  values?: PlanContent['values']
  fields?: Record<string, string>
  tables?: Record<string, Row[]>
}
function plan({ values = {}, fields = {}, tables = {} }: Parts): PlanContent {
  const docs = Object.fromEntries(Object.entries(fields).map(([id, text]) => [id, plainDoc(text)]))
  return {
    format: { id: 'f', version: 1 },
    epoch: 'e',
    seq: 1,
    values,
    fields: docs,
    tables,
    totals: {},
    problems: [],
  }
}
const of = (rule: string, content: PlanContent, format: Format) =>
  findProblems(content, format).filter((problem) => problem.rule === rule)

describe('rules of the sources', () => {
  it('Z5 asks for the measurement at the start, question by question', () => {
    const asked = (rows: Row[]) =>
      of('Z5', plan({ values: { startDate: '2026-01-15' }, tables: { vragenlijst: rows } }), hecht)
    expect(asked([])).toMatchObject([
      { severity: 'warn', target: { kind: 'table', table: 'vragenlijst' } },
    ])
    expect(asked([{ id: 'q1', question: 'Is er één aanspreekpunt?', start: null }])).toMatchObject([
      {
        target: { kind: 'cell', row: 'q1', column: 'start' },
        message: expect.stringContaining('Is er één aanspreekpunt?'),
      },
    ])
    expect(asked([{ id: 'q1', question: 'Is er één aanspreekpunt?', start: '2' }])).toEqual([])
  })

  it('Z16 wants one contact, with function and organisation', () => {
    const people = (rows: Row[]) => of('Z16', plan({ tables: { people: rows } }), hecht)
    const noor = { id: 'm1', name: 'Noor', contact: 'ja', party: 'p1', position: 'huisarts' }
    expect(people([noor])).toEqual([])
    expect(people([{ ...noor, party: null }])).toMatchObject([
      { target: { kind: 'cell', row: 'm1', column: 'party' } },
    ])
    expect(people([noor, { ...noor, id: 'm2' }])[0]?.message).toContain('Nu zijn het er 2')
  })

  it('R6 wants a netwerkbijeenkomst in each year of the period', () => {
    const meetings = (periodTo: string, dates: string[]) =>
      of(
        'R6',
        plan({
          values: { periodFrom: '2026-01-01', periodTo },
          tables: {
            meetings: dates.map((date, index) => ({
              id: `b${index}`,
              date,
              type: 'netwerkbijeenkomst',
            })),
          },
        }),
        rijnmond,
      )
    expect(meetings('2026-12-31', ['2026-09-24'])).toEqual([])
    expect(meetings('2028-12-31', ['2027-09-24'])).toMatchObject([
      { message: expect.stringContaining('In 2026 en 2028') },
    ])
    expect(meetings('2025-12-31', [])).toEqual([])
  })

  it('a sum that is too low is named in the unit of its column', () => {
    const messageOf = (column: string, min: number, row: Row): string | undefined => {
      const rule = {
        kind: 'sumAtLeast' as const,
        id: 'R1',
        severity: 'warn' as const,
        table: 'budget',
        column,
        min,
        message: 'Samen {sum}, nodig {limit}.',
      }
      return findProblems(plan({ tables: { budget: [row] } }), { ...hecht, rules: [rule] }).find(
        (problem) => problem.rule === 'R1',
      )?.message
    }
    expect(messageOf('amountCents', 100_000, { id: 'b1', amountCents: 12_550 })).toBe(
      'Samen €\u00a0125,50, nodig €\u00a01.000,00.',
    )
    expect(messageOf('quantityHundredths', 1000, { id: 'b1', quantityHundredths: 250 })).toBe(
      'Samen 2,5, nodig 10.',
    )
  })

  it('Z1 A1 are judged only where it is known who was asked', () => {
    const content = plan({})
    const z1 = (missingApprovals: string[] | null) =>
      findProblems(content, hecht, { missingApprovals }).filter((problem) => problem.rule === 'Z1')
    expect(of('Z1', content, hecht)).toEqual([])
    expect(z1(['Apothekers', 'Wijkverpleging'])).toMatchObject([
      { severity: 'block', message: expect.stringContaining('Apothekers en Wijkverpleging') },
    ])
    expect(z1(null)).toHaveLength(1)
    expect(z1([])).toEqual([])
    expect(
      findProblems(content, rijnmond, { missingApprovals: ['Praktijk A'] }).some(
        (problem) => problem.rule === 'A1',
      ),
    ).toBe(true)
  })

  it('T7 finds a BSN in fields, values and cells of any form, and repeats no digit', () => {
    const content = plan({
      values: { team: 'bel 123456782' },
      fields: { netwerk: 'nummers 111222333 en 123 456 782' },
      tables: { themes: [{ id: 't1', title: '123456782' }] },
    })
    const found = of('T7', content, medrie)
    expect(found.map((problem) => problem.target)).toEqual([
      { kind: 'value', field: 'team' },
      { kind: 'field', field: 'netwerk' },
      { kind: 'cell', table: 'themes', row: 't1', column: 'title' },
    ])
    expect(found[1]?.message).toContain('2 getallen')
    expect(JSON.stringify(found.map((problem) => problem.message))).not.toMatch(/\d{3}/)
  })
})

describe('the problems that are left before handing in', () => {
  const warning = {
    rule: 'Z4',
    severity: 'warn',
    message: 'De wijkindeling staat nog niet vast.',
    target: { kind: 'value', field: 'wijkindelingVastgesteld' },
  } as const
  const block = {
    rule: 'Z14',
    severity: 'block',
    message: 'Hier staat nog ‘hier beschrijven’.',
    target: { kind: 'field', field: 'gewensteSituatie' },
  } as const
  const info = {
    rule: 'Z12',
    severity: 'info',
    message: 'Afwijkend tarief.',
    target: { kind: 'plan' },
  } as const
  const said = (key: string) => ({
    id: 'o1',
    key,
    reason: 'Besluit volgt in april.',
    by: { id: 'u1', name: 'Dounia' },
    at: '2026-01-19T10:00:00.000Z',
  })

  it('a warning may be overruled with a reason, a block may not, a note need not', () => {
    const all = withOverrules(
      [warning, block, info],
      [warning, block, info].map((problem) => said(problemKey(problem))),
    )
    expect(all.map((problem) => problem.overrule?.reason ?? null)).toEqual([
      'Besluit volgt in april.',
      null,
      null,
    ])
    expect(pointsLeft(all).map((problem) => problem.rule)).toEqual(['Z14'])
    expect(
      pointsLeft(withOverrules([warning, block, info], [])).map((problem) => problem.rule),
    ).toEqual(['Z4', 'Z14'])
  })

  it('a reason holds for what it was given for, not for the next finding of that rule', () => {
    const other = { ...warning, message: 'De wijkindeling is weer open.' }
    expect(pointsLeft(withOverrules([other], [said(problemKey(warning))]))).toHaveLength(1)
  })

  it('a number that looks like a BSN can be answered', () => {
    expect(canBeOverruled({ ...block, rule: 'T7' })).toBe(true)
    expect(canBeOverruled(block)).toBe(false)
  })
})
