import { AppError } from '#shared/errors.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { maxPlanBytes } from '#shared/protocol/messages.ts'
import { assert } from '../invariant.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import type { Observe, PlanPosition } from '../plan-rooms.ts'
import type { Meter, Sliced, Units } from '../turns.ts'
import { scanUpdate } from '../update/update-scan.ts'
import type { Decoded } from '../update/update-validation.ts'
import { PlanDocument } from './plan-document.ts'

/** Why an update is refused before it is tried: over a limit, or written under the client id of someone else. */
export type Refusal =
  | Extract<LimitName, 'newClientsPerMessage' | 'clientsPerPlan' | 'newClientsPerPerson'>
  | 'planBytes'
  | 'forged'

/** What has to be known of anyone who writes. */
export type Writer = {
  readonly userId: string
  /** Whether this user may begin to write under so many more client ids. */
  takesClients(count: number): boolean
  /** Counts the work for this user beyond reading the message: a user over their budget is read more slowly (LI1). */
  spend(units: Units): void
}

/**
 * What a plan in memory consists of, and how it moves on over the changes of its log. Knows no storage and nobody's turn.
 *
 * `document` holds the changes 1..seq and may be ahead of them: by updates that wait for their commit.
 */
export class PlanState {
  readonly epoch: string
  readonly size: DocumentSize
  readonly snapshotPolicy = new SnapshotPolicy()
  readonly #authors = new Authors()
  #document: PlanDocument
  #seq: number
  #eventSeq: number

  private constructor(loaded: LoadedPlan, document: PlanDocument) {
    this.epoch = loaded.epoch
    this.#document = document
    this.#seq = loaded.snapshotSeq
    this.#eventSeq = loaded.eventSeq
    this.size = new DocumentSize(loaded.snapshot?.byteLength ?? 0)
  }

