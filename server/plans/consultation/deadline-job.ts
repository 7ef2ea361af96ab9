import { queueLetters } from '#server/plans/notices/queue.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { askedPeople } from './asked-people.ts'
import { type ConsultationDeps, endConsultation, isReminderDue } from './change-consultation.ts'
import { type Consultation, columns } from './read-consultation.ts'

/**
 * One run of the job: it closes consultations whose deadline has passed and queues reminders that
 * are due. Each action and its mark are in one transaction, so that a crash never repeats the
 * action.
 */
export function consultationDeadlineJob(
  given: ConsultationDeps & { clock: Clock; logger: Logger },
): () => Promise<void> {
  const { db, writer, mail, clock, logger } = given

  async function close({ id, plan_id: planId, deadline }: Consultation): Promise<void> {
    await writer.writePlan(planId, null, async (tx, plan) => {
      // Only if nobody moved the deadline or closed it since it was found.
      const due = await tx
        .selectFrom('consultations')
        .select('id')
        .where('id', '=', id)
        .where('closed_at', 'is', null)
        .where('deadline', '=', deadline)
        .executeTakeFirst()
      if (due !== undefined) await endConsultation(tx, plan, deadline)
    })
    logger.info({ planId, consultationId: id }, 'A consultation closed at its deadline')
  }

  async function remind(found: Consultation): Promise<void> {
    await writer.writePlan(found.plan_id, null, async (tx) => {
      const now = clock.now()
      const taken = await tx
        .updateTable('consultations')
        .set({ reminded_at: now })
        .where('id', '=', found.id)
        .where('reminded_at', 'is', null)
        .where('closed_at', 'is', null)
        .returning(columns)
        .executeTakeFirst()
      if (taken === undefined || !mail.isOn) return
      const waiting = (await askedPeople(tx, taken)).filter(({ answer }) => answer === 'none')
      const users = new Set(waiting.map(({ person, replacement }) => (replacement ?? person).id))
      await queueLetters(
        mail,
        tx,
        [...users].map((userId) => ({
          kind: 'reminder',
          userId,
          dueAt: now,
          consultationId: found.id,
        })),
      )
    })
  }

  return async () => {
    const now = clock.now()
    const open = await db
      .selectFrom('consultations')
      .innerJoin('plans', 'plans.id', 'consultations.plan_id')
      .where('plans.deleted_at', 'is', null)
      .where('consultations.closed_at', 'is', null)
      .select(columns.map((column) => `consultations.${column}` as const))
      .execute()
    for (const consultation of open) {
      if (consultation.deadline <= now) await close(consultation)
      else if (isReminderDue(consultation, now)) await remind(consultation)
    }
  }
}
