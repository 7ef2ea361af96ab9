import type * as Y from 'yjs'
import type { Steps } from '#shared/steps.ts'
import type { LoadedPlan } from './plan-log.ts'

/** The interfaces of rooms for REST, which holds a document no longer than one reading. */
export type PlanPosition = { epoch: string; seq: number }

/** A request that waits for a plan to change, without a connection to its room. */
export type PlanListener = {
  /** The session of the request: its end is signalled too. */
  sessionId: string
  /**
   * The plan, or the rights of the user, may have changed; the listener looks up what. Never
   * throws.
   */
  onChanged: () => void
}

export interface PlanRooms {
  /**
   * Reads the document at or after `minSeq`; opens the plan when it is closed. The callback must
   * not keep the document. Rejects with `plan-not-found`, `plan-unreadable`, or `behind` when
   * `minSeq` lies beyond the log.
   */
  read<T>(planId: string, minSeq: number, reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T>
  /**
   * The same in slices, for work as large as the plan. Writes to this plan wait until the reading
   * ends; other plans continue.
   */
  readInSteps<T>(
    planId: string,
    minSeq: number,
    reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>,
  ): Promise<T>
  /**
   * Signals each change of the plan's log and of rights, also those of other processes; at most
   * twice a second during typing. The plan stays open as long as it has a listener. The returned
   * function stops. Throws a `LimitError` when the plan has too many listeners.
   */
  listen(planId: string, listener: PlanListener): () => void
}

/** Told by plans/plan-writer.ts of each write, after its commit. Nothing else calls these. */
export interface PlanAudience {
  /** REST or another node extended the plan's log: open rooms catch up. */
  notifyChanged(planId: string): void
  /**
   * Closes the connections of a user (null: of all users), so that access is decided again (AU1).
   */
  revoke(planId: string, userId: string | null, reason: 'no-access' | 'plan-not-found'): void
  /** Closes every connection of these sessions. */
  endSessions(sessionIds: readonly string[]): void
  /** The questions to these users may have changed. */
  asked(userIds: readonly string[]): void
}

/** The open screens of people, apart from any plan. */
export interface PeopleAudience {
  asked(userIds: readonly string[]): void
  /** Hints may have been lost: any question may have changed. */
  missed(): void
  endSessions(sessionIds: readonly string[]): void
}

/**
 * Runs work as large as a plan in slices, one user after the other (LI9). Each rejects with a
 * `LimitError` when too much work of the user waits.
 */
export interface PlanTurns {
  /** Runs work that reports its own progress, in the name of a user. */
  take<T>(userId: string, steps: Steps<T>): Promise<T>
  /**
   * Fills a new document and encodes it, in the name of a user. `fill` must not keep the document.
   * Rejects with the error of `fill`.
   */
  make<T>(userId: string, fill: (doc: Y.Doc) => Steps<T>): Promise<{ state: Uint8Array; answer: T }>
  /**
   * Builds a plan from its log, apart from the rooms, and calls `look` after each of these changes,
   * in order; states before the snapshot are gone. Updates are applied one by one, as in a room:
   * applied together, Yjs could collect deleted items on which later updates depend. `look` must
   * not keep the document. Rejects with `plan-unreadable`.
   */
  readLog(
    log: Pick<LoadedPlan, 'snapshot' | 'snapshotSeq' | 'changes'>,
    stops: readonly number[],
    look: (doc: Y.Doc, seq: number) => Steps<void>,
  ): Promise<void>
}

/** Called when the observed change is in the log. */
export type OnCommitted = (change: {
  seq: number
  at: number
  /** Null for the installation itself. */
  actor: string | null
}) => void

/**
 * Observes the changes that an update makes in the document. An update is tried before its commit,
 * and the state before it is known only at that moment: the observer looks then, and counts the
 * change when the returned function is called. Runs for every keystroke: must be fast and never
 * throw. The transaction must not be kept.
 */
export type Observe = (transaction: Y.Transaction) => OnCommitted

/** The observer of one plan. */
export type ChangeObserver = (planId: string) => Observe
