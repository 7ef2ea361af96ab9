import type {
  Change,
  LoadedPlan,
  LogHead,
  NewChange,
  PlanLog,
  SinceResult,
} from '#server/sync/plan-log.ts'
import type { SimLog } from './sim-log.ts'

type Fault =
  | { kind: 'fail' }
  | { kind: 'torn' }
  | { kind: 'slow'; released: Promise<void>; release: () => void }

/** What all nodes of one simulated run share: the changes that were committed, and the statements that run. */
export class SimStorage {
  readonly #changes = new Map<string, Map<number, Change>>()
  readonly #prefixes = new Map<string, Change[]>()
  readonly #logs: readonly PlanLog[]
  #taken = 0
  #running = 0
  #ended: (() => void)[] = []

  /** `logs`: one for each node, on the same database. */
  constructor(logs: readonly PlanLog[]) {
    this.#logs = logs
  }

  next(): PlanLog {
    const log = this.#logs[this.#taken++ % this.#logs.length]
    if (log === undefined) throw new Error('No log was given.')
    return log
  }

  /** Both writers and readers note changes: a node may show the change of another one before that one is answered. */
  note(planId: string, change: Change): void {
    const known = this.#changes.get(planId) ?? new Map<number, Change>()
    if (!known.has(change.seq)) known.set(change.seq, change)
    this.#changes.set(planId, known)
  }

  history(planId: string): readonly Change[] {
    const prefix = this.#prefixes.get(planId) ?? []
    this.#prefixes.set(planId, prefix)
    for (;;) {
      const next = this.#changes.get(planId)?.get(prefix.length + 1)
      if (next === undefined) return prefix
      prefix.push(next)
    }
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.#running++
    try {
      return await work
    } finally {
      this.#running--
      for (const heard of this.#ended.splice(0)) heard()
    }
  }

  /** Resolves at the end of a statement; null when none runs. */
  nextEnd(): Promise<void> | null {
    if (this.#running === 0) return null
    return new Promise((resolve) => this.#ended.push(resolve))
  }
}

/** SimLog on a real database, with faults before and after its statements. */
export class SqlSimLog implements SimLog {
  readonly #storage: SimStorage
  readonly #log: PlanLog
  readonly #faults: Fault[] = []
  #isCrashed = false

  constructor(storage: SimStorage, log: PlanLog = storage.next()) {
    this.#storage = storage
    this.#log = log
  }

  failNext(): void {
    this.#faults.push({ kind: 'fail' })
  }

  tearNext(): void {
    this.#faults.push({ kind: 'torn' })
  }

  holdNext(): { release: () => void } {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    this.#faults.push({ kind: 'slow', released, release })
    return { release }
  }

  clearFaults(): void {
    this.#faults.length = 0
  }

  history(planId: string): readonly Change[] {
    return this.#storage.history(planId)
  }

  crash(): SqlSimLog {
    this.#isCrashed = true
    return new SqlSimLog(this.#storage, this.#log)
  }

  beside(): SqlSimLog {
    return new SqlSimLog(this.#storage)
  }

  async append(changes: readonly NewChange[]): Promise<{ seq: number; at: number }[]> {
    this.#mustBeAlive()
    const fault = this.#faults.shift()
    if (fault?.kind === 'fail') throw new Error('disk full')
    if (fault?.kind === 'slow') await fault.released
    this.#mustBeAlive()
    // A copy: a caller that reuses its buffer must not change what is compared later.
    const bodies = changes.map(({ body }) =>
      body.kind === 'update' ? { ...body, update: body.update.slice() } : body,
    )
    const answers = await this.#storage.during(this.#log.append(changes))
    answers.forEach(({ seq, at }, index) => {
      const [change, body] = [changes[index], bodies[index]]
      if (change !== undefined && body !== undefined)
        this.#storage.note(change.planId, { seq, at, actor: change.actor, body })
    })
    this.#mustBeAlive()
    if (fault?.kind === 'torn') throw new Error('connection lost')
    return answers
  }

  async load(planId: string, eventsAfter?: number): Promise<LoadedPlan | null> {
    this.#mustBeAlive()
    const loaded = await this.#storage.during(this.#log.load(planId, eventsAfter))
    for (const change of loaded?.changes ?? []) this.#storage.note(planId, change)
    this.#mustBeAlive()
    return loaded
  }

  async heads(planIds: readonly string[]): Promise<ReadonlyMap<string, LogHead>> {
    this.#mustBeAlive()
    return this.#storage.during(this.#log.heads(planIds))
  }

  async since(planId: string, seq: number): Promise<SinceResult> {
    this.#mustBeAlive()
    const since = await this.#storage.during(this.#log.since(planId, seq))
    if (since.kind === 'changes')
      for (const change of since.changes) this.#storage.note(planId, change)
    this.#mustBeAlive()
    return since
  }

  async probe(): Promise<void> {
    this.#mustBeAlive()
    await this.#storage.during(this.#log.probe())
  }

  async saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void> {
    this.#mustBeAlive()
    await this.#storage.during(this.#log.saveSnapshot(planId, seq, state))
  }

  #mustBeAlive(): void {
    if (this.#isCrashed) throw new Error('the process has crashed')
  }
}
