import type { EveryPlan, LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { SignInLinkRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'
import { accountOf, forgetFirstLinks } from './account-of-link.ts'
import { noteInTrails, plansOfToken } from './handed-links.ts'
import { lockAccounts, type Session, type Sessions, type SessionWriter } from './sessions.ts'
import { findUserByEmail, hasUsers, normalizeEmail } from './users.ts'

/** `handed` is null for a link that only its own user received. */
export type LinkDescription = {
  handed: { person: { name: string; email: string }; by: string; planTitle: string | null } | null
  expiresAt: number
}
export type MadeLink = { url: string; expiresAt: number }

export type SignInLinks = {
  /**
   * A link for an existing account; null if nobody has this address. `mail` for a link sent to a
   * mail server and nowhere else, so that using it proves the address; `handed` for a link that an
   * operator passes on.
   */
  forExisting(email: string, method: 'mail' | 'handed'): Promise<{ id: string; url: string } | null>
  /**
   * A link made by the operator. The account, and administration if requested, are created when it
   * is used and not before. Never removes administration from an administrator.
   */
  forPerson(person: { email: string; name: string; isAdmin: boolean }): Promise<string>
  /** Creates the first user, who becomes the administrator; null if a user exists already. */
  forFirstCoordinator(): Promise<string | null>
  /**
   * Proves an address for an account whose user requested it, in a browser signed in to that
   * account: another holder of the address, because it was mistyped, gains nothing by the link.
   * Null if the address belongs to another account.
   */
  forChange(
    user: { id: string; email: string },
    method: 'mail' | 'handed',
  ): Promise<{ id: string; url: string } | null>
  /**
   * A link into the account of this person, with a reach no greater than the maker's own. Recorded
   * in the audit trail of these plans.
   */
  handTo(
    tx: StorageTransaction,
    plans: readonly LockedPlan[],
    given: { userId: string; by: Session; planId: string | null },
  ): Promise<MadeLink>
  /** The mail server refused the mail with this link: nobody has the link, so it is revoked. */
  drop(id: string): Promise<void>
  /** Public facts about an unused link; undefined for a link that opens nothing (any more). */
  describe(token: string): Promise<LinkDescription | undefined>
  /**
   * Consumes a token: one session per token, which replaces the session of this browser. Rejects
   * with `link-invalid`.
   */
  consume(token: string, current: Session | null): Promise<{ token: string }>
}

const linkLifetimeMs = 24 * 60 * 60 * 1000
/** Used links are kept until their person has seen the notice about it, and no longer. */
const usedKeptMs = 90 * 24 * 60 * 60 * 1000

type Dependencies = {
  db: Storage
  sessions: Sessions
  writer: PlanWriter
  clock: Clock
  ids: Ids
  publicUrl: string
}
type NewLink = Pick<SignInLinkRow, 'kind' | 'method' | 'reach'> &
  Partial<
    Pick<SignInLinkRow, 'email' | 'name' | 'makes_admin' | 'user_id' | 'handed_by' | 'plan_id'>
  >

export function createSignInLinks({
  db,
  sessions,
  writer,
  clock,
  ids,
  publicUrl,
}: Dependencies): SignInLinks {
  async function add(at: Storage | StorageTransaction, link: NewLink) {
    const [id, token, now] = [ids.next(), ids.secret(), clock.now()]
    await at
      .deleteFrom('sign_in_links')
      .where('expires_at', '<=', now - usedKeptMs)
      .execute()
    await at
      .insertInto('sign_in_links')
      .values({
        email: null,
        name: null,
        makes_admin: 0,
        user_id: null,
        handed_by: null,
        plan_id: null,
        ...link,
        id,
        token_hash: hashOfToken(token),
        created_at: now,
        expires_at: now + linkLifetimeMs,
        used_at: null,
        session_id: null,
        told_at: null,
      })
      .execute()
    return { id, url: `${publicUrl}/sign-in?token=${token}`, expiresAt: now + linkLifetimeMs }
  }

  /**
   * Consumes a link and begins its session. `plans`: those whose audit trail records a handed link.
   */
  async function use(
    tx: StorageTransaction,
    {
      token,
      current,
      own,
      plans,
      everyPlan,
    }: {
      token: string
      current: Session | null
      own: SessionWriter
      plans: readonly LockedPlan[]
      everyPlan: EveryPlan
    },
  ): Promise<{ token: string }> {
    const now = clock.now()
    // A way in that is being added to the account at this moment is either seen here or refused.
    await lockAccounts(tx)
    // Looked up again: an account with this address may have been made since the plans were locked.
    await plansOfToken(tx, hashOfToken(token), everyPlan)
    // Done first, so that only one of two concurrent uses succeeds, also across processes.
    const link = await tx
      .updateTable('sign_in_links')
      .set({ used_at: now })
      .where('token_hash', '=', hashOfToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
    if (link === undefined) throw new AppError('link-invalid')
    const { userId, ends } = await accountOf(tx, { link, current, ids, now })
    for (const which of ends) await own.end(which)
    if (current !== null) await own.end({ kind: 'one', sessionId: current.sessionId })
    const begun = await own.begin({
      userId,
      method: link.method,
      handedBy: link.handed_by,
      reach: link.reach,
    })
    if (link.kind === 'handed') {
      await tx
        .updateTable('sign_in_links')
        .set({ session_id: begun.sessionId })
        .where('id', '=', link.id)
        .execute()
      await noteInTrails(plans, link, { action: 'sign-in-link.used', actor: userId })
    }
    return { token: begun.token }
  }

  return {
    async forExisting(email, method) {
      const user = await findUserByEmail(db, email)
      return user === undefined
        ? null
        : add(db, { kind: 'address', method, reach: 'full', email: user.email })
    },

    async forChange({ id, email }, method) {
      const holder = await findUserByEmail(db, email)
      return holder !== undefined && holder.id !== id
        ? null
        : add(db, {
            kind: 'change',
            method,
            reach: 'full',
            email: normalizeEmail(email),
            user_id: id,
          })
    },

    async forPerson({ email, name, isAdmin }) {
      const { url } = await add(db, {
        kind: 'address',
        method: 'handed',
        reach: 'full',
        email: normalizeEmail(email),
        name,
        makes_admin: isAdmin ? 1 : 0,
      })
      return url
    },

    async forFirstCoordinator() {
      if (await hasUsers(db)) return null
      await forgetFirstLinks(db)
      return (await add(db, { kind: 'first', method: 'handed', reach: 'full' })).url
    },

    async handTo(trx, plans, { userId, by, planId }) {
      // An older unused link may lie in somebody else's mailbox: only the last one of each maker
      // works.
      await trx
        .deleteFrom('sign_in_links')
        .where('user_id', '=', userId)
        .where('handed_by', '=', by.userId)
        .where('used_at', 'is', null)
        .execute()
      const { url, expiresAt } = await add(trx, {
        kind: 'handed',
        method: 'handed',
        reach: planId === null ? 'own-plans' : 'plans-of-hander',
        user_id: userId,
        handed_by: by.userId,
        plan_id: planId,
      })
      await noteInTrails(
        plans,
        { user_id: userId, handed_by: by.userId },
        { action: 'sign-in-link.made', actor: by.userId },
      )
      return { url, expiresAt }
    },

    async drop(id) {
      await db.deleteFrom('sign_in_links').where('id', '=', id).execute()
    },

    async describe(token) {
      const row = await db
        .selectFrom('sign_in_links')
        .leftJoin('user as person', 'person.id', 'sign_in_links.user_id')
        .leftJoin('user as hander', 'hander.id', 'sign_in_links.handed_by')
        .leftJoin('plans', 'plans.id', 'sign_in_links.plan_id')
        .where('sign_in_links.token_hash', '=', hashOfToken(token))
        .where('sign_in_links.used_at', 'is', null)
        .where('sign_in_links.expires_at', '>', clock.now())
        .select([
          'sign_in_links.expires_at',
          'person.name',
          'person.email',
          'hander.name as hander',
          'plans.title',
        ])
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { name, email, hander, title, expires_at } = row
      return {
        handed:
          name === null || email === null || hander === null
            ? null
            : { person: { name, email }, by: hander, planTitle: title },
        expiresAt: expires_at,
      }
    },

    consume: (token, current) =>
      writer.writePlans(
        (tx, everyPlan) => plansOfToken(tx, hashOfToken(token), everyPlan),
        null,
        (tx, plans, after, everyPlan) =>
          use(tx, { token, current, own: sessions.inside(tx, after), plans, everyPlan }),
      ),
  }
}
