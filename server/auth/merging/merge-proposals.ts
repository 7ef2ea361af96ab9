import { isForgotten } from '#server/storage/forgotten-accounts.ts'
import type { AccountMergeRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Notice } from '#shared/api/me.ts'
import type { AccountMerge, OwnMerge } from '#shared/api/merges.ts'
import { AppError } from '#shared/errors.ts'
import { meetsNeed } from '#shared/started-by.ts'
import type { Session } from '../sessions.ts'

/** A person may be on holiday; afterwards an administrator proposes it again. */
export const mergeProposalMs = 30 * 24 * 60 * 60_000

const invalid = (message: string) =>
  new AppError('invalid-values', { fields: [{ path: 'email', message }] })

/** With the accounts locked. `email` belongs to the account that will be closed. */
export async function insertProposal(
  trx: StorageTransaction,
  {
    id,
    keptId,
    closedId,
    by,
    now,
  }: { id: string; keptId: string; closedId: string; by: string; now: number },
): Promise<void> {
  if (keptId === closedId)
    throw invalid('Dit is het adres van dit account zelf. Vul het adres van het andere in.')
  await mustBeMergeable(trx, { keptId, closedId })
  const open = await openProposals(trx, now)
    .where((eb) =>
      eb.or([eb('kept_id', 'in', [keptId, closedId]), eb('closed_id', 'in', [keptId, closedId])]),
    )
    .select('account_merges.id')
    .executeTakeFirst()
  if (open !== undefined) throw new AppError('merge-open')
  await trx
    .insertInto('account_merges')
    .values({
      id,
      kept_id: keptId,
      closed_id: closedId,
      proposed_by: by,
      proposed_at: now,
      expires_at: now + mergeProposalMs,
      kept_confirmed_at: null,
      closed_confirmed_at: null,
      vouched_by: null,
      outcome: null,
      ended_at: null,
      told_at: null,
    })
    .execute()
}

/**
 * Checked when it is proposed and again when it happens. The rights of an administrator never move
 * to another account. And an account whose address is only a claim never takes over one whose
 * address is proven: the owner of that address could take over both.
 */
export async function mustBeMergeable(
  trx: StorageTransaction,
  { keptId, closedId }: { keptId: string; closedId: string },
): Promise<void> {
  const accounts = await trx
    .selectFrom('user')
    .select(['id', 'isAdmin', 'emailVerified'])
    .where('id', 'in', [keptId, closedId])
    .where('mergedInto', 'is', null)
    .where((eb) => eb.not(isForgotten(eb)))
    .execute()
  const kept = accounts.find(({ id }) => id === keptId)
  const closed = accounts.find(({ id }) => id === closedId)
  if (kept === undefined || closed === undefined) throw new AppError('merge-over')
  if (kept.isAdmin === 1 || closed.isAdmin === 1) throw new AppError('merge-admin')
  if (kept.emailVerified === 0 && closed.emailVerified === 1) throw new AppError('merge-unproven')
}

const openProposals = (db: Storage | StorageTransaction, now: number) =>
  db
    .selectFrom('account_merges')
    .where('account_merges.ended_at', 'is', null)
    .where('account_merges.expires_at', '>', now)

/** Rejects with `merge-over`; with `not-found` if `of` is neither of the two accounts. */
export async function mustFindOpen(
  trx: StorageTransaction,
  { mergeId, of, now }: { mergeId: string; of: string | null; now: number },
): Promise<AccountMergeRow> {
  const row = await trx
    .selectFrom('account_merges')
    .selectAll()
    .where('id', '=', mergeId)
    .executeTakeFirst()
  if (row === undefined || (of !== null && row.kept_id !== of && row.closed_id !== of))
    throw new AppError('not-found')
  if (row.ended_at !== null || row.expires_at <= now) throw new AppError('merge-over')
  return row
}

export async function endProposal(
  trx: StorageTransaction,
  {
    mergeId,
    outcome,
    now,
  }: {
    mergeId: string
    outcome: NonNullable<AccountMergeRow['outcome']>
    now: number
  },
): Promise<void> {
  await trx
    .updateTable('account_merges')
    .set({ outcome, ended_at: now })
    .where('id', '=', mergeId)
    .execute()
}

