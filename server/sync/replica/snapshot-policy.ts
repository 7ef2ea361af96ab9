import type { Logger } from '../../runtime.ts'
import type { PlanLog } from '../plan-log.ts'
import type { CommitBarrier } from './commit-barrier.ts'

/** A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long log. */
const afterChanges = 500
const afterBytes = 1024 * 1024
/** It is as large as the plan: of a large one not before this share of it is new, or it would be written over and over. */
const afterShare = 1 / 8

type Since = { changes: number; bytes: number }

/** What was logged since the last snapshot, and when that is enough for another. */
export class SnapshotPolicy {
  #since: Since = { changes: 0, bytes: 0 }

  get hasNew(): boolean {
    return this.#since.changes > 0
  }

  /** `bytes`: of its update; an event has none. */
  add(bytes: number): void {
    this.#since = { changes: this.#since.changes + 1, bytes: this.#since.bytes + bytes }
  }

  isDue(planBytes: number): boolean {
    const { changes, bytes } = this.#since
    return bytes >= afterBytes || (changes >= afterChanges && bytes >= planBytes * afterShare)
  }

  /** Of what a snapshot that is taken now holds; to be called once it is kept. */
  taking(): () => void {
    const { changes, bytes } = this.#since
    return () => {
      this.#since = { changes: this.#since.changes - changes, bytes: this.#since.bytes - bytes }
    }
  }
}

type Options = {
  planId: string
  log: PlanLog
  logger: Logger
  barrier: CommitBarrier
  /** The document at barrier. */
  take: () => Promise<{ seq: number; state: Uint8Array }>
}

/** Keeps the state of a plan in storage, so that its next opening is short. A failure costs nothing but that. */
export class PlanSnapshots {
  readonly policy = new SnapshotPolicy()
  readonly #options: Options
  #saving: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get isSaving(): boolean {
    return this.#saving !== null
  }

  /** At the next moment of barrier; one at a time, and none when nothing is new. */
  save(): Promise<void> {
    if (!this.policy.hasNew) return Promise.resolve()
    this.#saving ??= new Promise<void>((resolve) =>
      this.#options.barrier.when(() => void this.#save().then(resolve)),
    ).finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async #save(): Promise<void> {
    const { planId, log, logger, take } = this.#options
    const kept = this.policy.taking()
    try {
      const { seq, state } = await take()
      await log.saveSnapshot(planId, seq, state)
      kept()
    } catch (error) {
      logger.warn({ err: error, planId }, 'snapshot failed; the log still holds everything')
    }
  }
}
