import type { PlanStatus } from '#shared/api/plans.ts'

export type PlanEndingRow = {
  plan_id: string
  kind: 'expired' | 'superseded'
  /** Of the coordinator; may be empty where another plan took its place. */
  reason: string
  successor_id: string | null
  from_status: PlanStatus
  ended_by: string
  ended_at: number
}
