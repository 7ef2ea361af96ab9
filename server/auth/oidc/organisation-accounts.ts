import { z } from 'zod'
import { plansOfClaims, proveAddress } from '#server/auth/prove-address.ts'
import {
  lockAccounts,
  mustBeOpen,
  type Session,
  type Sessions,
  type SessionWriter,
} from '#server/auth/sessions.ts'
import { findUserByEmail, hasUsers, insertUser, normalizeEmail } from '#server/auth/users.ts'
import type { OidcSettings } from '#server/oidc-settings.ts'
import type { EveryPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { UserRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { OrganisationAccount } from '#shared/api/oidc.ts'
import { cleanLine } from '#shared/comments/body.ts'
import { AppError } from '#shared/errors.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { meetsNeed, type Reach } from '#shared/started-by.ts'
import type { Identity } from './provider.ts'

export type OrganisationAccounts = {
  list(userId: string): Promise<OrganisationAccount[]>
  unlink(userId: string, id: string): Promise<void>
  /** Rejects with `oidc-linked-elsewhere` if the account at the organisation opens another one here. */
  link(identity: Identity, actor: Session): Promise<void>
  isKnown(identity: Identity): Promise<boolean>
  /**
   * The token of a new session that replaces `current`. Rejects with `oidc-unknown` or
   * `oidc-address-known`.
   */
  signIn(identity: Identity, current: Session | null): Promise<{ token: string }>
  /**
   * Makes an account for an unknown identity, inside the write that accepts an invitation.
   * `address`: the invitation's. Rejects with `sign-in-first` if that address has an account.
   */
  openInvited(
    trx: StorageTransaction,
    own: SessionWriter,
    given: { identity: Identity; address: string | null; current: Session | null },
  ): Promise<{ userId: string; token: string }>
}

type Dependencies = {
  db: Storage
  sessions: Sessions
  writer: PlanWriter
  clock: Clock
  ids: Ids
  settings: Pick<OidcSettings, 'trustsEmail' | 'createsAccounts'>
}

/**
 * The account that a user of the organisation opens: the one that issuer and subject are linked to.
 * An address opens an account only if a setting trusts the provider's addresses. Two accounts are
 * never merged: a user with both keeps both, and links one of them.
 */
export function createOrganisationAccounts({
  db,
  sessions,
  writer,
  clock,
  ids,
  settings,
}: Dependencies): OrganisationAccounts {
  const rowOf = (at: Storage | StorageTransaction, { issuer, subject }: Identity) =>
    at
      .selectFrom('oidc_accounts')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()

  /** Rejects if another process linked the same identity in this moment. */
  async function insert(
    trx: StorageTransaction,
    { issuer, subject, email, name }: Identity,
    { userId, reach, usedAt }: { userId: string; reach: Reach; usedAt: number | null },
  ): Promise<void> {
    const added = await trx
      .insertInto('oidc_accounts')
      .values({
        id: ids.next(),
        user_id: userId,
        issuer,
        subject,
        label: (email ?? name ?? '').slice(0, textLengths.email),
        reach,
        created_at: clock.now(),
        last_used_at: usedAt,
      })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows !== 1n) throw new AppError('oidc-linked-elsewhere')
  }

  /** The address that the provider vouches for; null if we have no reason to trust it. */
  const provenAddress = ({ email, isEmailVerified }: Identity): string | null =>
    settings.trustsEmail && isEmailVerified && isAddress(email) ? normalizeEmail(email) : null

  async function begin(
    own: SessionWriter,
    { issuer, idToken }: Identity,
    given: { userId: string; reach: Reach; current: Session | null },
  ): Promise<{ token: string }> {
    const { userId, reach, current } = given
    if (current !== null) await own.end({ kind: 'one', sessionId: current.sessionId })
    return own.begin({ userId, method: 'oidc', handedBy: null, issuer, idToken, reach })
  }

  /** An account for a person without one, with this address, or with a placeholder address. */
  async function open(
    trx: StorageTransaction,
    own: SessionWriter,
    given: { identity: Identity; address: string | null; current: Session | null },
  ): Promise<{ userId: string; token: string }> {
    const { identity, address, current } = given
    const isEmailProven = address !== null && address === provenAddress(identity)
    const reach = isEmailProven ? 'full' : 'newcomer'
    const id = ids.next()
    const { id: userId } = await insertUser(trx, {
      id,
      name: nameOf(identity),
      // A reserved domain (RFC 2606): no letter is delivered there, and nobody can prove it.
      email: address ?? `${id}@organisatie.invalid`,
      isAdmin: false,
      isEmailProven,
      now: clock.now(),
    })
    await insert(trx, identity, { userId, reach, usedAt: clock.now() })
    return { userId, ...(await begin(own, identity, { userId, reach, current })) }
  }

  /** The account with the vouched address, for an identity without a link. */
  async function openByAddress(
    trx: StorageTransaction,
    own: SessionWriter,
    given: { identity: Identity; holder: UserRow; current: Session | null },
  ): Promise<{ token: string }> {
    const { identity, holder, current } = given
    const isContinued = current?.userId === holder.id && meetsNeed(current.reach, 'own')
    const { userId, ends } = await proveAddress(trx, {
      userId: holder.id,
      isContinued,
      name: identity.name,
      makesAdmin: false,
      now: clock.now(),
    })
    for (const which of ends) await own.end(which)
    await insert(trx, identity, { userId, reach: 'full', usedAt: clock.now() })
    return begin(own, identity, { userId, reach: 'full', current })
  }

  return {
    list: (userId) => readOrganisationAccounts(db, userId),

    async unlink(userId, id) {
      const removed = await db
        .deleteFrom('oidc_accounts')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (removed.numDeletedRows === 0n) throw new AppError('not-found')
    },

    async link(identity, actor) {
      const { userId, reach } = actor
      await sessions.write(async (trx) => {
        await mustBeOpen(trx, actor)
        const row = await rowOf(trx, identity)
        if (row !== undefined && row.user_id !== userId) throw new AppError('oidc-linked-elsewhere')
        if (row !== undefined) return
        const { count } = await trx
          .selectFrom('oidc_accounts')
          .select((select) => select.fn.countAll<number>().as('count'))
          .where('user_id', '=', userId)
          .executeTakeFirstOrThrow()
        mustBeUnder('organisationAccountsPerPerson', Number(count))
        await insert(trx, identity, { userId, reach, usedAt: null })
      })
    },

    isKnown: async (identity) => (await rowOf(db, identity)) !== undefined,

    signIn(identity, current) {
      const proven = provenAddress(identity)
      const plansOfProof = async (trx: StorageTransaction, everyPlan: EveryPlan) => {
        const holder = proven === null ? undefined : await findUserByEmail(trx, proven)
        return holder === undefined || (await rowOf(trx, identity)) !== undefined
          ? []
          : plansOfClaims(trx, holder.id, everyPlan)
      }
      return writer.writePlans(plansOfProof, null, async (trx, _, after, everyPlan) => {
        await lockAccounts(trx)
        // Again: an account with this address may have been made since.
        await plansOfProof(trx, everyPlan)
        const own = sessions.inside(trx, after)
        const row = await rowOf(trx, identity)
        if (row !== undefined) {
          await trx
            .updateTable('oidc_accounts')
            .set({ last_used_at: clock.now() })
            .where('id', '=', row.id)
            .execute()
          return begin(own, identity, { userId: row.user_id, reach: row.reach, current })
        }
        const address = proven ?? addressOf(identity)
        const holder = address === null ? undefined : await findUserByEmail(trx, address)
        if (holder !== undefined && proven !== null)
          return openByAddress(trx, own, { identity, holder, current })
        // The first user of an installation is the reader of its log, who becomes its
        // administrator.
        if (!settings.createsAccounts || !(await hasUsers(trx))) throw new AppError('oidc-unknown')
        if (holder !== undefined) throw new AppError('oidc-address-known')
        return open(trx, own, { identity, address, current })
      })
    },

    async openInvited(trx, own, { identity, address, current }) {
      const wanted = address ?? addressOf(identity)
      if (wanted !== null && (await findUserByEmail(trx, wanted)) !== undefined)
        throw new AppError('sign-in-first')
      return open(trx, own, { identity, address: wanted, current })
    },
  }
}

export async function readOrganisationAccounts(
  db: Storage,
  userId: string,
): Promise<OrganisationAccount[]> {
  const rows = await db
    .selectFrom('oidc_accounts')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, issuer, label, created_at, last_used_at }) => ({
    id,
    issuer,
    label,
    linkedAt: new Date(created_at).toISOString(),
    lastUsedAt: last_used_at === null ? null : new Date(last_used_at).toISOString(),
  }))
}

const AddressSchema = z.email().max(textLengths.email)

const isAddress = (email: string | null): email is string => AddressSchema.safeParse(email).success

const addressOf = ({ email }: Identity): string | null =>
  isAddress(email) ? normalizeEmail(email) : null

/** A person may change it at any time; some providers send no name. */
function nameOf({ name, email }: Identity): string {
  const given = cleanLine(name ?? email?.split('@')[0] ?? '')
  return given.length < 2 ? 'Nieuw lid' : given.slice(0, textLengths.personName)
}
