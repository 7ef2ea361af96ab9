import type { Logger } from '#server/runtime.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { AgreementDeps } from './present.ts'
import { remindUnanswered } from './remind.ts'

const reminderBeforeMs = 3 * 24 * 60 * 60_000

/**
 * One run of the job: three days before the deadline it reminds everyone who has not answered,
 * unless the coordinator already did. The deadline itself decides nothing: no answer never counts
 * as akkoord, and a late answer counts.
 */
export function roundReminderJob(given: AgreementDeps & { logger: Logger }): () => Promise<void> {
  const { db, clock, logger } = given
  return async () => {
    if (!given.mail.isOn) return
    const now = clock.now()
    const due = await db
      .selectFrom('rounds')
      .innerJoin('plans', 'plans.id', 'rounds.plan_id')
      .where('plans.status', '=', 'approval')
      .where('plans.deleted_at', 'is', null)
      .where('rounds.deadline', '<=', toAmsterdam(now + reminderBeforeMs).date)
      .where('rounds.deadline', '>=', toAmsterdam(now).date)
      // A round of three days or less needs no reminder: its invitation is recent.
      .where('rounds.presented_at', '<', now - reminderBeforeMs)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('reminders')
              .select('reminders.id')
              .whereRef('reminders.version_id', '=', 'rounds.version_id'),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('rounds as later')
              .select('later.version_id')
              .whereRef('later.plan_id', '=', 'rounds.plan_id')
              .whereRef('later.seq', '>', 'rounds.seq'),
          ),
        ),
      )
      .select('rounds.plan_id')
      .execute()
    for (const { plan_id: planId } of due) {
      const { reminded } = await remindUnanswered(given, { planId, userId: null })
      logger.info({ planId, reminded }, 'Members who had not answered were reminded')
    }
  }
}
