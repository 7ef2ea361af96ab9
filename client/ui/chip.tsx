import type { ReactNode } from 'react'
import * as uiText from '#client/text/ui.ts'
import { type PlanStatus, planStatusLabels } from '#shared/agreement/status.ts'
import './chip.css'

export type ChipTone = 'neutral' | 'warn' | 'accent' | 'ok' | 'bad'

/** A short state in words; the colour only repeats it. */
export function Chip({ tone = 'neutral', children }: { tone?: ChipTone; children: ReactNode }) {
  return <span className={`chip chip--${tone}`}>{children}</span>
}

const toneOfStatus: Record<PlanStatus, ChipTone> = {
  concept: 'warn',
  consultation: 'accent',
  approval: 'accent',
  adopted: 'ok',
  submitted: 'ok',
  expired: 'neutral',
  superseded: 'neutral',
}

type PlanStatusChipProps = {
  status: PlanStatus
  /** The submission of the plan, if there is one. */
  submitted?: { isChangedSince: boolean } | null
}

/** A round after the submission is about a correction. */
const correctionLabels: Partial<Record<PlanStatus, string>> = uiText.correctionLabels

export function PlanStatusChip({ status, submitted = null }: PlanStatusChipProps) {
  if (status === 'submitted' && submitted?.isChangedSince === true)
    return <Chip tone="warn">{uiText.submittedThenChanged}</Chip>
  const label = submitted === null ? undefined : correctionLabels[status]
  return <Chip tone={toneOfStatus[status]}>{label ?? planStatusLabels[status]}</Chip>
}
