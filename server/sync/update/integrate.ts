import * as Y from 'yjs'
import type { Meter, Sliced, Units } from '../turns.ts'
import { clearUp, type DeleteSet, moveUnits } from './clear-up.ts'
import { conflictUnits, countWithin, cutUnits, isOfAPlan, neighbourUnits } from './update-cost.ts'
import type { DeleteRange } from './update-scan.ts'
import { parseUpdate, type Structs, type StructsOf } from './update-validation.ts'

/** `stuck`: it refers to what is not there. `heavy`: it costs more than it may, now or for whoever comes after it. */
export type Integrated = 'done' | 'stuck' | 'heavy'

/** `clients`: changed when they are taken in. */
type Parts = { clients: StructsOf; deletes: ReadonlyMap<number, readonly DeleteRange[]> }

export type IntegrationOptions = {
  meter: Meter
  /** What an update may cost beside what its size explains; null for what is in the log already, which must open. */
  maxUnits: Units | null
  /** Each transaction, before Yjs clears up after it. */
  onTransaction?: (transaction: Y.Transaction) => void
}

/** Taking in one struct: making it, finding its place, telling of it. */
const structUnits = 8
/** Looking at a struct that may be deleted. */
const lookUnits = 0.2
/** Each transaction notes how far every client is. */
const clientUnits = 0.2
/** What one item may cost, which can't be sliced. */
const maxUnitsAtOnce: Units = 30_000
/** How much may lie in what is deleted as one: Yjs deletes all of that at once. A long table of a text has some hundreds. */
const maxDeletedAtOnce = 10_000

/** Updates of this size take no more than a moment in any case. */
const smallBytes = 1024

/**
 * Takes the parts of an update into a document as `Y.applyUpdate` does, but in slices, and not at any price. Yjs compares
 * what was put at one place at the same time each with each, and cuts arrays in two: here that is counted before it is
 * done. Anything but `done` leaves a part of the update in the document.
 *
 * Large updates take several transactions. Yjs clears up after each of them what was deleted in it, and what hangs on
 * that could then lie elsewhere than with those who take the update in at once; so it is cleared up after the last one.
 */
export function* integrate(
  doc: Y.Doc,
  parts: Parts,
  options: IntegrationOptions,
): Sliced<Integrated> {
  const integration = new Integration(doc, parts, options)
  const { gc } = doc
  const { meter } = options
  const onTransaction = options.onTransaction ?? (() => {})
  doc.on('afterTransaction', onTransaction)
  try {
    for (let isFirst = true; ; isFirst = false) {
      if (!isFirst) yield
      const beginUnits = doc.store.clients.size * clientUnits
      meter.add(beginUnits)
      doc.gc = false
      const outcome = Y.transact(
        doc,
        (transaction) => {
          const result = integration.advance(transaction, beginUnits)
          // The transaction in which it ends clears up: all of it, when it is the only one.
          if (result === 'done' && isFirst) doc.gc = gc
          return result
        },
        null,
        false,
      )
      if (outcome === 'more') continue
      if (outcome === 'done' && !isFirst) yield* clearUp(doc, integration.deleted, meter)
      return outcome
    }
  } finally {
    doc.gc = gc
    doc.off('afterTransaction', onTransaction)
  }
}

class Integration {
  readonly #doc: Y.Doc
  readonly #meter: Meter
  readonly #maxUnits: Units | null
  readonly #steps: Generator<null, Integrated, undefined>
  #transaction: Y.Transaction | null = null
  /** What is to be done before the next transaction: as much as it cost to begin this one. */
  #owed: Units = 0
  /** What was done that the size of the update does not explain. */
  #extra: Units = 0
  /** What was deleted in each transaction. */
  readonly deleted: DeleteSet[] = []

  constructor(doc: Y.Doc, parts: Parts, { meter, maxUnits }: IntegrationOptions) {
    this.#doc = doc
    this.#meter = meter
    this.#maxUnits = maxUnits
    this.#steps = this.#all(parts)
  }

  /** Goes on in this transaction until the slice is over. */
  advance(transaction: Y.Transaction, beginUnits: Units): Integrated | 'more' {
    this.#transaction = transaction
    this.#owed = beginUnits
    this.deleted.push(transaction.deleteSet)
    const next = this.#steps.next()
    return next.done === true ? next.value : 'more'
  }

  get #current(): Y.Transaction {
    if (this.#transaction === null) throw new Error('outside of a transaction')
    return this.#transaction
  }

