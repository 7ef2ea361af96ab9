import type * as Y from 'yjs'

/** What the REST side may know of rooms: it never holds a document longer than one synchronous call. */
export type PlanPosition = { epoch: string; seq: number }

export interface PlanRooms {
  /**
   * Reads the document at or after `minSeq`, opening the plan when it is not open. The callback must not keep the doc.
   * Rejects with `plan-not-found`, `plan-unreadable`, or `behind` when minSeq lies beyond the log.
   */
  read<T>(planId: string, minSeq: number, reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T>
  /** The plan's log grew by someone else's hand (REST, another node): open rooms catch up. */
  hint(planId: string): void
  /** Closes the connections of a user (all users when null) so that access is decided anew (AU1). */
  revoke(planId: string, userId: string | null, reason: 'no-access' | 'plan-not-found'): void
}
