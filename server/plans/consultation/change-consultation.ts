import { endConsultationIn, moveStatus } from '#server/plans/agreement/plan-status.ts'
import { type MailQueue, queueLetters } from '#server/plans/notices/queue.ts'
import type { LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { askedMembers, askedPeople } from './asked-people.ts'
import { type Consultation, mustRun } from './read-consultation.ts'

type ChangeInput = { planId: string; actor: string; now: number }
export type ConsultationDeps = { db: Storage; writer: PlanWriter; mail: MailQueue }

const dayMs = 24 * 60 * 60_000
const reminderBeforeMs = 2 * dayMs
/** A reminder this soon after the first letter would only annoy. */
const quietMs = dayMs
/** Correction period: a wrong deadline is corrected within minutes. */
const secondThoughtsMs = 5 * 60_000
const maxLengthMs = 366 * dayMs

export async function openConsultation(
  { writer, mail }: ConsultationDeps,
  { planId, actor, now }: ChangeInput,
  given: { deadline: number; message: string; content: PlanContent; id: string },
): Promise<void> {
  const { deadline, message, content, id } = given
  checkDeadline(deadline, now)
  await writer.writePlan(planId, actor, async (tx, plan) => {
    await moveStatus(tx, plan, { type: 'consult' })
    await mustHaveRoom(tx, 'consultationsPerPlan', { id: planId, now })
    await mustHaveRoom(tx, 'consultationsPerDay', { id: planId, now })
    await tx
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
    if (!mail.isOn) return
    const asked = await askedMembers(tx, { plan_id: planId, opened_by: actor })
    await queueLetters(
      mail,
      tx,
      asked.map(({ userId }) => ({
        kind: 'consultation',
        userId,
        dueAt: now,
        consultationId: id,
      })),
    )
  })
}

/**
 * A later deadline schedules a new reminder; any other change is mailed to members without an
 * answer.
 */
export async function changeConsultation(
  { writer, mail }: ConsultationDeps,
  { planId, actor, now }: ChangeInput,
  change: { deadline?: number | undefined; message?: string | undefined },
): Promise<void> {
  if (change.deadline !== undefined) checkDeadline(change.deadline, now)
  await writer.writePlan(planId, actor, async (tx, plan) => {
    await plan.append({ type: 'consultation.changed', change: 'changed' })
    const old = await mustRun(tx, planId, now)
    const deadline = change.deadline ?? old.deadline
    const moved =
      deadline === old.deadline
        ? {}
        : {
            deadline,
            remind_at: reminderAt(deadline, now),
            ...(deadline > old.deadline ? { reminded_at: null } : {}),
          }
    await tx
      .updateTable('consultations')
      .set({ ...moved, message: change.message ?? old.message })
      .where('id', '=', old.id)
      .execute()
    if (deadline !== old.deadline && mail.isOn) await tellDeadline(mail, tx, { ...old, deadline })
  })
}

/** A letter is written when it is sent, so a queued one will already state the new deadline. */
async function tellDeadline(
  mail: MailQueue,
  tx: StorageTransaction,
  consultation: Consultation,
): Promise<void> {
  const waiting = (await askedPeople(tx, consultation)).filter(({ answer }) => answer === 'none')
  const told = await tx
    .selectFrom('outbox')
    .select('user_id')
    .where('consultation_id', '=', consultation.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .execute()
  const users = new Set(waiting.map(({ person, replacement }) => (replacement ?? person).id))
  for (const { user_id } of told) users.delete(user_id)
  await queueLetters(
    mail,
    tx,
    [...users].map((userId) => ({
      kind: 'deadline',
      userId,
      dueAt: mail.clock.now() + secondThoughtsMs,
      consultationId: consultation.id,
    })),
  )
}

export async function closeConsultation(
  { writer }: ConsultationDeps,
  { planId, actor, now }: ChangeInput,
): Promise<void> {
  await writer.writePlan(planId, actor, async (tx, plan) => {
    await mustRun(tx, planId, now)
    await endConsultation(tx, plan, now)
  })
}

/**
 * Ends the running consultation of a plan, by a user or by the deadline job. If the plan already
 * has another status, it keeps that.
 */
export async function endConsultation(
  tx: StorageTransaction,
  plan: LockedPlan,
  now: number,
): Promise<void> {
  if (plan.row.status === 'consultation') await moveStatus(tx, plan, { type: 'endConsultation' })
  else await endConsultationIn(tx, plan.id, { now, closedBy: plan.actor })
}

export function isReminderDue(
  { remind_at, reminded_at, deadline }: Consultation,
  now: number,
): boolean {
  return remind_at !== null && reminded_at === null && remind_at <= now && now < deadline
}

function reminderAt(deadline: number, now: number): number | null {
  const at = deadline - reminderBeforeMs
  return at - now < quietMs ? null : at
}

function checkDeadline(deadline: number, now: number): void {
  const wrong =
    deadline <= now
      ? 'Kies een moment in de toekomst.'
      : deadline - now > maxLengthMs
        ? 'Kies een moment binnen een jaar.'
        : null
  if (wrong !== null)
    throw new AppError('invalid-values', { fields: [{ path: 'deadline', message: wrong }] })
}
