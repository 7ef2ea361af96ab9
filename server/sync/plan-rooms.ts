import type * as Y from 'yjs'
import type { Steps } from '#shared/steps.ts'
import type { LoadedPlan } from './plan-log.ts'

/** What the REST side may know of rooms: it never holds a document longer than one reading. */
export type PlanPosition = { epoch: string; seq: number }

/** Someone who waits for a plan to change, without being in its room. */
export type PlanListener = {
  /** By which they were let in: when it ends they are told too. */
  sessionId: string
  /** Something may be new: the plan, or what they may see of it. Says nothing of what; look it up. Never throws. */
  onChanged: () => void
}

export interface PlanRooms {
  /**
   * Reads the document at or after `minSeq`, opening the plan when it is not open. The callback must not keep the doc.
   * Rejects with `plan-not-found`, `plan-unreadable`, or `behind` when minSeq lies beyond the log.
   */
  read<T>(planId: string, minSeq: number, reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T>
  /** The same for what is as large as the plan, in slices: nothing is written to this plan until it is read, to others it is. */
  readInSteps<T>(
    planId: string,
    minSeq: number,
    reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>,
  ): Promise<T>
  /**
   * Tells of each change of the plan's log and of rights, also of what another process did; at most twice a second while it
   * is being typed in. The plan stays open as long as anyone listens. The returned function stops.
   */
  listen(planId: string, listener: PlanListener): () => void
}

/** Whom plans/plan-writer.ts tells what was written, after the commit. Nothing else calls these. */
export interface PlanAudience {
  /** The plan's log grew by someone else's hand (REST, another node): open rooms catch up. */
  notifyChanged(planId: string): void
  /** Closes the connections of a user (all users when null) so that access is decided anew (AU1). */
  revoke(planId: string, userId: string | null, reason: 'no-access' | 'plan-not-found'): void
  /** Closes every connection of these sessions. */
  endSessions(sessionIds: readonly string[]): void
}

/** Whatever is as large as a plan is done in slices, one person after the other (LI9). */
export interface PlanTurns {
  /** Work that says itself how far it is, in someone's name. */
  take<T>(userId: string, steps: Steps<T>): Promise<T>
  /** Fills a new document and encodes it, in someone's name. `fill` must not keep it. Rejects with what `fill` throws. */
  make<T>(userId: string, fill: (doc: Y.Doc) => Steps<T>): Promise<{ state: Uint8Array; answer: T }>
  /**
   * Builds a plan from its log beside the rooms and looks at it after each of these changes, in order; what lies before the
   * snapshot can't be seen any more. Updates are applied one by one, as a room does: in one go Yjs may clear up what others
   * hang on. `look` must not keep the document. Rejects with `plan-unreadable`.
   */
  readLog(
    log: Pick<LoadedPlan, 'snapshot' | 'snapshotSeq' | 'changes'>,
    stops: readonly number[],
    look: (doc: Y.Doc, seq: number) => Steps<void>,
  ): Promise<void>
}

/** What was seen of a change counts from here on: it is in the log. */
export type OnCommitted = (change: {
  seq: number
  at: number
  /** Null for the installation itself. */
  actor: string | null
}) => void

/**
 * Looks on at what updates change, for anyone who wants to tell of it later. An update is tried before it is committed, and what
 * was there before is known only at that moment: so it is looked at then, and counts when the answer is called. On the way
 * of every keystroke: quick, and never throws. The transaction is not to be kept.
 */
export type Observe = (transaction: Y.Transaction) => OnCommitted

export type ChangeObserver = { observe(planId: string, transaction: Y.Transaction): OnCommitted }
