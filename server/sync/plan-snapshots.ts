import type { Logger } from '../runtime.ts'
import type { PlanLog } from './plan-log.ts'
import type { Rest } from './rest.ts'
import { SnapshotPace } from './snapshot-pace.ts'

type Options = {
  planId: string
  log: PlanLog
  logger: Logger
  rest: Rest
  /** The document at rest. */
  take: () => Promise<{ seq: number; state: Uint8Array }>
}

/** Keeps the state of a plan in storage, so that its next opening is short. A failure costs nothing but that. */
export class PlanSnapshots {
  readonly pace = new SnapshotPace()
  readonly #options: Options
  #saving: Promise<void> | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get isSaving(): boolean {
    return this.#saving !== null
  }

  /** At the next moment of rest; one at a time, and none when nothing is new. */
  save(): Promise<void> {
    if (!this.pace.hasNew) return Promise.resolve()
    this.#saving ??= new Promise<void>((resolve) =>
      this.#options.rest.when(() => void this.#save().then(resolve)),
    ).finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async #save(): Promise<void> {
    const { planId, log, logger, take } = this.#options
    const kept = this.pace.taking()
    try {
      const { seq, state } = await take()
      await log.saveSnapshot(planId, seq, state)
      kept()
    } catch (error) {
      logger.warn({ err: error, planId }, 'snapshot failed; the log still holds everything')
    }
  }
}
