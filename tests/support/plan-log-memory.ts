import { assert } from '#server/invariant.ts'
import type { Clock } from '#server/runtime.ts'
import type {
  Basis,
  Change,
  LoadedPlan,
  LogHead,
  NewChange,
  SinceResult,
} from '#server/sync/plan-log.ts'
import { AppError } from '#shared/errors.ts'
import type { SimLog } from './sim-log.ts'
import { withResolvers } from './with-resolvers.ts'

/** `history` keeps compacted changes, so that a test can replay a plan from its first change. */
type StoredPlan = {
  epoch: string
  seq: number
  changes: Change[]
  history: Change[]
  snapshot: Uint8Array | null
  snapshotSeq: number
}

/**
 * The fault of the next append. `fail`: nothing is committed and it rejects. `torn`: it commits, but the answer is lost.
 * `slow`: it commits when `release` is called. `wrong`: it commits, and the answer is false.
 */
type Fault =
  | { kind: 'fail'; error: Error }
  | { kind: 'torn'; error: Error }
  | { kind: 'slow'; released: Promise<void> }
  | { kind: 'wrong'; answer: WrongAnswer }

type WrongAnswer = (answers: { seq: number; at: number }[]) => { seq: number; at: number }[]

function mustBeFirst({ changes, snapshotSeq, seq: head }: StoredPlan, basis: Basis): void {
  const after = basis.seq()
  if (snapshotSeq > after && after < head) throw new AppError('behind')
  for (const { seq, body } of changes)
    if (seq > after && body.kind === 'update' && basis.sharesClocksWith(body.update))
      throw new AppError('behind')
}

/** PlanLog in memory, for tests of the layers above it: storage that fails exactly when and how the test determines. */
export class MemoryPlanLog implements SimLog {
  readonly #clock: Clock
  readonly #plans: Map<string, StoredPlan>
  readonly #faults: Fault[] = []
  #isCrashed = false
  #isBroken = false
  #failingReads = 0
  #isSkipping = false
  #heldLoad: Promise<void> | null = null
  /** The number of appends and of changes in them, to observe group commit. */
  appendSizes: number[] = []

  constructor(clock: Clock, plans: Map<string, StoredPlan> = new Map()) {
    this.#clock = clock
    this.#plans = plans
  }

