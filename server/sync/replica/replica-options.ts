import type { ErrorCode } from '#shared/errors.ts'
import type { Logger } from '../../runtime.ts'
import type { CommitQueue } from '../commit/commit-queue.ts'
import type { Peer } from '../peer.ts'
import type { Change, PlanLog } from '../plan-log.ts'
import type { Observe } from '../plan-rooms.ts'
import type { Turns } from '../turns.ts'
import type { Decoded } from '../update/update-validation.ts'

/** What a plan's replica needs, and whom it tells. */
export type ReplicaOptions = {
  planId: string
  log: PlanLog
  queue: CommitQueue
  logger: Logger
  turns: Turns
  observe: Observe | undefined
  /** The next change of the log: each once, in order. `origin` wrote it here; null when it came from elsewhere. */
  onChange: (change: Change, origin: Peer | null) => void
  /** Several changes of the log at once, as one update: compaction took the single ones away. Their events follow. */
  onMissed: (update: Uint8Array) => void
  /** A commit landed beyond changes of others: the log is to be read on until that works. */
  onBehind: () => void
  /** The moment of rest has been used; writes are taken again. */
  onRest: () => void
  onCaughtUp: () => void
  /** The document can no longer be trusted: everyone is to come back to a fresh reading of the log. */
  onFailed: () => void
}

/** An update by a peer. */
export type Write = {
  peer: Peer
  decoded: Decoded
  /** Its words are in the log. */
  onSafe: () => void
  /** They are not: nothing of it counts. */
  onRefused: (code: ErrorCode) => void
}
