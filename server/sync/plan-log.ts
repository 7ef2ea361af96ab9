import type { PlanEvent } from '#shared/protocol/events.ts'

/**
 * The log of all plans: one append-only sequence per plan, holding document updates and server-made events (DESIGN 4).
 * It is the truth; a plan in memory is a replica of it. One contract suite judges every implementation.
 */
export type ChangeBody =
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'event'; event: PlanEvent }

export type Change = {
  /** Position in the plan's sequence: 1, 2, 3, … without gaps visible to readers (LG1). */
  seq: number
  /** Milliseconds since 1970, set when it was committed. */
  at: number
  /** The user who made it; null for the installation itself. */
  actor: string | null
  body: ChangeBody
}

export type NewChange = { planId: string; actor: string | null; body: ChangeBody }

export type LoadedPlan = {
  /** Changes when a backup is restored; clients of another epoch must not sync (4409). */
  epoch: string
  /** Sequence number of the last change. */
  seq: number
  /** Sequence number of the last event; 0 before the first. */
  eventSeq: number
  /** Whole document state up to and with `snapshotSeq`; null when none was made yet. */
  snapshot: Uint8Array | null
  snapshotSeq: number
  /** Changes after the snapshot, in order. */
  changes: Change[]
  /** Events that lie before the snapshot, as far back as was asked for. */
  events: Change[]
}

export type SinceResult = { kind: 'changes'; changes: Change[] } | { kind: 'pruned' }

export interface PlanLog {
  /**
   * Commits changes of any plans together (group commit): all or none. Durable when the promise resolves: only then may
   * anything be acknowledged or shown (AK1). A room has tried it in its own copy before, and hides that copy until then. Answers the sequence numbers in the order given.
   * Rejects with `plan-not-found` when a plan is not there, else with the storage's own error.
   */
  append(changes: readonly NewChange[]): Promise<{ seq: number; at: number }[]>
  /** Null when there is no such plan. `eventsAfter`: with the events after that number, also those before the snapshot. */
  load(planId: string, eventsAfter?: number): Promise<LoadedPlan | null>
  /** The last sequence number of each of these plans, in one look; a plan that is not there is missing. */
  heads(planIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Changes with a higher seq, in order; `pruned` when compaction took away some of them (LG2). */
  since(planId: string, seq: number): Promise<SinceResult>
  /** A trial write that changes no plan; rejects when storage takes no writes. */
  probe(): Promise<void>
  /** Keeps the state at `seq` and drops updates that no reader needs any more. */
  saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void>
}
