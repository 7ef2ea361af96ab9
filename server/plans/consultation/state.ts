import type { ConsultationRow } from '#server/storage/tables/consultation.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

type Db = Storage | StorageTransaction
/** Without the text that was put forward, which is large and rarely needed. */
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

/** The moment from which it was over, or will be: when it was closed, and the deadline at the latest. */
export function endOf({
  closed_at,
  deadline,
}: Pick<ConsultationRow, 'closed_at' | 'deadline'>): number {
  return Math.min(closed_at ?? deadline, deadline)
}

/** By the clock and not by what was written down: a server that was off at the deadline opens no door afterwards. */
export function isRunning(consultation: Consultation, now: number): boolean {
  return consultation.closed_at === null && now < consultation.deadline
}

/** The one that is open, else the one that was. */
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