  /**
   * Counts; whether the next transaction should do the rest. Of tens of thousands of client ids beginning one is a slice by
   * itself: a transaction for each struct would never be done.
   */
  #isOver(units: Units): boolean {
    this.#owed -= units
    return this.#meter.add(units) && this.#owed <= 0
  }

  /** Counts what the size does not explain; whether it has become too much. */
  #isTooMuch(units: Units): boolean {
    if (units === 0) return false
    this.#meter.add(units)
    this.#extra += units
    return this.#maxUnits !== null && this.#extra > this.#maxUnits
  }

  *#all(parts: Parts): Generator<null, Integrated, undefined> {
    const structs = yield* this.#takeStructs(parts)
    return structs === 'done' ? yield* this.#takeDeletes(parts) : structs
  }

  /** In the order of Yjs: of the highest client first, and before each what it refers to. */
  *#takeStructs({ clients }: Parts): Generator<null, Integrated, undefined> {
    const next = new Map<number, number>()
    for (const client of [...clients.keys()].sort((a, b) => b - a)) {
      const stack = [client]
      const waiting = new Set(stack)
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const at = next.get(top) ?? 0
        const struct = clients.get(top)?.[at]
        // All of the first one is done; one that was waited for has nothing more.
        if (struct === undefined && stack.length > 1) return 'stuck'
        if (struct === undefined) break
        const taken = this.#take(struct)
        if (typeof taken === 'number') {
          // Two that wait for each other wait for ever.
          if (waiting.has(taken)) return 'stuck'
          waiting.add(taken)
          stack.push(taken)
          continue
        }
        if (taken !== 'done') return taken
        next.set(top, at + 1)
        // Anyone who waited for it looks again.
        if (stack.length > 1) {
          stack.pop()
          waiting.delete(top)
        }
        if (this.#isOver(structUnits)) yield null
      }
    }
    return 'done'
  }

  /** Takes in one struct; a number is the client of whom another has to come first. */
  #take(struct: Structs[number]): Integrated | number {
    if (struct instanceof Y.Skip) return 'done'
    const offset = Y.getState(this.#doc.store, struct.id.client) - struct.id.clock
    if (offset < 0) return 'stuck'
    if (offset >= struct.length) return 'done'
    if (struct instanceof Y.Item) {
      const linked = this.#link(struct)
      if (linked !== 'done') return linked
    }
    struct.integrate(this.#current, offset)
    return 'done'
  }

  /** Finds the neighbours and the parent of an item. */
  #link(item: Y.Item): Integrated | number {
    const { store } = this.#doc
    const parent: unknown = item.parent
    if (typeof parent === 'string') item.parent = this.#doc.get(parent)
    if (this.#isTooMuch(neighbourUnits(item, store))) return 'heavy'
    const missing = item.getMissing(this.#current, store)
    if (missing !== null) return missing
    if (this.#maxUnits === null) return 'done'
    if (!isOfAPlan(item, this.#doc)) return 'heavy'
    const units = conflictUnits(item, store, maxUnitsAtOnce)
    return this.#isTooMuch(units) || units > maxUnitsAtOnce ? 'heavy' : 'done'
  }

  *#takeDeletes({ deletes }: Parts): Generator<null, Integrated, undefined> {
    const { store } = this.#doc
    for (const [client, ranges] of deletes) {
      const structs = store.clients.get(client) ?? []
      for (const { clock, len } of ranges) {
        const end = clock + len
        if (end > Y.getState(store, client)) return 'stuck'
        let index = Y.findIndexSS(structs, clock)
        for (let from = clock; from < end; ) {
          const struct = structs[index++]
          if (struct === undefined) break
          const structEnd = struct.id.clock + struct.length
          if (struct instanceof Y.Item && !struct.deleted) {
            const heavy = this.#delete(client, from, Math.min(end, structEnd), structs)
            if (heavy) return 'heavy'
            // It may have been cut.
            index = Y.findIndexSS(structs, Math.min(end, structEnd) - 1) + 1
          }
          from = structEnd
          if (this.#isOver(lookUnits) && from < end) {
            yield null
            // Between two transactions what lies together was put together.
            index = Y.findIndexSS(structs, from)
          }
        }
        if (this.#isOver(1)) yield null
      }
    }
    return 'done'
  }

  /** Deletes what lies in one struct; whether that became too much. */
  #delete(client: number, from: number, end: number, structs: readonly unknown[]): boolean {
    const { store } = this.#doc
    const units = cutUnits(store, { client, clock: from }) + cutUnits(store, { client, clock: end })
    if (this.#isTooMuch(units)) return true
    const item = Y.getItemCleanStart(this.#current, Y.createID(client, from))
    if (item.id.clock + item.length > end)
      Y.getItemCleanEnd(this.#current, store, Y.createID(client, end - 1))
    // At the end of the transaction Yjs may put it together with its neighbours.
    this.#meter.add(structUnits + structs.length * moveUnits)
    if (item.content instanceof Y.ContentType && this.#maxUnits !== null) {
      const count = countWithin(item.content.type, maxDeletedAtOnce)
      this.#meter.add(count * structUnits)
      if (count > maxDeletedAtOnce) return true
    }
    item.delete(this.#current)
    return false
  }
}

/**
 * Takes in what the log holds: whatever it costs, in slices. What is not understood here (two blocks of one client, an
 * update that refers to what never came) goes the way it always went.
 */
export function* takeIn(
  doc: Y.Doc,
  update: Uint8Array,
  meter: Meter,
  onTransaction: (transaction: Y.Transaction) => void = () => {},
): Sliced<void> {
  const parts = update.byteLength < smallBytes ? null : yield* parseUpdate(update, meter)
  if (parts !== null) {
    const options = { meter, maxUnits: null, onTransaction }
    if ((yield* integrate(doc, parts, options)) === 'done') return
  }
  doc.on('afterTransaction', onTransaction)
  try {
    Y.applyUpdate(doc, update)
  } finally {
    doc.off('afterTransaction', onTransaction)
  }
  if (meter.add(update.byteLength / 4)) yield
}

/**
 * A document that holds what it is given and nothing of its own. Yjs takes superfluous marks out of a text when it
 * receives an update; on the server that would be a change that no log holds, yet that everyone who joins is sent (AK1)
 * and whose second coming, from a client that does the same, would be acknowledged without being logged (AK2).
 */
export function createLogDocument(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}
