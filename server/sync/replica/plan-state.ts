import { assert } from '#server/invariant.ts'
import type { Meter, Sliced, Units } from '#server/turns.ts'
import { scanUpdate } from '#server/yjs/update-scan.ts'
import type { Decoded } from '#server/yjs/update-validation.ts'
import { AppError } from '#shared/errors.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { maxPlanBytes } from '#shared/protocol/messages.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import type { Observe, PlanPosition } from '../plan-rooms.ts'
import { PlanDocument } from './plan-document.ts'

/**
 * Why an update is refused before it is tried: it exceeds a limit, or uses the client id of another
 * user.
 */
export type Refusal =
  | Extract<LimitName, 'newClientsPerMessage' | 'clientsPerPlan' | 'newClientsPerPerson'>
  | 'planBytes'
  | 'forged'

/** The author of a write. */
export type Writer = {
  readonly userId: string
  /** Whether this user may write under this many new client ids. */
  takesClients(count: number): boolean
  /**
   * Counts work for this user beyond reading the message: messages over the budget are read more
   * slowly (LI1).
   */
  spend(units: Units): void
}

/**
 * The state of a plan in memory, and how changes of its log move it on. Knows no storage and no
 * turns.
 *
 * `document` holds the changes 1..seq, and may be ahead by the updates that wait for their commit.
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

  /**
   * Reads a plan from its log. Throws `plan-unreadable` rather than returning an empty or partial
   * plan.
   */
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

  /** Number of the last event. */
  get eventSeq(): number {
    return this.#eventSeq
  }

  get position(): PlanPosition {
    return { epoch: this.epoch, seq: this.#seq }
  }

  /** Moves on over the next change of the log. `writers`: the client ids of the change. */
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

  /**
   * Moves on to a snapshot, over changes that only the snapshot still holds. Returns the events
   * among them.
   */
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

  /** The document was reloaded from the log. */
  replace(document: PlanDocument): void {
    this.#document.destroy()
    this.#document = document
  }

  /**
   * Why an update is refused before it is tried; null when it is not. `presentAs`: the user of a
   * client id, according to presence.
   */
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

  /** Deletions and known items fit in the fullest plan. */
  *#hasRoomFor(decoded: Decoded, meter: Meter): Sliced<boolean> {
    const { byteLength } = decoded.update
    if (this.size.takes(byteLength) || !this.#document.wouldGrow(decoded)) return true
    if (this.size.isExact) return false
    this.size.set((yield* this.#document.state(meter)).byteLength)
    return this.size.takes(byteLength)
  }
}

/**
 * The size of a plan's document. An exact size needs an encoding of the whole document, so the
 * sizes of the logged updates are summed: that is never too little. The exact size is taken at each
 * snapshot and before a refusal. A refusal closes its connection, so a client causes at most one
 * encoding per accepted message.
 */
class DocumentSize {
  #bytes: number
  #isExact = false

  /** `bytes`: of the snapshot and of the updates after it. */
  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** An upper bound of the encoded size. */
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

  /** Whether the upper bound is the encoded size. */
  get isExact(): boolean {
    return this.#isExact
  }

  /** Whether this many more bytes fit, according to the upper bound. */
  takes(bytes: number): boolean {
    return this.#bytes + bytes <= maxPlanBytes
  }
}

/**
 * A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long
 * log.
 */
const afterChanges = 500
const afterBytes = 1024 * 1024
/**
 * A snapshot is as large as the plan: a large one is stored again only after this share of it is
 * new.
 */
const afterShare = 1 / 8

/** Changes and their bytes, since the plan was opened. */
type Logged = { changes: number; bytes: number }

/** Counts the changes since the last snapshot, and decides when the next one is due. */
export class SnapshotPolicy {
  #logged: Logged = { changes: 0, bytes: 0 }
  /** The part in the last snapshot; it only grows, in whatever order snapshots end. */
  #kept: Logged = { changes: 0, bytes: 0 }

  get hasNew(): boolean {
    return this.#logged.changes > this.#kept.changes
  }

  /** `bytes`: of its update; 0 for an event. */
  add(bytes: number): void {
    this.#logged.changes++
    this.#logged.bytes += bytes
  }

  isDue(planBytes: number): boolean {
    const changes = this.#logged.changes - this.#kept.changes
    const bytes = this.#logged.bytes - this.#kept.bytes
    return bytes >= afterBytes || (changes >= afterChanges && bytes >= planBytes * afterShare)
  }

  /** Notes the content of a snapshot that is taken now; call the result when it is stored. */
  taking(): () => void {
    const taken = { ...this.#logged }
    return () => {
      if (taken.changes > this.#kept.changes) this.#kept = taken
    }
  }
}

/**
 * The first author of each client id. Yjs takes two operations with the same id for one, so a write
 * under another user's id makes that user's next words vanish, although they are acknowledged.
 * Client ids in a snapshot have no known author; then presence decides, and after that the first
 * author.
 */
class Authors {
  readonly #of = new Map<number, string | null>()

  note(actor: string | null, clientIds: Iterable<number>): void {
    for (const clientId of clientIds) if (!this.#of.has(clientId)) this.#of.set(clientId, actor)
  }

  /** Whether an update holds new items under a client id of another user. */
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

/** The client ids of a change. */
export function* writersOf({ body }: Change, meter: Meter): Sliced<number[]> {
  if (body.kind === 'event') return []
  return (yield* scanUpdate(body.update, meter)).blocks.map(({ client }) => client)
}
