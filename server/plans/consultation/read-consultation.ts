import type { ConsultationRow } from '#server/storage/tables/consultation.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

type Db = Storage | StorageTransaction
/** Without the presented text, which is large and rarely needed. */
export type Consultation = Omit<ConsultationRow, 'content'>

export const columns = [
  'id',
  'plan_id',
  'opened_by',
  'opened_at',
  'deadline',
  'message',
  'remind_at',
  'reminded_at',
  'closed_at',
  'closed_by',
] as const satisfies readonly (keyof ConsultationRow)[]

/** The end of the consultation: when it was closed, and at the latest the deadline. */
export function endOf({
  closed_at,
  deadline,
}: Pick<ConsultationRow, 'closed_at' | 'deadline'>): number {
  return Math.min(closed_at ?? deadline, deadline)
}

/**
 * By the clock and not by the stored state: a server that was off at the deadline does not extend
 * it.
 */
export function isRunning(consultation: Consultation, now: number): boolean {
  return consultation.closed_at === null && now < consultation.deadline
}

/** The open consultation, otherwise the last closed one. */
export function lastConsultation(db: Db, planId: string): Promise<Consultation | undefined> {
  return db
    .selectFrom('consultations')
    .select(columns)
    .where('plan_id', '=', planId)
    .orderBy((eb) => eb.case().when('closed_at', 'is', null).then(0).else(1).end())
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function mustRun(db: Db, planId: string, now: number): Promise<Consultation> {
  const last = await lastConsultation(db, planId)
  if (last === undefined || !isRunning(last, now)) throw new AppError('no-consultation')
  return last
}
