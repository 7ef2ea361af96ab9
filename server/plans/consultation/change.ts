import { type MailQueue, queueLetter } from '#server/plans/notices/queue.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { askedMembers } from './people.ts'
import { type Consultation, lastConsultation, mustRun } from './state.ts'

/** `actor` null: the clock. */
type At = { planId: string; actor: string; now: number }
export type Consulting = { db: Storage; log: SqlPlanLog; mail: MailQueue }

const dayMs = 24 * 60 * 60_000
const reminderBeforeMs = 2 * dayMs
/** Sooner after the first letter a reminder would only be a nuisance. */
const quietMs = dayMs
const maxLengthMs = 366 * dayMs

export async function openConsultation({ db, log, mail }: Consulting, { planId, actor, now }: At, given: { deadline: number; message: string; content: PlanContent; id: string }): Promise<void> {
  const { deadline, message, content, id } = given
  checkDeadline(deadline, now)
  await db.transaction().execute(async (trx) => {
    // First the log: it locks the plan's row, so that two who do this at once come one after the other.
    await log.appendIn(trx, [event(planId, actor, 'plan.changed')])
    const plan = await trx.updateTable('plans').set({ status: 'consultation' }).where('id', '=', planId).where('status', '=', 'concept').returning('id').executeTakeFirst()
    if (plan === undefined) throw new AppError('consultation-not-now')
    await trx
      .insertInto('consultations')
      .values({
        id,
        plan_id: planId,
        opened_by: actor,
        opened_at: now,
        deadline,
        message,
        content: JSON.stringify(content),
        remind_at: reminderAt(deadline, now),
        reminded_at: null,
        closed_at: null,
        closed_by: null,
      })
      .execute()
    if (mail.isOn) {
      for (const { userId } of await askedMembers(trx, { plan_id: planId, opened_by: actor })) await queueLetter(mail, trx, { kind: 'consultation', userId, dueAt: now, consultationId: id })
    }
  })
}

/** A later deadline brings a new reminder with it. */
export async function changeConsultation({ db, log }: Consulting, { planId, actor, now }: At, change: { deadline?: number | undefined; message?: string | undefined }): Promise<void> {
  if (change.deadline !== undefined) checkDeadline(change.deadline, now)
  await db.transaction().execute(async (trx) => {
    await log.appendIn(trx, [event(planId, actor, 'consultation.changed')])
    const old = await mustRun(trx, planId, now)
    const deadline = change.deadline ?? old.deadline
    const moved = deadline === old.deadline ? {} : { deadline, remind_at: reminderAt(deadline, now), ...(deadline > old.deadline ? { reminded_at: null } : {}) }
    await trx
      .updateTable('consultations')
      .set({ ...moved, message: change.message ?? old.message })
      .where('id', '=', old.id)
      .execute()
  })
}

export async function closeConsultation({ db, log }: Consulting, { planId, actor, now }: At): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await log.appendIn(trx, [event(planId, actor, 'plan.changed')])
    await mustRun(trx, planId, now)
    await endConsultationIn(trx, planId, { now, closedBy: actor })
  })
}

/**
 * Ends what runs on a plan and makes it a concept again, unless its status was changed to something else meanwhile. Whoever
 * changes the status of a plan calls this in the same transaction. Answers whether there was anything to end.
 */
export async function endConsultationIn(trx: StorageTransaction, planId: string, { now, closedBy }: { now: number; closedBy: string | null }): Promise<boolean> {
  const open = await lastConsultation(trx, planId)
  if (open === undefined || open.closed_at !== null) return false
  await trx
    .updateTable('consultations')
    .set({ closed_at: Math.min(now, open.deadline), closed_by: closedBy })
    .where('id', '=', open.id)
    .execute()
  await trx.updateTable('plans').set({ status: 'concept' }).where('id', '=', planId).where('status', '=', 'consultation').execute()
  return true
}

export function event(planId: string, actor: string | null, type: 'plan.changed' | 'consultation.changed'): NewChange {
  return { planId, actor, body: { kind: 'event', event: { type } } }
}

export function isReminderDue({ remind_at, reminded_at, deadline }: Consultation, now: number): boolean {
  return remind_at !== null && reminded_at === null && remind_at <= now && now < deadline
}

function reminderAt(deadline: number, now: number): number | null {
  const at = deadline - reminderBeforeMs
  return at - now < quietMs ? null : at
}

function checkDeadline(deadline: number, now: number): void {
  const wrong = deadline <= now ? 'Kies een moment in de toekomst.' : deadline - now > maxLengthMs ? 'Kies een moment binnen een jaar.' : null
  if (wrong !== null) throw new AppError('invalid-values', { fields: [{ path: 'deadline', message: wrong }] })
}
