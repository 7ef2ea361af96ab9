import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import type { PlanLog } from './plan-log.ts'

/**
 * A message between the nodes of one installation. None is needed for correctness: a lost message is made good by the log
 * within two seconds, and presence by the next state of its client.
 */
export type ClusterMessage =
  /** The log of a plan has grown to at least this number. */
  | { kind: 'changed'; planId: string; seq: number }
  /** States of people at a plan who are connected to the node that sends this. */
  | { kind: 'presence'; planId: string; entries: readonly AwarenessEntry[] }
  /** A node opened the plan and asks the others which people are there. */
  | { kind: 'who'; planId: string }

/** The other nodes on the same database. One contract suite judges every implementation. */
export interface Cluster {
  /** Names the node that a message came from, for as long as that process runs. */
  readonly nodeId: string
  /** Whether there may be other nodes. */
  readonly isShared: boolean
  /** Sent soon, together with others; called after the commit. Never throws. */
  notify(message: ClusterMessage): void
  /** Messages of other nodes; their order is not that of sending. */
  onNotify(listener: (message: ClusterMessage, fromNode: string) => void): void
  /** Messages may have been missed: what they would have said has to be looked up. */
  onGap(listener: () => void): void
  close(): Promise<void>
}

/** One process is the whole installation. */
export const singleNode: Cluster = {
  nodeId: '',
  isShared: false,
  notify: () => {},
  onNotify: () => {},
  onGap: () => {},
  close: async () => {},
}

/** The log, whose commits the other nodes hear of. Never before the commit: they would read a log without the change. */
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
