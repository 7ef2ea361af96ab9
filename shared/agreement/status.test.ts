import { describe, expect, it } from 'vitest'
import { nextStatus, type PlanStatus, PlanStatusSchema, type StatusEvent } from './status.ts'

const events: Record<string, StatusEvent> = {
  consult: { type: 'consult' },
  endConsultation: { type: 'endConsultation' },
  present: { type: 'present' },
  recall: { type: 'recall', isCorrection: false },
  'recall of a correction': { type: 'recall', isCorrection: true },
  'adopt, all agreed': { type: 'adopt', isAgreed: true },
  'adopt, someone missing': { type: 'adopt', isAgreed: false },
  dissent: { type: 'dissent' },
  'submit, ready': { type: 'submit', pointsLeft: 0 },
  'submit, points left': { type: 'submit', pointsLeft: 1 },
  expire: { type: 'expire' },
  supersede: { type: 'supersede' },
}

/** Written out by hand, every state with every event: a status, or the refusal. */
const table: Record<string, Record<PlanStatus, string>> = {
  //                         concept                            consultation                            approval                            adopted                            submitted                       ended
  consult: row(
    'consultation',
    'not-in-this-status',
    'not-in-this-status',
    'not-in-this-status',
    'already-submitted',
  ),
  endConsultation: row(
    'not-in-this-status',
    'concept',
    'not-in-this-status',
    'not-in-this-status',
    'not-in-this-status',
  ),
  present: row('approval', 'approval', 'approval', 'approval', 'approval'),
  recall: row('not-presented', 'not-presented', 'concept', 'concept', 'already-submitted'),
  'recall of a correction': row(
    'not-presented',
    'not-presented',
    'submitted',
    'submitted',
    'already-submitted',
  ),
  'adopt, all agreed': row(
    'not-presented',
    'not-presented',
    'adopted',
    'not-presented',
    'already-submitted',
  ),
  'adopt, someone missing': row(
    'not-presented',
    'not-presented',
    'not-agreed',
    'not-presented',
    'already-submitted',
  ),
  dissent: row('not-presented', 'not-presented', 'approval', 'approval', 'already-submitted'),
  'submit, ready': row(
    'not-adopted',
    'not-adopted',
    'not-adopted',
    'submitted',
    'already-submitted',
  ),
  'submit, points left': row(
    'not-adopted',
    'not-adopted',
    'not-adopted',
    'not-ready',
    'already-submitted',
  ),
  expire: row('expired', 'expired', 'expired', 'expired', 'expired'),
  supersede: row('not-adopted', 'not-adopted', 'not-adopted', 'superseded', 'superseded'),
}

function row(
  concept: string,
  consultation: string,
  approval: string,
  adopted: string,
  submitted: string,
): Record<PlanStatus, string> {
  return {
    concept,
    consultation,
    approval,
    adopted,
    submitted,
    expired: 'plan-ended',
    superseded: 'plan-ended',
  }
}

describe('the status of a plan', () => {
  for (const [name, expected] of Object.entries(table)) {
    for (const status of PlanStatusSchema.options) {
      it(`${status}: ${name} gives ${expected[status]}`, () => {
        const event = events[name]
        if (event === undefined) throw new Error(`${name} is no event`)
        const step = nextStatus(status, event)
        expect(step.kind === 'moved' ? step.status : step.code).toBe(expected[status])
      })
    }
  }

  it('the table has every event', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(events).sort())
  })
})
