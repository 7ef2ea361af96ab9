import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'

export const PlanStatusSchema = z.enum([
  'concept',
  'consultation',
  'approval',
  'adopted',
  'submitted',
  'expired',
  'superseded',
])
export type PlanStatus = z.infer<typeof PlanStatusSchema>

export const planStatusLabels: Record<PlanStatus, string> = {
  concept: 'Concept',
  consultation: 'Ter consultatie',
  approval: 'Ter akkoord',
  adopted: 'Vastgesteld',
  submitted: 'Ingediend',
  expired: 'Vervallen',
  superseded: 'Vervangen',
}

/**
 * The life of a plan: concept, ter consultatie, ter akkoord, vastgesteld, ingediend; at the end
 * vervallen or opgevolgd. Every change of status is decided here.
 */
export type StatusEvent =
  | { type: 'consult' }
  | { type: 'endConsultation' }
  /**
   * A version is presented to everyone who has to agree. Repeated during a round, the new version
   * replaces the previous one; of a submitted plan it is a correction.
   */
  | { type: 'present' }
  /**
   * The round is cancelled; its answers stay visible. If it was about a correction, the version that
   * was submitted before counts again.
   */
  | { type: 'recall'; isCorrection: boolean }
  | { type: 'adopt'; isAgreed: boolean }
  /** An answer that counted was withdrawn or changed: the version is no longer adopted. */
  | { type: 'dissent' }
  | { type: 'submit'; pointsLeft: number }
  | { type: 'expire' }
  | { type: 'supersede' }

const endedStatuses = ['expired', 'superseded'] as const satisfies readonly PlanStatus[]

/** Vervallen or opgevolgd: the plan can't change any more. */
export function isEnded(status: PlanStatus): status is (typeof endedStatuses)[number] {
  return endedStatuses.some((ended) => ended === status)
}

export type StatusStep =
  | { kind: 'moved'; status: PlanStatus }
  | { kind: 'refused'; code: ErrorCode }

const moved = (status: PlanStatus): StatusStep => ({ kind: 'moved', status })
const refused = (code: ErrorCode): StatusStep => ({ kind: 'refused', code })

/** The next status of a plan after an event, or the reason why the event is refused. */
export function nextStatus(status: PlanStatus, event: StatusEvent): StatusStep {
  if (isEnded(status)) return refused('plan-ended')
  switch (event.type) {
    case 'consult':
      return status === 'concept'
        ? moved('consultation')
        : refused(status === 'submitted' ? 'already-submitted' : 'not-in-this-status')
    case 'endConsultation':
      return status === 'consultation' ? moved('concept') : refused('not-in-this-status')
    case 'present':
      return moved('approval')
    case 'recall':
      if (status === 'submitted') return refused('already-submitted')
      return status === 'approval' || status === 'adopted'
        ? moved(event.isCorrection ? 'submitted' : 'concept')
        : refused('not-presented')
    case 'adopt':
      if (status === 'submitted') return refused('already-submitted')
      if (status !== 'approval') return refused('not-presented')
      return event.isAgreed ? moved('adopted') : refused('not-agreed')
    case 'dissent':
      if (status === 'submitted') return refused('already-submitted')
      return status === 'approval' || status === 'adopted'
        ? moved('approval')
        : refused('not-presented')
    case 'submit':
      if (status === 'submitted') return refused('already-submitted')
      if (status !== 'adopted') return refused('not-adopted')
      return event.pointsLeft === 0 ? moved('submitted') : refused('not-ready')
    case 'expire':
      return moved('expired')
    case 'supersede':
      return status === 'submitted' || status === 'adopted'
        ? moved('superseded')
        : refused('not-adopted')
  }
}
