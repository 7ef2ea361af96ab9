import { describe, expect, it } from 'vitest'
import { readFormat } from '../support/sample-plans.ts'
import { medrieCases } from './medrie-cases.ts'
import { rijnmondCases } from './rijnmond-cases.ts'
import { findingsOf, type RuleCase } from './rule-case.ts'
import { rulesPage } from './rules-page.ts'
import { zwolleCases } from './zwolle-cases.ts'

const byForm = {
  'medrie-wijkplan': medrieCases,
  'hecht-wijkverband': zwolleCases,
  'rijnmond-wijkplan': rijnmondCases,
} as const satisfies Record<string, readonly RuleCase[]>
const cases = Object.values(byForm).flat()

describe('cases of the rules', () => {
  it.each(cases.map((one) => [`${one.rule} ${one.form}: ${one.is}`, one] as const))(
    '%s',
    (_, one) => {
      const found = findingsOf(one)
      expect(found.map(({ severity }) => severity)).toEqual(one.finds)
      if (one.says !== undefined)
        expect(found.map(({ message }) => message).join(' ')).toContain(one.says)
      // No code of a rule or of a value, and nothing that was left open.
      for (const { message } of found) expect(message).not.toMatch(/\{|\b[MZR]\d/)
    },
  )
})

describe.each(Object.entries(byForm))('%s', (id, own) => {
  const { rules } = readFormat(id)

  it('has a case inside and one outside for each rule', () => {
    const ids = [...new Set(rules.map((rule) => rule.id))]
    expect(
      ids.filter((rule) => !own.some((one) => one.rule === rule && one.finds.length > 0)),
    ).toEqual([])
    expect(
      ids.filter((rule) => !own.some((one) => one.rule === rule && one.finds.length === 0)),
    ).toEqual([])
  })

  it('has a case for each sentence of a rule', () => {
    const said = own.flatMap((one) => findingsOf(one).map(({ message }) => message))
    const isSaid = (message: string) => {
      const fixed = message.split(/\{\w+\}/).toSorted((a, b) => b.length - a.length)[0] ?? ''
      return said.some((one) => one.includes(fixed))
    }
    expect(rules.filter(({ message }) => !isSaid(message)).map(({ message }) => message)).toEqual(
      [],
    )
  })
})

it('docs/rules.md has every requirement and case (`npx vitest run tests/rules -u` writes it)', async () => {
  await expect(rulesPage(cases)).toMatchFileSnapshot('../../docs/rules.md')
})
