import type * as Y from 'yjs'
import { type Clock, slicesOf } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import { fold } from '#shared/fold.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanMeeting } from '#shared/plan/meetings.ts'
import { type PlanFacts, readFacts } from '#shared/plan/summary.ts'
import type { PlanTask } from '#shared/plan/tasks.ts'
import type { Steps } from '#shared/steps.ts'
import { keepMeetings } from './keep-meetings.ts'
import { keepTasks } from './keep-tasks.ts'
import { createSettledReading, type SettledReadingDependencies } from './settled-reading.ts'

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

type SummariesDependencies = Omit<
  SettledReadingDependencies<Reading>,
  'settleAfterMs' | 'about' | 'read' | 'write'
> & {
  /** After the commit: the open actions of these plans are others. */
  onTasksChanged(planIds: readonly string[]): void
}

type Columns = ReturnType<typeof toColumns>
type Reading = {
  columns: Columns
  tasks: readonly PlanTask[]
  meetings: readonly PlanMeeting[]
}
type Read = Reading & { planId: string }

const settleAfterMs = 5_000

/**
 * The summary of a plan, read some seconds after it changed. One that a crash or an upgrade left
 * outdated (`summary_seq` below `document_seq`) is read when the plan is listed or opened.
 */
export function createSummaries({ onTasksChanged, ...given }: SummariesDependencies): Summaries {
  const { db, clock } = given
  const { changed, refresh, settle } = createSettledReading<Reading>({
    ...given,
    settleAfterMs,
    about: 'Plan summaries',
    read: readingOf,
    async write(found) {
      // In the order in which all others lock plans: two that lock each other out stop typing for a second.
      const inOrder = [...found].sort((a, b) => (a.planId < b.planId ? -1 : 1))
      for (const some of slicesOf(inOrder, engineOf(db).plansPerWrite)) {
        const others = await writeSome({ db, clock }, some)
        if (others.length > 0) onTasksChanged(others)
      }
    },
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

/** Resolves with the plans whose open actions are others now. */
async function writeSome(
  { db, clock }: { db: Storage; clock: Clock },
  found: readonly Read[],
): Promise<string[]> {
  const changed: string[] = []
  await db.transaction().execute(async (trx) => {
    for (const { planId, columns, tasks, meetings } of found) {
      const { numUpdatedRows } = await trx
        .updateTable('plans')
        .set(columns)
        .where('id', '=', planId)
        // Two readings may run at once, also on two nodes; the older one must not overwrite the
        // newer one.
        .where('summary_seq', '<', columns.summary_seq)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) continue
      await keepMeetings(trx, planId, meetings)
      if (await keepTasks(trx, planId, { tasks, now: clock.now() })) changed.push(planId)
    }
  })
  return changed
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
