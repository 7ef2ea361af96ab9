import { describe, expect, it } from 'vitest'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { type LifeOfPlan, nextStep } from './next-step.ts'

const life = (status: PlanStatus, more: Partial<LifeOfPlan> = {}): LifeOfPlan => ({
  status,
  role: 'coordinator',
  wasConsulted: false,
  hasToAnswer: false,
  isCorrection: false,
  ...more,
})
const label = (given: LifeOfPlan) => nextStep(given)?.label ?? null

describe('the next step of a plan', () => {
  it('follows its life for the coordinator', () => {
    expect(label(life('concept'))).toBe('Consultatie starten')
    expect(label(life('consultation', { wasConsulted: true }))).toBe('Consultatie bekijken')
    expect(label(life('concept', { wasConsulted: true }))).toBe('Ter akkoord voorleggen')
    expect(label(life('approval'))).toBe('Antwoorden bekijken')
    expect(label(life('adopted'))).toBe('Indienen')
    expect(label(life('adopted', { isCorrection: true }))).toBe('Correctie indienen')
    for (const status of ['submitted', 'expired', 'superseded'] as const)
      expect(nextStep(life(status))).toBeNull()
  })

  it('is the answer for anyone who is asked for one, and nothing for the others', () => {
    for (const role of ['coordinator', 'editor', 'commenter'] as const)
      expect(label(life('approval', { role, hasToAnswer: true }))).toBe('Antwoorden')
    for (const status of ['concept', 'consultation', 'approval', 'adopted'] as const)
      expect(nextStep(life(status, { role: 'editor' }))).toBeNull()
  })

  it('is not guessed before it is known whether there was a consultation', () => {
    expect(nextStep(life('concept', { wasConsulted: undefined }))).toBeNull()
  })
})
