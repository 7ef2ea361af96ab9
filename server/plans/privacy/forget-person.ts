import { sql } from 'kysely'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import { forgottenEmail } from '#server/storage/forgotten-accounts.ts'
import { mergedInto } from '#server/storage/merged-accounts.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { forgetInPlan, type PlanChange, prepareChange } from './forget-in-plan.ts'
import { type Forgotten, pseudonymFor, pseudonymized } from './pseudonym.ts'

export type ForgetReport = {
  pseudonym: string
  /** Plans that contained something of this person. */
  plans: { id: string; title: string; versions: number; lines: number }[]
  /**
   * Removed plans with this person as a member: these are no longer served and are left unchanged.
   */
  removedPlans: string[]
}

type ForgetDeps = { db: Storage; log: SqlPlanLog; writer: PlanWriter; clock: Clock; ids: Ids }

/** Rows that hold only read marks and credentials. */
const takenAway = [
  ['sign_in_links', 'user_id'],
  ['sign_links', 'user_id'],
  ['sessions', 'user_id'],
  ['passkeys', 'user_id'],
  ['oidc_accounts', 'user_id'],
  ['thread_reads', 'user_id'],
  ['plan_visits', 'user_id'],
  ['mail_notices', 'user_id'],
  ['mail_settings', 'user_id'],
  ['asks', 'user_id'],
  ['inbox_settings', 'user_id'],
  ['calendars', 'user_id'],
] as const

/**
 * Forgets a person (AVG, article 17) in one transaction: their name and address are replaced
 * everywhere, and they can't sign in again. Their texts, amounts, approvals and submissions stay,
 * and every chain can still be verified (docs/adr/0020). Rejects with `not-found`, and with
 * `last-coordinator` if a plan would be left without one. `mayGoOn` rejects, in that transaction, if
 * the requester lost the right meanwhile.
 */
export async function forgetPerson(
  given: ForgetDeps,
  userId: string,
  allowed: Allowed = {},
): Promise<ForgetReport> {
  await mustLeaveCoordinators(given.db, userId)
  // The accounts that were merged into this one bear the same person's name.
  const merged: ForgetReport[] = []
  for (const id of await mergedInto(given.db, userId))
    merged.push(await forgetOne(given, id, allowed))
  const own = await forgetOne(given, userId, allowed)
  return {
    ...own,
    plans: [...own.plans, ...merged.flatMap(({ plans }) => plans)].filter(isFirstOfId),
    removedPlans: [...new Set([own, ...merged].flatMap(({ removedPlans }) => removedPlans))],
  }
}

type Allowed = { mayGoOn?: (tx: StorageTransaction) => Promise<void> }

const isFirstOfId = ({ id }: { id: string }, index: number, all: readonly { id: string }[]) =>
  all.findIndex((one) => one.id === id) === index

