import type * as Y from 'yjs'
import { type Clock, type Logger, nextTurn, slicesOf } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanPosition, PlanTurns } from '#server/sync/plan-rooms.ts'
import { fold } from '#shared/fold.ts'
import type { Format } from '#shared/format/schema.ts'
import { limits } from '#shared/limits.ts'
import { type PlanFacts, readFacts } from '#shared/plan/summary.ts'
import type { PlanTask } from '#shared/plan/tasks.ts'
import type { Steps } from '#shared/steps.ts'
import { keepTasks } from './keep-tasks.ts'

/** The values of plans that lists show, stored beside the log so that a list opens no plan. */
export type Summaries = {
  /** Called when an open plan was changed: its stored summary is outdated from here on. */
  changed(planId: string): void
  /**
   * Updates the outdated summaries of these plans: the first few before it resolves, with their new
   * values, the others in the background. A plan that can't be read keeps its last summary.
   */
  refreshed<Row extends PlanRow>(plans: readonly Row[]): Promise<Row[]>
  /** Writes everything that is waiting. */
  settle(): Promise<void>
}

type SummariesDependencies = {
  db: Storage
  log: PlanLog
  formats: Formats
  clock: Clock
  logger: Logger
  /** Reads a plan that is in memory; null if it is not in memory. */
  readOpen<T>(planId: string, reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>): Promise<T | null>
  /** Plans that are not in memory are read in slices. */
  turns: PlanTurns
  /** After the commit: the open actions of these plans are others. */
  onTasksChanged(planIds: readonly string[]): void
}

type Columns = ReturnType<typeof toColumns>
type Reading = { columns: Columns; tasks: readonly PlanTask[] }
type Read = Reading & { planId: string }

/** People type in bursts: a plan is summarized once for all edits of this period. */
const settleAfterMs = 5_000
/** Plans per transaction: one fsync for many plans. */
const writtenAtOnce = 50

/**
 * A changed plan is in memory, so its summary is read there, a few seconds later, together with
 * other changed plans; no commit waits for it. A summary that a crash or an upgrade left outdated
 * (`summary_seq` below `document_seq`) is read from the log when the plan is listed or opened, one
 * plan per turn.
 */
export function createSummaries({
  db,
  log,
  formats,
  clock,
  logger,
  readOpen,
  turns,
  onTasksChanged,
}: SummariesDependencies): Summaries {
  const waiting = new Set<string>()
  const reading = new Map<string, Promise<Read | null>>()
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
          logger.error(
            { err: error },
            'Plan summaries could not be stored; they will be computed again',
          )
        })
    return round
  }

  async function run(planIds: readonly string[]): Promise<void> {
    let found: Read[] = []
    for (const planId of planIds) {
      const read = await readOnce(planId)
      if (read !== null) found.push(read)
      if (found.length >= writtenAtOnce) {
        await write(found)
        found = []
      }
      await nextTurn()
    }
    await write(found)
  }

  /** Concurrent requests share one reading. */
  function readOnce(planId: string): Promise<Read | null> {
    const going = reading.get(planId)
    if (going !== undefined) return going
    const started = read(planId)
      .catch((error: unknown) => {
        // A plan that can't be read must not break a list; opening that plan shows the error.
        logger.warn(
          { planId, reason: error instanceof Error ? error.message : 'unknown' },
          'A plan could not be summarized',
        )
        return null
      })
      .finally(() => reading.delete(planId))
    reading.set(planId, started)
    return started
  }

  async function read(planId: string): Promise<Read | null> {
    const plan = await db
      .selectFrom('plans')
      .select(['format_id', 'format_version'])
      .where('id', '=', planId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (plan === undefined) return null
    const format = formats.find(plan.format_id, plan.format_version)
    if (format === null) throw new Error('its form is not known here')
    const read =
      (await readOpen(planId, (doc, { seq }) => readingOf(doc, format, seq))) ??
      (await readClosed(planId, format))
    return read === null ? null : { planId, ...read }
  }

  /** Without opening a room, which would keep the document in memory for a minute. */
  async function readClosed(planId: string, format: Format): Promise<Reading | null> {
    const loaded = await log.load(planId)
    if (loaded === null) return null
    let reading: Reading | null = null
    await turns.readLog(loaded, [loaded.seq], function* (doc, seq) {
      reading = yield* readingOf(doc, format, seq)
    })
    return reading
  }

  async function write(found: readonly Read[]): Promise<void> {
    // In the order in which all others lock plans: two that lock each other out stop typing for a second.
    const inOrder = [...found].sort((a, b) => (a.planId < b.planId ? -1 : 1))
    for (const some of slicesOf(inOrder, engineOf(db).plansPerWrite)) await writeSome(some)
  }

  async function writeSome(found: readonly Read[]): Promise<void> {
    const changed: string[] = []
    await db.transaction().execute(async (trx) => {
      for (const { planId, columns, tasks } of found) {
        const { numUpdatedRows } = await trx
          .updateTable('plans')
          .set(columns)
          .where('id', '=', planId)
          // Two readings may run at once, also on two nodes; the older one must not overwrite the
          // newer one.
          .where('summary_seq', '<', columns.summary_seq)
          .executeTakeFirst()
        if (numUpdatedRows > 0n && (await keepTasks(trx, planId, { tasks, now: clock.now() })))
          changed.push(planId)
      }
    })
    if (changed.length > 0) onTasksChanged(changed)
  }

  return {
    changed(planId) {
      wait(planId)
      soon()
    },
    async refreshed(plans) {
      const behind = plans.filter((plan) => plan.summary_seq < plan.document_seq)
      const first = behind.slice(0, limits.plansReadPerListing.max)
      for (const { id } of behind.slice(first.length)) wait(id)
      if (behind.length > first.length) soon()
      const found: Read[] = []
      for (const { id } of first) {
        const one = await readOnce(id)
        if (one !== null) found.push(one)
        await nextTurn()
      }
      await write(found)
      const columns = new Map(found.map((one) => [one.planId, one.columns]))
      return plans.map((plan) => ({ ...plan, ...columns.get(plan.id) }))
    },
    settle: startRound,
  }
}

function* readingOf(doc: Y.Doc, format: Format, seq: number): Steps<Reading> {
  const facts = yield* readFacts(doc, format)
  return { columns: toColumns(facts, seq), tasks: facts.tasks }
}

/** The columns of `plans` that repeat values of its document at `seq`. */
export function toColumns(facts: PlanFacts, seq: number) {
  const { title, wijk, team, periodFrom, periodTo, totalCents } = facts
  return {
    title,
    wijk,
    team,
    period_from: periodFrom,
    period_to: periodTo,
    total_cents: totalCents,
    summary_seq: seq,
    search_text: fold(`${title} ${wijk} ${team}`),
  }
}
