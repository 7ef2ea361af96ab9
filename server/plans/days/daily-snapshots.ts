import type * as Y from 'yjs'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { addDays, toAmsterdam } from '#shared/amsterdam.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import type { Steps } from '#shared/steps.ts'
import { packContent } from './day-rows.ts'
import { daysOf } from './worked-days.ts'

type SnapshotDeps = {
  db: Storage
  formats: Formats
  clock: Clock
  logger: Logger
  turns: PlanTurns
}

/** Equal to the retention of activity (activity.ts). */
const keptDays = 180

/**
 * Wraps the log: before compaction removes updates, the state of the plan at the end of each of
 * their days is stored, so that a day can be read after its changes are gone (ADR 0014). Only
 * `saveSnapshot` is wrapped. A failure is logged and does not stop compaction, because a plan must
 * not fail on its history.
 */
export function withDailySnapshots(log: PlanLog, given: SnapshotDeps): PlanLog {
  // One plan at a time: after a meeting hundreds are unloaded at once, and each is a whole document
  // here.
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = before.then(task)
    before = turn.catch(() => undefined)
    return turn
  }
  return {
    ...log,
    async saveSnapshot(planId, seq, state) {
      try {
        await inTurn(() => keep(log, given, { planId, seq, state }))
      } catch (error) {
        given.logger.warn(
          { err: error, planId },
          'A daily snapshot could not be stored; the plan itself is not affected',
        )
      }
      await log.saveSnapshot(planId, seq, state)
    },
  }
}

async function keep(
  log: PlanLog,
  { db, formats, clock, turns }: SnapshotDeps,
  { planId, seq, state }: { planId: string; seq: number; state: Uint8Array },
): Promise<void> {
  const changes = await db
    .selectFrom('plan_changes')
    .select(['seq', 'at'])
    .where('plan_id', '=', planId)
    .where('kind', '=', 'update')
    .where('seq', '<=', seq)
    .orderBy('seq')
    .execute()
  const days = daysOf(changes)
  if (days.length === 0) return
  const plan = await db
    .selectFrom('plans')
    .select(['format_id', 'format_version', 'epoch'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const format = plan === undefined ? null : formats.find(plan.format_id, plan.format_version)
  if (plan === undefined || format === null) return
  const { epoch } = plan
  const contents = new Map<number, PlanContent>()
  const look = function* (doc: Y.Doc, at: number): Steps<void> {
    contents.set(at, yield* readPlanInSteps(doc, format, { epoch, seq: at }))
  }
  // The last day ends, so far, in the state being saved; most compactions contain no other day.
  const [last] = days.slice(-1)
  if (last !== undefined)
    await turns.readLog({ snapshot: state, snapshotSeq: last.seq, changes: [] }, [last.seq], look)
  const earlier = days.slice(0, -1).map((day) => day.seq)
  const loaded = earlier.length === 0 ? null : await log.load(planId)
  if (loaded !== null) await turns.readLog(loaded, earlier, look)

  const rows: { plan_id: string; day: string; seq: number; content: Buffer }[] = []
  for (const day of days) {
    const content = contents.get(day.seq)
    if (content !== undefined)
      rows.push({
        plan_id: planId,
        day: day.day,
        seq: day.seq,
        content: await packContent(content),
      })
  }
  await db.transaction().execute(async (trx) => {
    for (const row of rows) {
      await trx
        .insertInto('plan_days')
        .values(row)
        // Of two concurrent compactions the one with the lower seq must not overwrite the other.
        .onConflict((conflict) =>
          conflict
            .columns(['plan_id', 'day'])
            .doUpdateSet({ seq: row.seq, content: row.content })
            .where('plan_days.seq', '<', row.seq),
        )
        .execute()
    }
    await trx
      .deleteFrom('plan_days')
      .where('plan_id', '=', planId)
      .where('day', '<', addDays(toAmsterdam(clock.now()).date, -keptDays))
      .execute()
  })
}
