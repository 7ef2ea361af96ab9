import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import type { PlanLog } from './plan-log.ts'

/**
 * A message between the nodes of one installation. None is needed for correctness: the log replaces
 * a lost message within two seconds, the next state of a client replaces its presence, and a request
 * that gets no answer is made again.
 */
export type ClusterMessage =
  /** The log of a plan has grown to at least this number. */
  | { kind: 'changed'; planId: string; seq: number }
  /** Presence states of clients at a plan that are connected to the sending node. */
  | { kind: 'presence'; planId: string; entries: readonly AwarenessEntry[] }
  /** A node opened the plan and requests the presence of the others. */
  | { kind: 'who'; planId: string }
  /** The questions to these users may have changed: what waits for them on open screens. */
  | { kind: 'asked'; userIds: readonly string[] }
  /** A request for one node lies in the database; it took it; its answer lies there. */
  | { kind: 'call'; id: string; step: 'made'; to: string }
  | { kind: 'call'; id: string; step: 'taken' | 'answered' }

/** The other nodes on the same database. One contract suite tests every implementation. */
export interface Cluster {
  /** The id of the sending node, valid for as long as its process runs. */
  readonly nodeId: string
  /** Whether there may be other nodes. */
  readonly isShared: boolean
  /** Sent soon, combined with other messages; called after the commit. Never throws. */
  notify(message: ClusterMessage): void
  /** Messages of other nodes, not necessarily in the order of sending. */
  onNotify(listener: (message: ClusterMessage, fromNode: string) => void): void
  /** Messages may have been missed: their content has to be looked up. */
  onGap(listener: () => void): void
  close(): Promise<void>
}

/** An installation of one process. */
export const singleNode: Cluster = {
  nodeId: '',
  isShared: false,
  notify: () => {},
  onNotify: () => {},
  onGap: () => {},
  close: async () => {},
}

/**
 * A log whose commits are announced to other nodes. Never before the commit: they would read a log
 * without the change.
 */
export function notifying(log: PlanLog, cluster: Cluster): PlanLog {
  return {
    ...log,
    async append(changes) {
      const appended = await log.append(changes)
      changes.forEach(({ planId }, index) => {
        cluster.notify({ kind: 'changed', planId, seq: appended[index]?.seq ?? 0 })
      })
      return appended
    },
  }
}
