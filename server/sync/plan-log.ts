import type { PlanEvent } from '#shared/protocol/events.ts'

/**
 * The log of all plans: one append-only sequence per plan, with document updates and server-made
 * events (DESIGN 4). The log is the truth; a plan in memory is a replica of it. One contract suite
 * tests every implementation.
 */
export type ChangeBody =
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'event'; event: PlanEvent }

export type Change = {
  /** Position in the plan's sequence: 1, 2, 3, … without gaps visible to readers (LG1). */
  seq: number
  /** Milliseconds since 1970, set at the commit. */
  at: number
  /** The author; null for the installation itself. */
  actor: string | null
  body: ChangeBody
}

export type NewChange = {
  planId: string
  actor: string | null
  body: ChangeBody
  /** Of an update that was tried on a document; the server's own changes have none. */
  basis?: Basis
}

/**
 * The document that an update was tried on. Yjs takes two operations under one client and clock for
 * one, so two servers that each accept another content would show two plans.
 */
export type Basis = {
  /** The document held every change up to this number. */
  seq(): number
  /** Whether another update brings operations under a client and clock of this one. */
  sharesClocksWith(update: Uint8Array): boolean
}

export type LoadedPlan = {
  /** Changes when a backup is restored; clients of another epoch must not sync (4409). */
  epoch: string
  /** Sequence number of the last change. */
  seq: number
  /** Sequence number of the last event; 0 before the first. */
  eventSeq: number
  /** The whole document up to and including `snapshotSeq`; null before the first snapshot. */
  snapshot: Uint8Array | null
  snapshotSeq: number
  /** Changes after the snapshot, in order. */
  changes: Change[]
  /** Events before the snapshot, if the caller asked for them. */
  events: Change[]
}

/** The last sequence number of a plan, and the epoch in which it counts. */
export type LogHead = { epoch: string; seq: number }

/** The number up to which this process knows the log of a plan. */
export type KnownHead = LogHead & { planId: string }

export type SinceResult = { kind: 'changes'; changes: Change[] } | { kind: 'pruned' }

export interface PlanLog {
  /**
   * Commits changes of any plans together (group commit): all or none. Durable when the promise
   * resolves; nothing is acknowledged or shown before that (AK1). The room has already tried the
   * change in its own copy, which it hides until then. Returns the sequence numbers in the order
   * given. Rejects with `plan-not-found` for an unknown plan; with `behind` when an update that
   * another server committed after the basis of a change has clocks in common with it, or can't be
   * compared; else with the error of storage.
   */
  append(changes: readonly NewChange[]): Promise<{ seq: number; at: number }[]>
  /**
   * Null for an unknown plan. `eventsAfter`: includes the events after that number, also those
   * before the snapshot.
   */
  load(planId: string, eventsAfter?: number): Promise<LoadedPlan | null>
  /** The end of the log of each of these plans, in one query; unknown plans are left out. */
  heads(planIds: readonly string[]): Promise<ReadonlyMap<string, LogHead>>
  /** Changes with a higher seq, in order; `pruned` when compaction removed some of them (LG2). */
  since(planId: string, seq: number): Promise<SinceResult>
  /** A trial write that changes no plan; rejects when storage takes no writes. */
  probe(): Promise<void>
  /** Stores the state at `seq` and drops the updates before it. */
  saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void>
}
