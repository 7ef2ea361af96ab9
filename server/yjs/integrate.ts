import * as Y from 'yjs'
import type { Meter, Sliced, Units } from '../turns.ts'
import { clearUp, type DeleteSet, moveUnits } from './clear-up.ts'
import { conflictUnits, countWithin, cutUnits, isOfAPlan, neighbourUnits } from './update-cost.ts'
import type { DeleteRange } from './update-scan.ts'
import { parseUpdate, type Structs, type StructsOf } from './update-validation.ts'

/** `stuck`: it refers to missing items. `heavy`: it costs too much, now or for later readers. */
export type Integrated = 'done' | 'stuck' | 'heavy'

/** `clients`: integration changes them. */
type Parts = { clients: StructsOf; deletes: ReadonlyMap<number, readonly DeleteRange[]> }

export type IntegrationOptions = {
  meter: Meter
  /**
   * The maximum cost that the size of an update does not explain; null for updates of the log,
   * which must open.
   */
  maxUnits: Units | null
  /** Called for each transaction, before Yjs clears up after it. */
  onTransaction?: (transaction: Y.Transaction) => void
}

/** Integrating one struct: making it, placing it, reporting it. */
const structUnits = 8
/** Checking one struct for deletion. */
const lookUnits = 0.2
/** Each transaction notes the state of every client. */
const clientUnits = 0.2
/** The maximum cost of one item, which can't be sliced. */
const maxUnitsAtOnce: Units = 30_000
/**
 * The maximum number of items in one deleted item: Yjs deletes them all at once. A long table in a
 * text has some hundreds.
 */
const maxDeletedAtOnce = 10_000

/** Updates of this size are fast in any case. */
const smallBytes = 1024

/**
 * Integrates an update as `Y.applyUpdate` does, but in slices and with a maximum cost. Yjs compares
 * concurrent insertions at one place pairwise, and cuts arrays in two: that cost is counted in
 * advance. After any outcome but `done` the document holds a part of the update.
 *
 * Large updates take several transactions. Yjs clears up deleted items after each transaction, and
 * items that depend on those could then lie elsewhere than on clients that apply the update at
 * once; so this clears up after the last one.
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
          // The last transaction clears up by itself when it is the only one.
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
  /** The work to do before the next transaction: as much as the start of this one cost. */
  #owed: Units = 0
  /** The cost that the size of the update does not explain. */
  #extra: Units = 0
  /** The deletions of each transaction. */
  readonly deleted: DeleteSet[] = []

  constructor(doc: Y.Doc, parts: Parts, { meter, maxUnits }: IntegrationOptions) {
    this.#doc = doc
    this.#meter = meter
    this.#maxUnits = maxUnits
    this.#steps = this.#all(parts)
  }

  /** Continues in this transaction until the slice is over. */
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
   * Counts units; whether the rest belongs to the next transaction. With tens of thousands of
   * client ids, starting a transaction costs a whole slice: one transaction per struct would never
   * end.
   */
  #isOver(units: Units): boolean {
    this.#owed -= units
    return this.#meter.add(units) && this.#owed <= 0
  }

  /** Counts unexplained cost; whether it exceeds the maximum. */
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

  /** In the order of Yjs: highest client id first, and dependencies before each struct. */
  *#takeStructs({ clients }: Parts): Generator<null, Integrated, undefined> {
    const next = new Map<number, number>()
    for (const client of [...clients.keys()].sort((a, b) => b - a)) {
      const stack = [client]
      const waiting = new Set(stack)
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const at = next.get(top) ?? 0
        const struct = clients.get(top)?.[at]
        // The first client is finished; a client that others wait for has no more structs.
        if (struct === undefined && stack.length > 1) return 'stuck'
        if (struct === undefined) break
        const taken = this.#take(struct)
        if (typeof taken === 'number') {
          // Two structs that wait for each other wait for ever.
          if (waiting.has(taken)) return 'stuck'
          waiting.add(taken)
          stack.push(taken)
          continue
        }
        if (taken !== 'done') return taken
        next.set(top, at + 1)
        // The waiting struct is tried again.
        if (stack.length > 1) {
          stack.pop()
          waiting.delete(top)
        }
        if (this.#isOver(structUnits)) yield null
      }
    }
    return 'done'
  }

  /** Integrates one struct; a number is the client with an unmet dependency. */
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
            // The struct may have been split.
            index = Y.findIndexSS(structs, Math.min(end, structEnd) - 1) + 1
          }
          from = structEnd
          if (this.#isOver(lookUnits) && from < end) {
            yield null
            // Structs were merged between the two transactions.
            index = Y.findIndexSS(structs, from)
          }
        }
        if (this.#isOver(1)) yield null
      }
    }
    return 'done'
  }

  /** Deletes a range in one struct; returns whether that is too costly. */
  #delete(client: number, from: number, end: number, structs: readonly unknown[]): boolean {
    const { store } = this.#doc
    const units = cutUnits(store, { client, clock: from }) + cutUnits(store, { client, clock: end })
    if (this.#isTooMuch(units)) return true
    const item = Y.getItemCleanStart(this.#current, Y.createID(client, from))
    if (item.id.clock + item.length > end)
      Y.getItemCleanEnd(this.#current, store, Y.createID(client, end - 1))
    // At the end of the transaction Yjs may merge it with its neighbours.
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
 * Integrates an update of the log, whatever it costs, in slices. Updates that can't be parsed here
 * (two blocks of one client, references to missing items) are applied by Yjs.
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
 * A document that changes only by the updates it gets. Yjs removes superfluous marks from a text
 * when it receives an update. On the server that would be a change that no log holds, that every
 * new member would get (AK1), and that would be acknowledged without being logged when a client
 * makes the same change (AK2).
 */
export function createLogDocument(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}