type Found = AccountMerge & { emails: { kept: string; closed: string } }

/** Of one account: at most one is open. */
export async function readOpenMerges(
  db: Storage,
  { userId, now }: { userId: string; now: number },
): Promise<Found[]> {
  const rows = await openProposals(db, now)
    .innerJoin('user as kept', 'kept.id', 'account_merges.kept_id')
    .innerJoin('user as closed', 'closed.id', 'account_merges.closed_id')
    .innerJoin('user as proposer', 'proposer.id', 'account_merges.proposed_by')
    .where((eb) => eb.or([eb('kept_id', '=', userId), eb('closed_id', '=', userId)]))
    .selectAll('account_merges')
    .select([
      'kept.name as kept_name',
      'kept.email as kept_email',
      'closed.name as closed_name',
      'closed.email as closed_email',
      'proposer.name as proposer_name',
    ])
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kept: {
      id: row.kept_id,
      name: row.kept_name,
      hasConfirmed: row.kept_confirmed_at !== null,
    },
    closed: {
      id: row.closed_id,
      name: row.closed_name,
      hasConfirmed: row.closed_confirmed_at !== null,
    },
    proposedBy: { id: row.proposed_by, name: row.proposer_name },
    expiresAt: new Date(row.expires_at).toISOString(),
    emails: { kept: row.kept_email, closed: row.closed_email },
  }))
}

export function toMerge({ emails: _, ...merge }: Found): AccountMerge {
  return merge
}

export function toOwnMerge({ emails, ...merge }: Found, userId: string): OwnMerge {
  const isKept = merge.kept.id === userId
  return { ...merge, isKept, otherEmail: masked(isKept ? emails.closed : emails.kept) }
}

/** Enough to recognise an own address, and not enough to learn that of a stranger. */
function masked(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? email : `${email.slice(0, 1)}…${email.slice(at)}`
}

/** The plans of an account that are not removed. */
export async function readPlansOf(trx: StorageTransaction, userId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .select('members.plan_id')
    .execute()
  return rows.map(({ plan_id }) => plan_id)
}

/** A person learns at their next visit that it happened; a session by a handed link says nothing. */
export async function readMergeNotices(db: Storage, actor: Session): Promise<Notice[]> {
  const rows = await untoldMerges(db, actor)
    .innerJoin('user as closed', 'closed.id', 'account_merges.closed_id')
    .innerJoin('user as proposer', 'proposer.id', 'account_merges.proposed_by')
    .select([
      'account_merges.id',
      'account_merges.ended_at',
      'account_merges.proposed_by',
      'closed.name as closed_name',
      'proposer.name as proposer_name',
    ])
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: 'accounts-merged',
    at: new Date(row.ended_at ?? 0).toISOString(),
    by: { id: row.proposed_by, name: row.proposer_name },
    other: { name: row.closed_name },
  }))
}

/** Resolves with whether there was one. */
export async function markMergeTold(
  db: Storage,
  actor: Session,
  { mergeId, now }: { mergeId: string; now: number },
): Promise<boolean> {
  const row = await untoldMerges(db, actor)
    .where('account_merges.id', '=', mergeId)
    .select('account_merges.id')
    .executeTakeFirst()
  if (row === undefined) return false
  await db.updateTable('account_merges').set({ told_at: now }).where('id', '=', mergeId).execute()
  return true
}

const untoldMerges = (db: Storage, { userId, reach }: Session) =>
  db
    .selectFrom('account_merges')
    .where('account_merges.kept_id', '=', meetsNeed(reach, 'own') ? userId : '')
    .where('account_merges.outcome', '=', 'merged')
    .where('account_merges.told_at', 'is', null)

/** The accounts that became part of this one. */
export async function readMerged(
  db: Storage,
  userId: string,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('user')
    .select(['id', 'name'])
    .where('mergedInto', '=', userId)
    .orderBy('name')
    .execute()
}
