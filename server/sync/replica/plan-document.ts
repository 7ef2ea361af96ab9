import * as Y from 'yjs'
import { inSlices, installation, type Meter, type Sliced, type Turns } from '#server/turns.ts'
import { cutUpdate, EncodedDocument, encodeState } from '#server/yjs/encoded-document.ts'
import { createLogDocument, integrate, takeIn } from '#server/yjs/integrate.ts'
import { rootNamesWith } from '#server/yjs/update-cost.ts'
import {
  addsNothing,
  bringsWords,
  checkReferences,
  type Decoded,
  isPartlyKnown,
  isWellPlaced,
  parseUpdate,
  structsOf,
} from '#server/yjs/update-validation.ts'
import { AppError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import type { LoadedPlan } from '../plan-log.ts'
import type { Observe, OnCommitted, PlanTurns } from '../plan-rooms.ts'

type Form =
  | { kind: 'encoded'; document: EncodedDocument }
  | {
      kind: 'hydrated'
      doc: Y.Doc
      /**
       * Encoded once per change and on demand: after a restart everyone asks at the same moment.
       */
      encoded: { state?: Uint8Array; stateVector?: Uint8Array }
    }

/**
 * `known`: the document holds all of it. `early`: it refers to items that are not there yet.
 * `heavy`: it costs more than its size explains. `full`: it brings more rows than a plan takes.
 */
export type Verdict =
  | {
      kind: 'good'
      /** The bytes for the log. */
      fresh: Uint8Array
      /** To be called after the commit. */
      onCommitted: OnCommitted
    }
  | { kind: 'known' | 'early' | 'bad' | 'heavy' | 'full' }

/**
 * The document of a plan in memory: ahead of the log by the updates that wait for their commit.
 * Each update is tried here before its commit, because an update that parses may still throw when
 * it is applied, and the log can't take it back. Callers do one thing at a time, and show the
 * document only while nothing waits (`CommitBarrier`).
 */
export class PlanDocument {
  #form: Form
  readonly #observe: Observe | undefined

  private constructor(form: Form, observe: Observe | undefined) {
    this.#form = form
    this.#observe = observe
  }

  /**
   * The document of a log. Throws `plan-unreadable` rather than returning an empty or partial plan.
   */
  static *fromLog(
    { snapshot, changes }: Pick<LoadedPlan, 'snapshot' | 'changes'>,
    meter: Meter,
    observe?: Observe,
  ): Sliced<PlanDocument> {
    const updates = changes.flatMap((change) =>
      change.body.kind === 'update' ? [change.body.update] : [],
    )
    try {
      if (snapshot !== null && updates.length === 0) {
        // No changes after the snapshot: most clients only read, and need no Y.Doc.
        const document = yield* EncodedDocument.of(snapshot, meter)
        return new PlanDocument({ kind: 'encoded', document }, observe)
      }
      const doc = createLogDocument()
      // One by one, in order: Yjs collects deleted items after each transaction, and items that
      // depend on those may then lie elsewhere. Applied together, the log could give another plan
      // than users saw.
      if (snapshot !== null) yield* takeIn(doc, snapshot, meter)
      for (const update of updates) yield* takeIn(doc, update, meter)
      return new PlanDocument({ kind: 'hydrated', doc, encoded: {} }, observe)
    } catch (error) {
      throw new AppError('plan-unreadable', { cause: error })
    }
  }

  /**
   * Applies an update when it is complete, new and well placed. After `bad` and `heavy` the
   * document may hold a part of it: reload it.
   */
  *try(decoded: Decoded, meter: Meter): Sliced<Verdict> {
    if (this.#form.kind === 'encoded' && (yield* this.#form.document.holds(decoded, meter)))
      return { kind: 'known' }
    const doc = yield* this.#hydrate(meter)
    if (yield* addsNothing(decoded, doc, meter)) return { kind: 'known' }
    if (!isPartlyKnown(decoded, doc)) return yield* this.#tryFresh(doc, decoded, meter)
    // Known items are cut off. An item that continues another would otherwise attach to those; and
    // with other content than the log has, they would win in whatever merges both updates.
    const { update, scanned } = decoded
    const stateOf = (client: number) => Y.getState(doc.store, client)
    const fresh = yield* cutUpdate(update, scanned, stateOf, meter)
    const freshParts = yield* parseUpdate(fresh, meter)
    return freshParts === null ? { kind: 'bad' } : yield* this.#tryFresh(doc, freshParts, meter)
  }

  *#tryFresh(doc: Y.Doc, decoded: Decoded, meter: Meter): Sliced<Verdict> {
    const references = yield* checkReferences(decoded, doc, meter)
    if (references !== 'complete') return { kind: references }
    const rows = yield* rootNamesWith(decoded, doc, meter)
    if (rows !== null && rows > limits.rowsPerPlan.max) return { kind: 'full' }
    const before = new Map(
      [...decoded.clients.keys()].map((client) => [client, Y.getState(doc.store, client)]),
    )
    try {
      const { update, scanned, deletes } = decoded
      const parts = { clients: yield* structsOf(update, scanned, meter), deletes }
      const onCommitted: OnCommitted[] = []
      this.#changed()
      const outcome = yield* integrate(doc, parts, {
        meter,
        maxUnits: limits.updateWork.max,
        onTransaction: this.#observing(onCommitted),
      })
      if (outcome === 'heavy') return { kind: 'heavy' }
      return outcome === 'done' && (yield* isWellPlaced(decoded, doc, { before, meter }))
        ? { kind: 'good', fresh: update, onCommitted: joined(onCommitted) }
        : { kind: 'bad' }
    } catch {
      return { kind: 'bad' }
    }
  }

  /** Whether an update brings items that the document does not hold. */
  wouldGrow(decoded: Decoded): boolean {
    return bringsWords(decoded, (client) => this.stateOf(client))
  }

  /**
   * Applies a change of the log by another author; returns the function to call when it counts.
   * Throws what Yjs throws.
   */
  *follow(update: Uint8Array, meter: Meter): Sliced<OnCommitted> {
    const doc = yield* this.#hydrate(meter)
    this.#changed()
    const onCommitted: OnCommitted[] = []
    yield* takeIn(doc, update, meter, this.#observing(onCommitted))
    return joined(onCommitted)
  }

  *state(meter: Meter): Sliced<Uint8Array> {
    if (this.#form.kind === 'encoded') return this.#form.document.state
    const { doc, encoded } = this.#form
    encoded.state ??= yield* encodeState(doc, new Map(), meter)
    return encoded.state
  }

  stateVector(): Uint8Array {
    if (this.#form.kind === 'encoded') return this.#form.document.stateVector
    this.#form.encoded.stateVector ??= Y.encodeStateVector(this.#form.doc)
    return this.#form.encoded.stateVector
  }

  /** The update that a client with this state vector lacks. Throws on bytes that are none. */
  *since(stateVector: Uint8Array, meter: Meter): Sliced<Uint8Array> {
    if (isEmptyStateVector(stateVector)) return yield* this.state(meter)
    meter.add(stateVector.byteLength)
    const known = Y.decodeStateVector(stateVector)
    return this.#form.kind === 'encoded'
      ? yield* this.#form.document.since(known, meter)
      : yield* encodeState(this.#form.doc, known, meter)
  }

  /** The clock of a client in this document. */
  stateOf(client: number): number {
    return this.#form.kind === 'encoded'
      ? this.#form.document.stateOf(client)
      : Y.getState(this.#form.doc.store, client)
  }

  /** The number of client ids in this document. */
  get clients(): number {
    return this.#form.kind === 'encoded'
      ? this.#form.document.clients
      : this.#form.doc.store.clients.size
  }

  /** The callback must not keep the document. */
  *read<T>(reader: (doc: Y.Doc) => Steps<T>, meter: Meter): Sliced<T> {
    return yield* inSlices(reader(yield* this.#hydrate(meter)), meter)
  }

  /** Keeps the bytes only, until the next write. */
  *dehydrate(meter: Meter): Sliced<void> {
    if (this.#form.kind === 'encoded') return
    const { doc } = this.#form
    const document = yield* EncodedDocument.of(yield* this.state(meter), meter)
    doc.destroy()
    this.#form = { kind: 'encoded', document }
  }

  destroy(): void {
    if (this.#form.kind === 'hydrated') this.#form.doc.destroy()
  }

  #changed(): void {
    if (this.#form.kind === 'hydrated') this.#form.encoded = {}
  }

  #observing(onCommitted: OnCommitted[]): (transaction: Y.Transaction) => void {
    const observe = this.#observe
    return observe === undefined
      ? () => {}
      : (transaction) => void onCommitted.push(observe(transaction))
  }

  *#hydrate(meter: Meter): Sliced<Y.Doc> {
    if (this.#form.kind === 'hydrated') return this.#form.doc
    const doc = createLogDocument()
    const { state, stateVector } = this.#form.document
    yield* takeIn(doc, state, meter)
    this.#form = { kind: 'hydrated', doc, encoded: { state, stateVector } }
    return doc
  }
}

function joined(all: readonly OnCommitted[]): OnCommitted {
  const [only] = all
  if (only !== undefined && all.length === 1) return only
  return (change) => {
    for (const onCommitted of all) onCommitted(change)
  }
}

/** The encoding of zero clients. */
function isEmptyStateVector(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}

/**
 * Gives REST the turns of the rooms, so that both wait for slices of each other and never for all
 * work of either.
 */
export function createPlanTurns(turns: Turns): PlanTurns {
  return {
    take: async (userId, steps) => await turns.run(userId, (meter) => inSlices(steps, meter)),
    make: async (userId, fill) =>
      await turns.run(userId, function* (meter) {
        // The first slice is empty: the request was parsed in this turn.
        yield
        const doc = new Y.Doc()
        try {
          const answer = yield* inSlices(fill(doc), meter)
          return { answer, state: yield* encodeState(doc, new Map(), meter) }
        } finally {
          doc.destroy()
        }
      }),
    readLog: async ({ snapshot, snapshotSeq, changes }, stops, look) =>
      await turns.run(installation, function* (meter) {
        const document = yield* PlanDocument.fromLog({ snapshot, changes: [] }, meter)
        try {
          const left = [...stops]
          for (let [stop] = left; stop !== undefined && stop <= snapshotSeq; [stop] = left) {
            left.shift()
            if (stop === snapshotSeq) yield* document.read((doc) => look(doc, stop), meter)
          }
          for (const { seq, body } of changes) {
            if (left.length === 0) return
            if (body.kind === 'update') yield* document.follow(body.update, meter)
            if (seq !== left[0]) continue
            left.shift()
            yield* document.read((doc) => look(doc, seq), meter)
          }
        } finally {
          document.destroy()
        }
      }),
  }
}
