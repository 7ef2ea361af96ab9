import type { Role } from '#shared/access.ts'
import { can } from '#shared/access.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'

/** The one thing that the plan waits for from this person, and the page where it is done. */
export type NextStep = { label: string; page: 'consultatie' | 'akkoord' }

export type LifeOfPlan = {
  status: PlanStatus
  role: Role
  /** Whether the plan was ever out for comments; undefined while that is not known. */
  wasConsulted: boolean | undefined
  /** Whether this person still has to answer the version that was presented. */
  hasToAnswer: boolean
  /** Whether the plan was submitted before: the round is then about a correction. */
  isCorrection: boolean
}

/** The next step in the life of a plan; null if nothing waits for this person. */
export function nextStep(life: LifeOfPlan): NextStep | null {
  if (life.status === 'approval' && life.hasToAnswer)
    return { label: 'Antwoorden', page: 'akkoord' }
  return can(life.role, 'manage') ? steps[life.status](life) : null
}

const nothing = () => null

const steps: Readonly<Record<PlanStatus, (life: LifeOfPlan) => NextStep | null>> = {
  concept: ({ wasConsulted }) => {
    if (wasConsulted === undefined) return null
    return wasConsulted
      ? { label: 'Ter akkoord voorleggen', page: 'akkoord' }
      : { label: 'Consultatie starten', page: 'consultatie' }
  },
  consultation: () => ({ label: 'Consultatie bekijken', page: 'consultatie' }),
  approval: () => ({ label: 'Antwoorden bekijken', page: 'akkoord' }),
  adopted: ({ isCorrection }) => ({
    label: isCorrection ? 'Correctie indienen' : 'Indienen',
    page: 'akkoord',
  }),
  submitted: nothing,
  expired: nothing,
  superseded: nothing,
}
