import type * as Y from 'yjs'
import type { PlanRow } from '#server/storage/tables.ts'
import { fold } from '#shared/fold.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanMeeting } from '#shared/plan/meetings.ts'
import { type PlanFacts, readFacts } from '#shared/plan/summary.ts'
import type { PlanTask } from '#shared/plan/tasks.ts'
import type { Steps } from '#shared/steps.ts'
import { keepMeetings, keepTasks } from './kept-rows.ts'
import { createSettledReading, type SettledReadingShared } from './settled-reading.ts'

/** The values of a plan that lists show, stored beside the log so that a list opens no plan. */
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

type SummariesDependencies = SettledReadingShared & {
  /** After the commit: the open actions of these plans are others. */
  onTasksChanged(planIds: readonly string[]): void
}

type Columns = ReturnType<typeof toColumns>
type Reading = {
  columns: Columns
  tasks: readonly PlanTask[]
  meetings: readonly PlanMeeting[]
}

const settleAfterMs = 5_000

/**
 * The summary of a plan, read some seconds after it changed. One that a crash or an upgrade left
 * outdated (`summary_seq` below `document_seq`) is read when the plan is listed or opened.
 */
export function createSummaries({ onTasksChanged, ...given }: SummariesDependencies): Summaries {
  const { changed, refresh, settle } = createSettledReading<Reading>({
    ...given,
    settleAfterMs,
    about: 'Plan summaries',
    read: readingOf,
    async store(tx, { planId, columns, tasks, meetings }) {
      const { numUpdatedRows } = await tx
        .updateTable('plans')
        .set(columns)
        .where('id', '=', planId)
        .where('summary_seq', '<', columns.summary_seq)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      await keepMeetings(tx, planId, meetings)
      return keepTasks(tx, planId, { tasks, now: given.clock.now() })
    },
    onStored: onTasksChanged,
  })
  return {
    changed,
    async refreshed(plans) {
      const behind = plans.filter((plan) => plan.summary_seq < plan.document_seq)
      const found = await refresh(behind.map(({ id }) => id))
      const columns = new Map(found.map((one) => [one.planId, one.columns]))
      return plans.map((plan) => ({ ...plan, ...columns.get(plan.id) }))
    },
    settle,
  }
}

function* readingOf(doc: Y.Doc, format: Format, seq: number): Steps<Reading> {
  const facts = yield* readFacts(doc, format)
  return { columns: toColumns(facts, seq), tasks: facts.tasks, meetings: facts.meetings }
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
