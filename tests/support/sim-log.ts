import type { Change, PlanLog } from '#server/sync/plan-log.ts'

/** A log of which a test determines when and how its storage fails, and of which every change ever committed can be read. */
export interface SimLog extends PlanLog {
  /** The next append commits nothing and rejects. */
  failNext(): void
  /** The next append commits but rejects: the caller can't know the outcome. */
  tearNext(): void
  /** The next append commits only after `release`. */
  holdNext(): { release: () => void }
  /** Ends all faults. */
  clearFaults(): void
  /** All changes ever committed to a plan, also compacted ones. */
  history(planId: string): readonly Change[]
  /** The process dies and pending appends are lost. Returns the log as the next process opens it. */
  crash(): SimLog
  /** The same log as another node opens it. */
  beside(): SimLog
}
