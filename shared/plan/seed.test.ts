import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readFormat } from '#tests/support/sample-plans.ts'
import { at, newId, openSeeded, values } from '#tests/support/seeded-plan.ts'
import { AppError } from '../errors.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import type { Steps } from '../steps.ts'
import type { PlanInput } from './content.ts'
import { readPlan, readPlanInSteps } from './read.ts'
import { seedInSteps, seedPlan } from './seed.ts'

describe('seeding', () => {
  test('LI9 a large plan is written and read in small steps, whatever fills it', () => {
    const input: PlanInput = {
      values: {},
      fields: {
        gewensteSituatie: 'Samen.\n\n'.repeat(3_000),
        huidigeSituatie: 'Regel.\n'.repeat(3_000),
      },
      tables: { budget: Array.from({ length: 3_000 }, () => ({ description: 'Overleg' })) },
    }
    const doc = new Y.Doc()
    const of = readFormat('hecht-wijkverband')
    let made = 0
    const steps = (work: Steps<unknown>) => {
      const units = [...work]
      return { all: units.reduce((sum, unit) => sum + unit, 0), largest: Math.max(...units) }
    }
    const seed = { format: of, input, newRowId: () => `rij-${made++}` }
    const written = steps(seedInSteps(doc, seed))
    const read = steps(readPlanInSteps(doc, of, at))
    for (const { all, largest } of [written, read]) {
      expect(all).toBeGreaterThan(100_000)
      expect(largest).toBeLessThan(2_000)
    }
    expect(readPlan(doc, of, at).tables['budget']).toHaveLength(3_000)
  })

  test('names every input that is wrong', () => {
    const input: PlanInput = {
      values: { ...values, periodTo: '2026-02-30', onbekend: 'x' },
      fields: { nergens: 'x' },
      tables: { budget: [{ id: 'a', bogus: 1 }, { id: 'a' }, { id: 'b', rateCents: -1 }] },
    }
    let caught: unknown
    try {
      seedPlan(readFormat('hecht-wijkverband'), input, newId)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(AppError)
    expect((caught as AppError).fields.map((field) => field.path).sort()).toEqual([
      'fields.nergens',
      'tables.budget.0.bogus',
      'tables.budget.1.id',
      'tables.budget.2.rateCents',
      'values.onbekend',
      'values.periodTo',
    ])
  })

  test('a plain string becomes paragraphs parted by blank lines', () => {
    const content = readPlan(
      openSeeded(readFormat('hecht-wijkverband'), {
        values,
        fields: { ondersteuning: 'Een\nregel\n\nTwee' },
      }),
      readFormat('hecht-wijkverband'),
      at,
    )
    expect(content.fields['ondersteuning']).toEqual(plainDoc('Een\nregel\n\nTwee'))
    expect(content.fields['ondersteuning']?.content).toHaveLength(2)
  })
})
