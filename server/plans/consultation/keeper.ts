import { queueLetters } from '#server/plans/notices/queue.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { type Consulting, endConsultation, isReminderDue } from './change.ts'
import { askedPeople } from './people.ts'
import { type Consultation, columns } from './state.ts'

/**
 * One round of what the clock does: consultations whose deadline has passed are closed, reminders that are due are put in
 * the outbox. What was done stands in the same transaction as its marks, so that a crash at any moment leaves it done once.
 */
export function createConsultationKeeper(
  given: Consulting & { rooms: PlanRooms; clock: Clock; logger: Logger },
): () => Promise<void> {
  const { db, log, mail, rooms, clock, logger } = given

  async function close({ id, plan_id: planId, deadline }: Consultation): Promise<void> {
    await db.transaction().execute(async (trx) => {
      // Only if nobody moved the deadline or closed it since it was found.
      const due = await trx
        .selectFrom('consultations')
        .select('id')
        .where('id', '=', id)
        .where('closed_at', 'is', null)
        .where('deadline', '=', deadline)
        .executeTakeFirst()
      if (due !== undefined)
        await endConsultation(trx, log, { planId, closedBy: null, now: deadline })
    })
    rooms.notifyChanged(planId)
    logger.info({ planId, consultationId: id }, 'A consultation closed at its deadline')
  }

  async function remind(found: Consultation): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const now = clock.now()
      const taken = await trx
        .updateTable('consultations')
        .set({ reminded_at: now })
        .where('id', '=', found.id)
        .where('reminded_at', 'is', null)
        .where('closed_at', 'is', null)
        .returning(columns)
        .executeTakeFirst()
      if (taken === undefined || !mail.isOn) return
      const waiting = (await askedPeople(trx, taken)).filter(({ answer }) => answer === 'none')
      const users = new Set(waiting.map(({ person, replacement }) => (replacement ?? person).id))
      await queueLetters(
        mail,
        trx,
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
