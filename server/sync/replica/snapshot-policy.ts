import type { Logger } from '#server/runtime.ts'
import type { PlanLog } from '../plan-log.ts'

/** A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long log. */
const afterChanges = 500
const afterBytes = 1024 * 1024
/** It is as large as the plan: of a large one not before this share of it is new, or it would be written over and over. */
const afterShare = 1 / 8

/** Changes and their bytes, since the plan was opened. */
type Logged = { changes: number; bytes: number }

/** What was logged since the last snapshot, and when that is enough for another. */
export class SnapshotPolicy {
  #logged: Logged = { changes: 0, bytes: 0 }
  /** What of it the last snapshot holds; it only grows, in whatever order snapshots end. */
  #kept: Logged = { changes: 0, bytes: 0 }

  get hasNew(): boolean {
    return this.#logged.changes > this.#kept.changes
  }

  /** `bytes`: of its update; an event has none. */
  add(bytes: number): void {
    this.#logged.changes++
    this.#logged.bytes += bytes
  }

  isDue(planBytes: number): boolean {
    const changes = this.#logged.changes - this.#kept.changes
    const bytes = this.#logged.bytes - this.#kept.bytes
    return bytes >= afterBytes || (changes >= afterChanges && bytes >= planBytes * afterShare)
  }

  /** Of what a snapshot that is taken now holds; to be called once it is kept. */
  taking(): () => void {
    const taken = { ...this.#logged }
    return () => {
      if (taken.changes > this.#kept.changes) this.#kept = taken
    }
  }
}

type Taken = { seq: number; state: Uint8Array; kept: () => void }

type Options = {
  planId: string
  log: PlanLog
  logger: Logger
  policy: SnapshotPolicy
  /** The committed document, at the next moment at which it may be shown; null when the plan is closed before. */
  take: () => Promise<Taken | null>
}

/** Keeps the state of a plan in storage, so that its next opening is short. A failure costs nothing but that. */
export class PlanSnapshots {
  readonly #options: Options
  #saving: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get isSaving(): boolean {
    return this.#saving !== null
  }

  /** One at a time, and none when nothing is new. */
  save(): Promise<void> {
    if (!this.#options.policy.hasNew) return Promise.resolve()
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async #save(): Promise<void> {
    const { planId, log, logger, take } = this.#options
    try {
      const taken = await take()
      if (taken === null) return
      await log.saveSnapshot(planId, taken.seq, taken.state)
      taken.kept()
    } catch (error) {
      logger.warn({ err: error, planId }, 'snapshot failed; the log still holds everything')
    }
  }
}
