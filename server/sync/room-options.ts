import type { Logger } from '../runtime.ts'
import type { Look } from './change-watch.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { PlanLog } from './plan-log.ts'

export type RoomOptions = {
  planId: string
  log: PlanLog
  queue: CommitQueue
  logger: Logger
  look: Look | undefined
  /** Someone writes. */
  onWrite: () => void
  onEmpty: () => void
  onFailed: () => void
}
