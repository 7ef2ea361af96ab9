import { counted } from '#shared/counted.ts'
import type { RequirementBasis } from '#shared/format/requirement.ts'
import type { Problem } from '#shared/plan/content.ts'
import { type CheckedProblem, pointsLeft } from '#shared/plan/readiness.ts'

/** Whose a requirement is. */
export const basisTexts: Record<RequirementBasis, string> = {
  form: 'Van het formulier.',
  submission: 'Nodig om in te dienen.',
  ours: 'Deze eis is van ons, niet van het formulier.',
}

export const severities = ['block', 'warn', 'info'] as const

export const severityTexts: Record<
  Problem['severity'],
  { label: string; explanation: string; sign: string }
> = {
  block: { label: 'Nodig om in te dienen', explanation: 'Dit moet eerst in orde zijn.', sign: '!' },
  warn: {
    label: 'Aandachtspunten',
    explanation: 'Los dit op, of schrijf op waarom het zo kan blijven.',
    sign: '△',
  },
  info: { label: 'Ter informatie', explanation: 'Dit houdt het indienen niet tegen.', sign: 'i' },
}

/** "Nog 4 punten en u kunt indienen". */
export function readinessHeadline(problems: readonly CheckedProblem[]): string {
  const left = pointsLeft(problems).length
  return left === 0
    ? 'Klaar om in te dienen'
    : `Nog ${counted(left, 'punt', 'punten')} en u kunt indienen`
}
