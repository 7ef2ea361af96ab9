import type * as Y from 'yjs'
import { type Clock, type Logger, nextTurn, slicesOf } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanPosition, PlanTurns } from '#server/sync/plan-rooms.ts'
import type { Format } from '#shared/format/schema.ts'
import { limits } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'

type Of<Reading> = Reading & { planId: string }

/** What is read from plans some time after they changed, and stored beside the log. */
export type SettledReading<Reading> = {
  /** Called when an open plan was changed: what is stored of it is outdated from here on. */
  changed(planId: string): void
  /**
   * Reads outdated plans: the first few are stored before it resolves, with what was read, the
   * others in the background. A plan that can't be read keeps what is stored of it.
   */
  refresh(planIds: readonly string[]): Promise<Of<Reading>[]>
  /** Writes everything that is waiting. */
  settle(): Promise<void>
}

export type SettledReadingDependencies<Reading> = {
  db: Storage
  log: PlanLog
  formats: Formats
  clock: Clock
  logger: Logger
  /** Reads a plan that is in memory; null if it is not in memory. */
  readOpen<T>(planId: string, reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>): Promise<T | null>
  /** Plans that are not in memory are read in slices. */
  turns: PlanTurns
  /** People type in bursts: a plan is read once for all edits of this period. */
  settleAfterMs: number
  /** For the log of the server: "Plan summaries". */
  about: string
  read(doc: Y.Doc, format: Format, seq: number): Steps<Reading>
  /**
   * Stores what was read of a plan, unless a newer reading is there: two may run at once, also on
   * two nodes. Resolves with whether others have to hear of it.
   */
  store(tx: StorageTransaction, one: Of<Reading>): Promise<boolean>
  /** After the commit: the plans of which `store` said so. */
  onStored?(planIds: readonly string[]): void
}

/** What the caller adds to the dependencies that all of these share. */
export type SettledReadingShared = Omit<
  SettledReadingDependencies<never>,
  'settleAfterMs' | 'about' | 'read' | 'store' | 'onStored'
>

/** Plans per transaction: one fsync for many plans. */
const writtenAtOnce = 50

/**
 * A changed plan is in memory, so it is read there, some seconds later, together with other changed
 * plans; no commit waits for it. What a crash or an upgrade left outdated is read from the log when
 * it is asked for, one plan per turn.
 */
export function createSettledReading<Reading>({
  db,
  log,
  formats,
  clock,
  logger,
  readOpen,
  turns,
  settleAfterMs,
  about,
  read: readPlan,
  store,
  onStored,
}: SettledReadingDependencies<Reading>): SettledReading<Reading> {
  const waiting = new Set<string>()
  const reading = new Map<string, Promise<Of<Reading> | null>>()
  let cancelRound: (() => void) | null = null
  let round: Promise<void> = Promise.resolve()

  function wait(planId: string): void {
    if (waiting.size < limits.summariesWaiting.max) waiting.add(planId)
  }

  function soon(): void {
    cancelRound ??= clock.after(settleAfterMs, () => void startRound())
  }

  function startRound(): Promise<void> {
    cancelRound?.()
    cancelRound = null
    const planIds = [...waiting]
    waiting.clear()
    if (planIds.length > 0)
      round = round
        .then(() => run(planIds))
        .catch((error: unknown) => {
          logger.error({ err: error }, `${about} could not be stored; they will be computed again`)
        })
    return round
  }

  async function run(planIds: readonly string[]): Promise<void> {
    let found: Of<Reading>[] = []
    for (const planId of planIds) {
      const one = await readOnce(planId)
      if (one !== null) found.push(one)
      if (found.length >= writtenAtOnce) {
        await write(found)
        found = []
      }
      await nextTurn()
    }
    await write(found)
  }

  async function write(found: readonly Of<Reading>[]): Promise<void> {
    // In the order in which all others lock plans: two that lock each other out stop typing for a second.
    const inOrder = [...found].sort((a, b) => (a.planId < b.planId ? -1 : 1))
    for (const some of slicesOf(inOrder, engineOf(db).plansPerWrite)) {
      const told: string[] = []
      await db.transaction().execute(async (tx) => {
        for (const one of some) if (await store(tx, one)) told.push(one.planId)
      })
      if (told.length > 0) onStored?.(told)
    }
  }

  /** Concurrent requests share one reading. */
  function readOnce(planId: string): Promise<Of<Reading> | null> {
    const going = reading.get(planId)
    if (going !== undefined) return going
    const started = read(planId)
      .catch((error: unknown) => {
        // A plan that can't be read must not break a list; opening that plan shows the error.
        logger.warn(
          { planId, reason: error instanceof Error ? error.message : 'unknown' },
          `${about}: a plan could not be read`,
        )
        return null
      })
      .finally(() => reading.delete(planId))
    reading.set(planId, started)
    return started
  }

  async function read(planId: string): Promise<Of<Reading> | null> {
    const plan = await db
      .selectFrom('plans')
      .select(['format_id', 'format_version'])
      .where('id', '=', planId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (plan === undefined) return null
    const format = formats.find(plan.format_id, plan.format_version)
    if (format === null) throw new Error('its form is not known here')
    const found =
      (await readOpen(planId, (doc, { seq }) => readPlan(doc, format, seq))) ??
      (await readClosed(planId, format))
    return found === null ? null : { planId, ...found }
  }

  /** Without opening a room, which would keep the document in memory for a minute. */
  async function readClosed(planId: string, format: Format): Promise<Reading | null> {
    const loaded = await log.load(planId)
    if (loaded === null) return null
    let found: Reading | null = null
    await turns.readLog(loaded, [loaded.seq], function* (doc, seq) {
      found = yield* readPlan(doc, format, seq)
    })
    return found
  }

  return {
    changed(planId) {
      wait(planId)
      soon()
    },
    async refresh(planIds) {
      const first = planIds.slice(0, limits.plansReadPerListing.max)
      for (const id of planIds.slice(first.length)) wait(id)
      if (planIds.length > first.length) soon()
      const found: Of<Reading>[] = []
      for (const id of first) {
        const one = await readOnce(id)
        if (one !== null) found.push(one)
        await nextTurn()
      }
      await write(found)
      return found
    },
    settle: startRound,
  }
}
