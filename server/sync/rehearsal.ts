import * as Y from 'yjs'
import { createLogDocument } from './log-document.ts'
import { checkReferences, isPartlyKnown, isWellPlaced } from './references.ts'
import type { Decoded } from './update-check.ts'

export type Verdict = { kind: 'good'; fresh: Uint8Array } | { kind: 'early' | 'bad' }

/**
 * Tries each update before it is committed, on a copy of the document that is ahead of it by what waits for its commit.
 * An update that can be parsed may still throw when it is applied, or read otherwise from the log than live; once
 * committed, it would keep the plan from ever opening again, and a log takes nothing back.
 *
 * The copy is made at the first write: most who open a plan only read it.
 */
export class Rehearsal {
  readonly #committed: () => Uint8Array
  readonly #waiting = new Set<Uint8Array>()
  #copy: Y.Doc | null = null

  /** `committed` encodes the document as it is in the log. */
  constructor(committed: () => Uint8Array) {
    this.#committed = committed
  }

  /** How many updates wait for their commit. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** `good`: `fresh` waits for its commit from now on. `early`: what it refers to has yet to come. */
  try(update: Uint8Array, decoded: Decoded): Verdict {
    const copy = this.#open()
    // What is known already is cut off: a part that says it continues something else would otherwise hang on that.
    if (isPartlyKnown(decoded, copy)) {
      const fresh = Y.diffUpdate(update, Y.encodeStateVector(copy))
      return this.#apply(copy, fresh, Y.decodeUpdate(fresh))
    }
    return this.#apply(copy, update, decoded)
  }

  #apply(copy: Y.Doc, fresh: Uint8Array, decoded: Decoded): Verdict {
    const references = checkReferences(decoded, copy)
    if (references !== 'complete') return { kind: references }
    const before = new Map(decoded.structs.map(({ id }) => [id.client, Y.getState(copy.store, id.client)]))
    try {
      Y.applyUpdate(copy, fresh)
      if (isWellPlaced(decoded, copy, before)) {
        this.#waiting.add(fresh)
        return { kind: 'good', fresh }
      }
    } catch {
      // What it did before it threw is thrown away with the copy.
    }
    this.#close()
    return { kind: 'bad' }
  }

  committed(update: Uint8Array): void {
    this.#waiting.delete(update)
  }

  /** Its commit failed, or nobody knows. */
  failed(update: Uint8Array): void {
    this.#waiting.delete(update)
    this.#close()
  }

  /** Someone else's change, out of the log. */
  follow(update: Uint8Array): void {
    if (this.#copy === null) return
    try {
      Y.applyUpdate(this.#copy, update)
    } catch {
      this.#close()
    }
  }

  destroy(): void {
    this.#close()
    this.#waiting.clear()
  }

  #open(): Y.Doc {
    if (this.#copy === null) {
      this.#copy = createLogDocument()
      Y.applyUpdate(this.#copy, this.#committed())
      for (const update of this.#waiting) Y.applyUpdate(this.#copy, update)
    }
    return this.#copy
  }

  #close(): void {
    this.#copy?.destroy()
    this.#copy = null
  }
}
