import { maxPlanBytes } from '#shared/protocol/messages.ts'
import { assert } from '../invariant.ts'

/**
 * How large a plan's document is. Weighing it means encoding all of it, so what is logged is added up instead: that is never
 * too little, and is set right at each snapshot and where it decides. It decides at most once for each message that is
 * accepted, since one that is refused ends its connection.
 */
export class DocumentSize {
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
