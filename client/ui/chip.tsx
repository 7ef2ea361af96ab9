import type { ReactNode } from 'react'
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
  /** True for a submitted plan that was written on afterwards. */
  isChangedSince?: boolean
}

export function PlanStatusChip({ status, isChangedSince = false }: PlanStatusChipProps) {
  if (status === 'submitted' && isChangedSince)
    return <Chip tone="warn">Ingediend, daarna gewijzigd</Chip>
  return <Chip tone={toneOfStatus[status]}>{planStatusLabels[status]}</Chip>
}
