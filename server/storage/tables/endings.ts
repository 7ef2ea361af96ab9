import type { PlanStatus } from '#shared/agreement/status.ts'

export type PlanEndingRow = {
  plan_id: string
  kind: 'expired' | 'superseded'
  /** Reason given by the coordinator; may be empty if another plan superseded this one. */
  reason: string
  successor_id: string | null
  from_status: PlanStatus
  ended_by: string
  ended_at: number
}
