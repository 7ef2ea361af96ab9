import type { StorageTransaction, Tables } from '#server/storage/tables.ts'
import { type CountLimitName, mustBeUnder } from '#shared/limits.ts'

const dayMs = 24 * 60 * 60_000

/** `id`: of the person, plan, thread, version or consultation that the limit counts for. */
type Counted = { id: string; now: number }
type Count = (trx: StorageTransaction, counted: Counted) => Promise<number>

const rows =
  <Table extends keyof Tables & string>(
    table: Table,
    where: (counted: Counted) => readonly (readonly [keyof Tables[Table] & string, Op, unknown])[],
  ): Count =>
  async (trx, counted) => {
    let query = trx.selectFrom(table as keyof Tables)
    for (const [column, op, value] of where(counted))
      query = query.where(column as never, op as never, value as never)
    return Number(
      (await query.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()).count,
    )
  }
type Op = '=' | '>' | 'is' | 'is not'

/** For every table that only grows: how to count the rows of one owner. */
const quotas = {
  plans: rows('plans', () => []),
  plansPerPerson: rows('plans', ({ id }) => [['created_by', '=', id]]),
  membersPerPlan: rows('members', ({ id }) => [['plan_id', '=', id]]),
  openInvitesPerPlan: rows('invites', ({ id, now }) => [
    ['plan_id', '=', id],
    ['accepted_at', 'is', null],
    ['withdrawn_at', 'is', null],
    ['expires_at', '>', now],
  ]),
  invitesPerDay: rows('invites', ({ id, now }) => [
    ['created_by', '=', id],
    ['created_at', '>', now - dayMs],
  ]),
  versionsPerPlan: rows('versions', ({ id }) => [['plan_id', '=', id]]),
  threadsPerPlan: rows('threads', ({ id }) => [['plan_id', '=', id]]),
  commentsPerThread: rows('comments', ({ id }) => [['thread_id', '=', id]]),
  consultationsPerPlan: rows('consultations', ({ id }) => [['plan_id', '=', id]]),
  consultationsPerDay: rows('consultations', ({ id, now }) => [
    ['plan_id', '=', id],
    ['opened_at', '>', now - dayMs],
  ]),
  openReadLinks: rows('read_links', ({ id }) => [
    ['consultation_id', '=', id],
    ['revoked_at', 'is', null],
  ]),
  openOutcomeLinks: rows('outcome_links', ({ id }) => [
    ['plan_id', '=', id],
    ['revoked_at', 'is', null],
  ]),
  presentationsPerDay: rows('rounds', ({ id, now }) => [
    ['plan_id', '=', id],
    ['presented_at', '>', now - dayMs],
  ]),
  answersPerVersion: rows('approvals', ({ id }) => [['version_id', '=', id]]),
  mandatesPerPlan: rows('mandates', ({ id }) => [['plan_id', '=', id]]),
  filesPerPlan: rows('plan_files', ({ id }) => [['plan_id', '=', id]]),
  bsnAnswersPerPlan: rows('bsn_answers', ({ id }) => [['plan_id', '=', id]]),
} as const satisfies Partial<Record<CountLimitName, Count>>

type Quota = keyof typeof quotas

/**
 * Refuses to exceed a limit on stored rows. Runs in the transaction that adds the row, so that two
 * concurrent requests can't both take the last place.
 */
export async function mustHaveRoom(
  trx: StorageTransaction,
  quota: Quota,
  counted: Counted,
): Promise<void> {
  mustBeUnder(quota, await quotas[quota](trx, counted))
}