  addPlan(planId: string, epoch = 'epoch-1'): void {
    this.#plans.set(planId, {
      epoch,
      seq: 0,
      changes: [],
      history: [],
      snapshot: null,
      snapshotSeq: 0,
    })
  }

  removePlan(planId: string): void {
    this.#plans.delete(planId)
  }

  /** The next append commits nothing and rejects. */
  failNext(error: Error = new Error('disk full')): void {
    this.#faults.push({ kind: 'fail', error })
  }

  /** The next append commits but rejects: the caller can't know the outcome. */
  tearNext(error: Error = new Error('connection lost')): void {
    this.#faults.push({ kind: 'torn', error })
  }

  /** The next append commits and returns a false answer. */
  answerWronglyNext(answer: WrongAnswer): void {
    this.#faults.push({ kind: 'wrong', answer })
  }

  /** The next `since` omits its first change. */
  skipOneNext(): void {
    this.#isSkipping = true
  }

  /** The next append commits only after `release`; after `fail` it commits nothing and rejects. */
  holdNext(): { release: () => void; fail: () => void } {
    const { promise, resolve, reject } = withResolvers()
    this.#faults.push({ kind: 'slow', released: promise })
    return { release: resolve, fail: () => reject(new Error('disk full')) }
  }

  /** The next load resolves only after `release`. */
  holdNextLoad(): { release: () => void } {
    const { promise, resolve } = withResolvers()
    this.#heldLoad = promise
    return { release: resolve }
  }

  /** All changes ever committed to a plan, also compacted ones. */
  history(planId: string): readonly Change[] {
    return this.#mustFind(planId).history
  }

  /** Ends all faults. */
  clearFaults(): void {
    this.#faults.length = 0
    this.#failingReads = 0
  }

  /** The process dies and pending appends are lost. Returns the log as the next process opens it. */
  crash(): MemoryPlanLog {
    this.#isCrashed = true
    return this.beside()
  }

  beside(): MemoryPlanLog {
    return new MemoryPlanLog(this.#clock, this.#plans)
  }

  async append(changes: readonly NewChange[]): Promise<{ seq: number; at: number }[]> {
    this.#mustBeAlive()
    this.appendSizes.push(changes.length)
    if (this.#isBroken) throw new Error('disk full')
    const fault = this.#faults.shift()
    if (fault?.kind === 'fail') throw fault.error
    if (fault?.kind === 'slow') await fault.released
    this.#mustBeAlive()
    const answers = this.#commit(changes)
    if (fault?.kind === 'torn') throw fault.error
    return fault?.kind === 'wrong' ? fault.answer(answers) : answers
  }

  async load(planId: string, eventsAfter = Infinity): Promise<LoadedPlan | null> {
    const held = this.#heldLoad
    this.#heldLoad = null
    if (held !== null) await held
    this.#mustBeAlive()
    this.#mustBeReadable()
    const plan = this.#plans.get(planId)
    if (plan === undefined) return null
    const { epoch, seq, snapshot, snapshotSeq } = plan
    return {
      epoch,
      seq,
      eventSeq: plan.changes.findLast(({ body }) => body.kind === 'event')?.seq ?? 0,
      snapshot,
      snapshotSeq,
      changes: plan.changes.filter((change) => change.seq > snapshotSeq),
      events: plan.changes.filter(
        ({ seq: at, body }) => body.kind === 'event' && at > eventsAfter && at <= snapshotSeq,
      ),
    }
  }

  async heads(planIds: readonly string[]): Promise<ReadonlyMap<string, LogHead>> {
    this.#mustBeAlive()
    this.#mustBeReadable()
    return new Map(
      planIds.flatMap((planId) => {
        const plan = this.#plans.get(planId)
        return plan === undefined ? [] : [[planId, { epoch: plan.epoch, seq: plan.seq }] as const]
      }),
    )
  }

  async since(planId: string, seq: number): Promise<SinceResult> {
    this.#mustBeAlive()
    this.#mustBeReadable()
    const plan = this.#mustFind(planId)
    assert(seq <= plan.seq, 'log-keeps')
    const changes = plan.changes.filter((change) => change.seq > seq)
    if (this.#isSkipping && changes.length > 1) {
      this.#isSkipping = false
      return { kind: 'changes', changes: changes.slice(1) }
    }
    return changes.length < plan.seq - seq ? { kind: 'pruned' } : { kind: 'changes', changes }
  }

  async probe(): Promise<void> {
    this.#mustBeAlive()
    if (this.#isBroken) throw new Error('still broken')
  }

  /** Every append and probe fails until `mend`. */
  breakDown(): void {
    this.#isBroken = true
  }

  mend(): void {
    this.#isBroken = false
  }

  async saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void> {
    this.#mustBeAlive()
    const plan = this.#mustFind(planId)
    assert(seq <= plan.seq, 'snapshot-in-log')
    if (plan.snapshot !== null && plan.snapshotSeq >= seq) return
    plan.snapshot = state.slice()
    plan.snapshotSeq = seq
    plan.changes = plan.changes.filter((change) => change.body.kind === 'event' || change.seq > seq)
  }

  #commit(changes: readonly NewChange[]): { seq: number; at: number }[] {
    const at = this.#clock.now()
    const plans = changes.map((change) => this.#mustFind(change.planId))
    changes.forEach(({ basis }, index) => {
      if (basis !== undefined) mustBeFirst(plans[index] as StoredPlan, basis)
    })
    return changes.map((change, index) => {
      const plan = plans[index] as StoredPlan
      plan.seq += 1
      // A copy, as in real storage: a caller that reuses its buffer must not change the log.
      const body =
        change.body.kind === 'update'
          ? { ...change.body, update: change.body.update.slice() }
          : change.body
      const committed = { seq: plan.seq, at, actor: change.actor, body }
      plan.changes.push(committed)
      plan.history.push(committed)
      return { seq: plan.seq, at }
    })
  }

  #mustFind(planId: string): StoredPlan {
    const plan = this.#plans.get(planId)
    if (plan === undefined) throw new AppError('plan-not-found')
    return plan
  }

  /** The next reads, this many, fail. */
  failReads(times: number): void {
    this.#failingReads = times
  }

  #mustBeReadable(): void {
    if (this.#failingReads === 0) return
    this.#failingReads--
    throw new Error('the disk does not answer')
  }

  #mustBeAlive(): void {
    if (this.#isCrashed) throw new Error('the process has crashed')
  }
}