  /** Reads a plan from its log. Throws `plan-unreadable` rather than ever giving an empty or half a plan. */
  static *open(
    planId: string,
    { loaded, observe }: { loaded: LoadedPlan; observe?: Observe | undefined },
    meter: Meter,
  ): Sliced<PlanState> {
    const document = yield* PlanDocument.fromLog(loaded, meter, observe)
    const state = new PlanState(loaded, document)
    try {
      for (const change of loaded.changes) state.count(change, yield* writersOf(change, meter))
      if (state.#seq !== loaded.seq) throw new Error(`ends at ${state.#seq}, not at ${loaded.seq}`)
      return state
    } catch (cause) {
      document.destroy()
      throw new AppError('plan-unreadable', {
        cause: new Error(`the log of ${planId} is not whole`, { cause }),
      })
    }
  }

  get document(): PlanDocument {
    return this.#document
  }

  get seq(): number {
    return this.#seq
  }

  /** Of the last event. */
  get eventSeq(): number {
    return this.#eventSeq
  }

  get position(): PlanPosition {
    return { epoch: this.epoch, seq: this.#seq }
  }

  /** Moves on over one change, the next of the log. `writers`: the client ids under which it was written. */
  count({ seq, actor, body }: Change, writers: Iterable<number>): void {
    assert(seq === this.#seq + 1, 'changes-in-order')
    this.#seq = seq
    this.snapshotPolicy.add(body.kind === 'update' ? body.update.byteLength : 0)
    if (body.kind === 'event') {
      this.#eventSeq = seq
      return
    }
    this.size.add(body.update.byteLength)
    this.#authors.note(actor, writers)
  }

  /** Moves on to a snapshot, over changes that only that holds by now. Answers the events among them. */
  jumpTo(loaded: LoadedPlan, snapshotBytes: number): Change[] {
    const from = this.#seq
    assert(loaded.snapshotSeq > from, 'changes-in-order')
    this.#seq = loaded.snapshotSeq
    this.snapshotPolicy.taking()()
    this.size.add(snapshotBytes)
    const events = loaded.events.filter(({ seq }) => seq > from && seq <= loaded.snapshotSeq)
    this.#eventSeq = events.at(-1)?.seq ?? this.#eventSeq
    return events
  }

  /** The log was read anew. */
  replace(document: PlanDocument): void {
    this.#document.destroy()
    this.#document = document
  }

  /** Why an update is refused before it is tried; null when it is not. `presentAs`: whose client id presence says it is. */
  *refusalOf(
    decoded: Decoded,
    { writer, presentAs }: { writer: Writer; presentAs: (clientId: number) => string | undefined },
    meter: Meter,
  ): Sliced<Refusal | null> {
    if (this.#authors.isForged(decoded, writer.userId, this.#document, presentAs)) return 'forged'
    let fresh = 0
    for (const client of decoded.ends.keys()) if (this.#document.stateOf(client) === 0) fresh++
    if (fresh > 0) {
      if (fresh > limits.newClientsPerMessage.max) return 'newClientsPerMessage'
      if (this.#document.clients + fresh > limits.clientsPerPlan.max) return 'clientsPerPlan'
      if (!writer.takesClients(fresh)) return 'newClientsPerPerson'
    }
    return (yield* this.#hasRoomFor(decoded, meter)) ? null : 'planBytes'
  }

  /** What takes words away, or brings nothing new, has room in the fullest plan. */
  *#hasRoomFor(decoded: Decoded, meter: Meter): Sliced<boolean> {
    const { byteLength } = decoded.update
    if (this.size.takes(byteLength) || !this.#document.wouldGrow(decoded)) return true
    if (this.size.isExact) return false
    this.size.set((yield* this.#document.state(meter)).byteLength)
    return this.size.takes(byteLength)
  }
}

/**
 * How large a plan's document is. Weighing it means encoding all of it, so what is logged is added up instead: that is never
 * too little, and is set right at each snapshot and where it decides. It decides at most once for each message that is
 * accepted, since one that is refused ends its connection.
 */
class DocumentSize {
  #bytes: number
  #isExact = false

  /** `bytes`: of the snapshot and of what came after it. */
  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** At least what it weighs. */
  get bytes(): number {
    return this.#bytes
  }

  get isOverHalf(): boolean {
    return this.#bytes > maxPlanBytes / 2
  }

  add(bytes: number): void {
    assert(bytes >= 0, 'size-not-negative')
    this.#bytes += bytes
    this.#isExact = false
  }

  set(bytes: number): void {
    this.#bytes = bytes
    this.#isExact = true
  }

  /** Whether that is what it weighs, and not more. */
  get isExact(): boolean {
    return this.#isExact
  }

  /** Whether a plan takes so many bytes more, as far as is known. */
  takes(bytes: number): boolean {
    return this.#bytes + bytes <= maxPlanBytes
  }
}

/** A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long log. */
const afterChanges = 500
const afterBytes = 1024 * 1024
/** It is as large as the plan: of a large one not before this share of it is new, or it would be written over and over. */
const afterShare = 1 / 8

/** Changes and their bytes, since the plan was opened. */
type Logged = { changes: number; bytes: number }

/** What was logged since the last snapshot, and when that is enough for another. */
export class SnapshotPolicy {
  #logged: Logged = { changes: 0, bytes: 0 }
  /** What of it the last snapshot holds; it only grows, in whatever order snapshots end. */
  #kept: Logged = { changes: 0, bytes: 0 }

  get hasNew(): boolean {
    return this.#logged.changes > this.#kept.changes
  }

  /** `bytes`: of its update; an event has none. */
  add(bytes: number): void {
    this.#logged.changes++
    this.#logged.bytes += bytes
  }

  isDue(planBytes: number): boolean {
    const changes = this.#logged.changes - this.#kept.changes
    const bytes = this.#logged.bytes - this.#kept.bytes
    return bytes >= afterBytes || (changes >= afterChanges && bytes >= planBytes * afterShare)
  }

  /** Of what a snapshot that is taken now holds; to be called once it is kept. */
  taking(): () => void {
    const taken = { ...this.#logged }
    return () => {
      if (taken.changes > this.#kept.changes) this.#kept = taken
    }
  }
}

/**
 * Who writes under which client id: the first who did. Yjs takes two operations with the same id for one, so whoever
 * writes under someone else's id makes that person's next words vanish, acknowledged and all. What a snapshot has
 * swallowed has no known author any more; then presence tells, and after that the first who comes.
 */
class Authors {
  readonly #of = new Map<number, string | null>()

  note(actor: string | null, clientIds: Iterable<number>): void {
    for (const clientId of clientIds) if (!this.#of.has(clientId)) this.#of.set(clientId, actor)
  }

  /** Whether an update holds something new under an id that is not `userId`'s. */
  isForged(
    decoded: Decoded,
    userId: string,
    document: { stateOf(client: number): number },
    presentAs: (clientId: number) => string | undefined,
  ): boolean {
    for (const [client, end] of decoded.ends) {
      if (end <= document.stateOf(client)) continue
      const author = this.#of.has(client) ? this.#of.get(client) : presentAs(client)
      if (author !== undefined && author !== userId) return true
    }
    return false
  }
}

/** The client ids under which a change was written. */
export function* writersOf({ body }: Change, meter: Meter): Sliced<number[]> {
  if (body.kind === 'event') return []
  return (yield* scanUpdate(body.update, meter)).blocks.map(({ client }) => client)
}
