import * as Y from 'yjs'
import { AppError } from '#shared/errors.ts'
import type { Look, Note } from './change-watch.ts'
import { createLogDocument } from './log-document.ts'
import type { LoadedPlan } from './plan-log.ts'
import { checkReferences, isPartlyKnown, isWellPlaced } from './references.ts'
import { type Encoded, SleepingDocument } from './sleeping-document.ts'
import { addsNothing, bringsWords, type Decoded } from './update-check.ts'

type Form =
  | { kind: 'asleep'; document: SleepingDocument }
  | {
      kind: 'awake'
      doc: Y.Doc /** As far as asked for since the last change. */
      encoded: Partial<Encoded>
    }

/** `known`: the document holds all of it. `early`: it refers to what has yet to come. */
export type Verdict =
  | {
      kind: 'good' /** What is to be logged. */
      fresh: Uint8Array /** To be called once it is. */
      note: Note
    }
  | { kind: 'known' | 'early' | 'bad' }

/**
 * A plan's document as a room holds it: ahead of the log by the updates that wait for their commit. Each update is tried
 * here before it is committed, because an update that can be parsed may still throw when it is applied, and a log takes
 * nothing back. Whoever wants to show what is in here waits until nothing waits any more: that is the room's duty.
 */
export class PlanDocument {
  #form: Form
  readonly #look: Look | undefined

  private constructor(form: Form, look: Look | undefined) {
    this.#form = form
    this.#look = look
  }

  /** The document of a log. Throws `plan-unreadable` rather than giving an empty or half a plan. */
  static fromLog({ snapshot, changes }: LoadedPlan, look?: Look): PlanDocument {
    const updates = changes.flatMap((change) =>
      change.body.kind === 'update' ? [change.body.update] : [],
    )
    try {
      if (snapshot !== null && updates.length === 0) {
        // Nothing came after the snapshot: most who open a plan only read it, and need the bytes alone.
        return new PlanDocument({ kind: 'asleep', document: SleepingDocument.of(snapshot) }, look)
      }
      const doc = createLogDocument()
      // One by one, as they came: Yjs clears up deleted items after each transaction, and what hangs on them may then lie
      // elsewhere. Read in one go, a log could give another plan than the one people had before them.
      if (snapshot !== null) Y.applyUpdate(doc, snapshot)
      for (const update of updates) Y.applyUpdate(doc, update)
      return new PlanDocument({ kind: 'awake', doc, encoded: {} }, look)
    } catch (error) {
      throw new AppError('plan-unreadable', { cause: error })
    }
  }

  /** Takes an update in when it is whole, new and lies well. After `bad` the document may hold a part of it: build a new one. */
  try(update: Uint8Array, decoded: Decoded): Verdict {
    if (this.#form.kind === 'asleep' && this.#form.document.holds(decoded)) return { kind: 'known' }
    const doc = this.#wake()
    if (addsNothing(decoded, doc)) return { kind: 'known' }
    // What is known already is cut off: a part that says it continues something else would otherwise hang on that.
    if (isPartlyKnown(decoded, doc)) {
      const fresh = Y.diffUpdate(update, Y.encodeStateVector(doc))
      return this.#tryFresh(doc, fresh, Y.decodeUpdate(fresh))
    }
    return this.#tryFresh(doc, update, decoded)
  }

  /** Whether an update brings words that are not in here yet. */
  wouldGrow(decoded: Decoded): boolean {
    return bringsWords(decoded, (client) => this.stateOf(client))
  }

  #tryFresh(doc: Y.Doc, fresh: Uint8Array, decoded: Decoded): Verdict {
    const references = checkReferences(decoded, doc)
    if (references !== 'complete') return { kind: references }
    const before = new Map(
      decoded.structs.map(({ id }) => [id.client, Y.getState(doc.store, id.client)]),
    )
    try {
      const note = this.#apply(doc, fresh)
      return isWellPlaced(decoded, doc, before) ? { kind: 'good', fresh, note } : { kind: 'bad' }
    } catch {
      return { kind: 'bad' }
    }
  }

  /** A change out of the log, made by someone else: answers the note of it. Throws what Yjs throws. */
  follow(update: Uint8Array): Note {
    return this.#apply(this.#wake(), update)
  }

  state(): Uint8Array {
    if (this.#form.kind === 'asleep') return this.#form.document.encoded.state
    this.#form.encoded.state ??= Y.encodeStateAsUpdate(this.#form.doc)
    return this.#form.encoded.state
  }

  stateVector(): Uint8Array {
    if (this.#form.kind === 'asleep') return this.#form.document.encoded.stateVector
    this.#form.encoded.stateVector ??= Y.encodeStateVector(this.#form.doc)
    return this.#form.encoded.stateVector
  }

  /** What someone with this state vector lacks. Throws on bytes that are none. */
  since(stateVector: Uint8Array): Uint8Array {
    if (isEmptyStateVector(stateVector)) return this.state()
    return this.#form.kind === 'asleep'
      ? Y.diffUpdate(this.#form.document.encoded.state, stateVector)
      : Y.encodeStateAsUpdate(this.#form.doc, stateVector)
  }

  /** How far a client's words are in here. */
  stateOf(client: number): number {
    return this.#form.kind === 'asleep'
      ? this.#form.document.stateOf(client)
      : Y.getState(this.#form.doc.store, client)
  }

  /** The callback must not keep the document. */
  read<T>(reader: (doc: Y.Doc) => T): T {
    return reader(this.#wake())
  }

  /** Keeps the bytes alone until someone writes again. */
  sleep(): void {
    if (this.#form.kind === 'asleep') return
    const document = new SleepingDocument({ state: this.state(), stateVector: this.stateVector() })
    this.#form.doc.destroy()
    this.#form = { kind: 'asleep', document }
  }

  destroy(): void {
    if (this.#form.kind === 'awake') this.#form.doc.destroy()
  }

  #apply(doc: Y.Doc, update: Uint8Array): Note {
    if (this.#form.kind === 'awake') this.#form.encoded = {}
    const look = this.#look
    let note: Note = () => {}
    const onApplied = (transaction: Y.Transaction) => {
      if (look !== undefined) note = look(transaction)
    }
    doc.on('afterTransaction', onApplied)
    try {
      Y.applyUpdate(doc, update)
    } finally {
      doc.off('afterTransaction', onApplied)
    }
    return note
  }

  #wake(): Y.Doc {
    if (this.#form.kind === 'awake') return this.#form.doc
    const doc = createLogDocument()
    const { encoded } = this.#form.document
    Y.applyUpdate(doc, encoded.state)
    this.#form = { kind: 'awake', doc, encoded }
    return doc
  }
}

/** The encoding of "I have nothing": zero clients. */
function isEmptyStateVector(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}