async function forgetOne(
  given: ForgetDeps,
  userId: string,
  { mayGoOn }: Allowed,
): Promise<ForgetReport> {
  const { db, log, writer, clock, ids } = given
  const user = await db.selectFrom('user').selectAll().where('id', '=', userId).executeTakeFirst()
  if (user === undefined) throw new AppError('not-found')
  const pseudonym = pseudonymFor(userId)
  const { name, email } = user
  const planIds = await plansOf(db, userId)
  const removedPlans = await db
    .selectFrom('plans')
    .select('id')
    .where('id', 'in', planIds)
    .where('deleted_at', 'is not', null)
    .execute()
  const present = planIds.filter((id) => !removedPlans.some((plan) => plan.id === id))
  // Opened before the transaction: there is one connection, and opening a plan is a transaction of
  // its own.
  const changes: PlanChange[] = []
  for (const planId of present) {
    const link = await db
      .selectFrom('person_links')
      .select('row_id')
      .where('plan_id', '=', planId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    const gone: Forgotten = { name, email, pseudonym, personRow: link?.row_id ?? null }
    changes.push(await prepareChange({ db, log }, { planId, userId, gone }))
  }
  // Overwritten bytes do not stay behind in the file.
  await engineOf(db).erasing.begin()
  const plans = await writer.writePlans(present, null, async (tx, locked) => {
    await mayGoOn?.(tx)
    // Checked again with all plans locked: another coordinator may have left meanwhile.
    await mustLeaveCoordinators(tx, userId)
    const now = clock.now()
    const reports: ForgetReport['plans'] = []
    for (const plan of locked) {
      const change = changes.find(({ planId }) => planId === plan.id)
      if (change !== undefined)
        reports.push(await forgetInPlan(tx, plan, { log, now, batch: ids.next() }, change))
    }
    if (reports.length < changes.length)
      throw new Error('A plan was removed meanwhile. Nothing was changed: try again.')
    await forgetAccount(tx, { userId, name, email, pseudonym, now })
    return reports
  })
  await engineOf(db).erasing.end()
  return { pseudonym, plans, removedPlans: removedPlans.map(({ id }) => id) }
}

async function forgetAccount(
  tx: StorageTransaction,
  given: { userId: string; name: string; email: string; pseudonym: string; now: number },
): Promise<void> {
  const { userId, email, pseudonym, now } = given
  for (const [table, column] of takenAway)
    await tx.deleteFrom(table).where(sql.ref(column), '=', userId).execute()
  await tx.deleteFrom('sign_in_links').where('email', '=', email).execute()
  await voidMergeProposals(tx, { userId, now })
  await tx
    .updateTable('outbox')
    .set({ state: 'void', ended_at: now, reason: 'forgotten' })
    .where('user_id', '=', userId)
    .where('state', '=', 'waiting')
    .execute()
  await tx
    .updateTable('invites')
    .set({ email: null, name: null })
    .where((eb) => eb.or([eb('email', '=', email), eb('accepted_by', '=', userId)]))
    .execute()
  const gone: Forgotten = { ...given, personRow: null }
  for (const table of ['read_links', 'outcome_links'] as const)
    for (const { id, name: label } of await tx.selectFrom(table).select(['id', 'name']).execute())
      if (pseudonymized(label, gone) !== label)
        await tx
          .updateTable(table)
          .set({ name: pseudonymized(label, gone) })
          .where('id', '=', id)
          .execute()
  await tx
    .updateTable('user')
    .set({
      name: pseudonym,
      email: forgottenEmail(userId),
      wordsOf: null,
      sortName: null,
      emailVerified: 0,
      image: null,
      isAdmin: 0,
      mergedInto: null,
      updatedAt: new Date(now).toISOString(),
    })
    .where('id', '=', userId)
    .execute()
  // After the account itself: words that are being stored of its former name are then of no account.
  await tx.deleteFrom('account_words').where('user_id', '=', userId).execute()
}

/** One of the accounts is not of the same person any more, or of nobody. */
export async function voidMergeProposals(
  tx: StorageTransaction,
  { userId, now }: { userId: string; now: number },
): Promise<void> {
  await tx
    .updateTable('account_merges')
    .set({ outcome: 'void', ended_at: now })
    .where((eb) => eb.or([eb('kept_id', '=', userId), eb('closed_id', '=', userId)]))
    .where('ended_at', 'is', null)
    .execute()
}

/**
 * A plan without a coordinator can't be managed: rejects with `last-coordinator`. Also checked before
 * anything is ended in preparation.
 */
export async function mustLeaveCoordinators(
  db: Storage | StorageTransaction,
  userId: string,
): Promise<void> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('members.role', '=', 'coordinator')
    .where('plans.deleted_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('members as others')
            .select('others.user_id')
            .whereRef('others.plan_id', '=', 'members.plan_id')
            .where('others.role', '=', 'coordinator')
            .where('others.user_id', '!=', userId),
        ),
      ),
    )
    .select(['plans.id', 'plans.title'])
    .execute()
  if (rows.length > 0)
    throw new AppError('last-coordinator', {
      detail: `Het gaat om: ${rows.map(({ id, title }) => `${title} (${id})`).join('; ')}.`,
    })
}

/** Every plan that refers to this person in some table. */
async function plansOf(db: Storage, userId: string): Promise<string[]> {
  const ids = new Set<string>()
  const add = (rows: readonly { plan_id: string }[]) => {
    for (const { plan_id } of rows) ids.add(plan_id)
  }
  const named = [
    ['members', 'user_id'],
    ['person_links', 'user_id'],
    ['threads', 'created_by'],
    ['plan_activity', 'user_id'],
    ['plan_visits', 'user_id'],
    ['audit', 'actor'],
    ['plan_changes', 'actor'],
    ['versions', 'created_by'],
    ['mandates', 'user_id'],
    ['approvals', 'user_id'],
    ['bsn_answers', 'user_id'],
    ['overrules', 'user_id'],
    ['requirement_choices', 'user_id'],
    ['adoptions', 'user_id'],
    ['outcome_links', 'created_by'],
  ] as const
  for (const [table, column] of named)
    add(
      await db
        .selectFrom(table)
        .select('plan_id')
        .distinct()
        .where(sql.ref(column), '=', userId)
        .execute(),
    )
  add(
    await db
      .selectFrom('comments')
      .innerJoin('threads', 'threads.id', 'comments.thread_id')
      .select('threads.plan_id')
      .distinct()
      .where('comments.author_id', '=', userId)
      .execute(),
  )
  return [...ids].sort()
}
