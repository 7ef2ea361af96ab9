import { sql } from 'kysely'
import { mergedInto } from '#server/storage/merged-accounts.ts'
import type { StorageTransaction, Tables } from '#server/storage/tables.ts'
import { mustBeUnder } from '#shared/limits.ts'
import type { SessionWriter } from '../sessions.ts'
import { withoutAddress } from '../users.ts'

type Merging = {
  keptId: string
  closedId: string
  /**
   * False if the closed account was confirmed in a session by a handed link: then its ways in and
   * its address may be somebody else's, and open nothing afterwards.
   */
  isClosedProven: boolean
  now: number
}

/**
 * What belongs to an account itself, after its memberships were merged. What it wrote, answered and
 * signed stays under its id, with the name it had; `heldBy` says who may change it now.
 */
export async function mergeAccounts(
  tx: StorageTransaction,
  own: SessionWriter,
  merging: Merging,
): Promise<void> {
  const { keptId, closedId, now } = merging
  await mergeWaysIn(tx, merging)
  await tx.deleteFrom('sign_in_links').where('user_id', '=', closedId).execute()
  await tx
    .updateTable('sign_links')
    .set({ expires_at: now })
    .where('user_id', '=', closedId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .execute()
  for (const table of ['inbox_settings', 'mail_settings', 'calendars'] as const)
    await passRow(tx, table, merging)
  await passReadMarks(tx, merging)
  await passMail(tx, merging)
  // What can still be withdrawn, revoked or used in the name of its maker.
  await tx
    .updateTable('invites')
    .set({ created_by: keptId })
    .where('created_by', '=', closedId)
    .where('accepted_at', 'is', null)
    .execute()
  for (const table of ['read_links', 'outcome_links'] as const)
    await tx
      .updateTable(table)
      .set({ created_by: keptId })
      .where('created_by', '=', closedId)
      .where('revoked_at', 'is', null)
      .execute()
  await tx
    .updateTable('user')
    .set({ mergedInto: keptId })
    .where('id', 'in', [closedId, ...(await mergedInto(tx, closedId))])
    .execute()
  await own.end({ kind: 'all', userId: closedId })
  await own.end({ kind: 'handed-by', userId: closedId })
}

async function mergeWaysIn(
  tx: StorageTransaction,
  { keptId, closedId, isClosedProven, now }: Merging,
): Promise<void> {
  const users = await tx
    .selectFrom('user')
    .select(['id', 'email', 'emailVerified'])
    .where('id', 'in', [keptId, closedId])
    .execute()
  const isProven = (id: string) => users.some((user) => user.id === id && user.emailVerified === 1)
  for (const [table, limit] of [
    ['passkeys', 'passkeysPerPerson'],
    ['oidc_accounts', 'organisationAccountsPerPerson'],
  ] as const) {
    // Added before its address was proven: no more certain than the address, and no way into an
    // account that is proven.
    if (!isClosedProven || isProven(keptId))
      await tx
        .deleteFrom(table)
        .where('user_id', '=', closedId)
        .$if(isClosedProven, (all) => all.where('reach', '=', 'newcomer'))
        .execute()
    const passed = await tx
      .updateTable(table)
      .set({ user_id: keptId })
      .where('user_id', '=', closedId)
      .executeTakeFirst()
    const { count } = await tx
      .selectFrom(table)
      .where('user_id', '=', keptId)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (passed.numUpdatedRows > 0n) mustBeUnder(limit, Number(count) - 1)
  }
  // Otherwise the address is free again: whoever really has it can be invited with it.
  if (isClosedProven && isProven(closedId)) return
  const email = users.find(({ id }) => id === closedId)?.email ?? ''
  await tx.deleteFrom('sign_in_links').where('email', '=', email).execute()
  await tx
    .updateTable('user')
    .set({
      email: withoutAddress(closedId),
      emailVerified: 0,
      updatedAt: new Date(now).toISOString(),
    })
    .where('id', '=', closedId)
    .execute()
}

/** A setting of the account that stays wins. */
async function passRow(
  tx: StorageTransaction,
  table: 'inbox_settings' | 'mail_settings' | 'calendars',
  { keptId, closedId }: Merging,
): Promise<void> {
  const own = await tx
    .selectFrom(table)
    .select('user_id')
    .where('user_id', '=', keptId)
    .executeTakeFirst()
  if (own === undefined)
    await tx.updateTable(table).set({ user_id: keptId }).where('user_id', '=', closedId).execute()
  else await tx.deleteFrom(table).where('user_id', '=', closedId).execute()
}

/** What either account has read, the person has read. */
async function passReadMarks(tx: StorageTransaction, merging: Merging): Promise<void> {
  await passMissing(tx, 'comment_likes', 'comment_id', merging)
  for (const [table, key] of [
    ['thread_reads', 'thread_id'],
    ['plan_visits', 'plan_id'],
  ] as const) {
    const later = sql`(select theirs.seq from ${sql.table(table)} as theirs
      where theirs.user_id = ${merging.closedId} and theirs.${sql.ref(key)} = ${sql.table(table)}.${sql.ref(key)})`
    await sql`update ${sql.table(table)} set seq = ${later}
      where user_id = ${merging.keptId} and seq < ${later}`.execute(tx)
    await passMissing(tx, table, key, merging)
  }
}

/** Rows that the kept account has no counterpart of; the others are removed. */
async function passMissing(
  tx: StorageTransaction,
  table: keyof Tables & ('comment_likes' | 'thread_reads' | 'plan_visits' | 'mail_notices'),
  key: string,
  { keptId, closedId }: Merging,
): Promise<void> {
  const of = sql.table(table)
  await sql`delete from ${of} where user_id = ${closedId} and ${sql.ref(key)} in
    (select own.${sql.ref(key)} from ${of} as own where own.user_id = ${keptId})`.execute(tx)
  await sql`update ${of} set user_id = ${keptId} where user_id = ${closedId}`.execute(tx)
}

/** A waiting letter goes to the address of the account that stays. */
async function passMail(tx: StorageTransaction, merging: Merging): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ user_id: merging.keptId })
    .where('user_id', '=', merging.closedId)
    .where('state', '=', 'waiting')
    .execute()
  await passMissing(tx, 'mail_notices', 'about', merging)
}
