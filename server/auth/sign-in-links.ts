import type { LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { SignInLinkRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { mustStillHand, noteInTrails, plansOfToken } from './handed-links.ts'
import { type Opened, proveAddress } from './prove-address.ts'
import type { Session, Sessions, SessionWriter } from './sessions.ts'
import { findUserByEmail, firstCoordinator, hasUsers, insertUser, normalizeEmail } from './users.ts'

/** `handed` is null for a link that nobody but its person was given. */
export type LinkDescription = {
  handed: { person: { name: string; email: string }; by: string; planTitle: string | null } | null
  expiresAt: number
}
export type MadeLink = { url: string; expiresAt: number }

export type SignInLinks = {
  /**
   * For someone who has an account; null when nobody has this address. `mail` for a link that goes to a mail server and to
   * nobody else, so that having it proves the address; `handed` for one that an operator passes on.
   */
  forExisting(email: string, method: 'mail' | 'handed'): Promise<{ id: string; url: string } | null>
  /**
   * Made by the operator: the account, and the administration when that is asked, are given when it is used and not before.
   * Never lowers an administrator.
   */
  forPerson(person: { email: string; name: string; isAdmin: boolean }): Promise<string>
  /** Makes the first user, who becomes the administrator; null when there is one already. */
  forFirstCoordinator(): Promise<string | null>
  /**
   * Proves an address for an account whose person asked for it, in a browser that is signed in to that account: whoever
   * else holds the address, because it was mistyped, gets no further with it. Null when it is another's.
   */
  forChange(
    user: { id: string; email: string },
    method: 'mail' | 'handed',
  ): Promise<{ id: string; url: string } | null>
  /** Into the account of this person, with a reach that is no more than the maker's own. Stands in the trail of these plans. */
  handTo(
    tx: StorageTransaction,
    plans: readonly LockedPlan[],
    given: { userId: string; by: Session; planId: string | null },
  ): Promise<MadeLink>
  /** A letter with this link was not taken: it is with nobody, and opens nothing. */
  drop(id: string): Promise<void>
  /** What can be said of a link before it is used; undefined for one that opens nothing (any more). */
  describe(token: string): Promise<LinkDescription | undefined>
  /**
   * Uses a token up: one session for one token, which takes the place of the one that this browser had. Rejects with
   * `link-invalid`.
   */
  consume(token: string, current: Session | null): Promise<{ token: string }>
}

const linkLifetimeMs = 24 * 60 * 60 * 1000
/** Used links are kept for as long as their person may not have been told, and no longer. */
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

  /** Each start prints one, into logs that others may read later: only the last may work, and none once it was used. */
  async function forgetFirstLinks(at: Storage | StorageTransaction): Promise<void> {
    await at.deleteFrom('sign_in_links').where('kind', '=', 'first').execute()
  }

  /** Whose account a link opens, with what it proves and gives. In the transaction that uses it up. */
  async function accountOf(
    trx: StorageTransaction,
    link: SignInLinkRow,
    current: Session | null,
  ): Promise<Opened> {
    const now = clock.now()
    const isContinued = (userId: string) =>
      current?.userId === userId && meetsNeed(current.reach, 'own')
    if (link.kind === 'first') {
      // A forgotten first link must not make a second administrator once somebody is in.
      if (await hasUsers(trx)) throw new AppError('link-invalid')
      await forgetFirstLinks(trx)
      const user = await insertUser(trx, {
        ...firstCoordinator,
        id: ids.next(),
        isAdmin: true,
        isEmailProven: false,
        now,
      })
      return { userId: user.id, ends: [] }
    }
    const userId = link.user_id ?? ''
    if (link.kind === 'handed') {
      await mustStillHand(trx, link)
      return { userId, ends: [{ kind: 'handed', userId }] }
    }
    const email = link.email ?? ''
    const holder = await findUserByEmail(trx, email)
    if (link.kind === 'change') {
      if (!isContinued(userId)) throw new AppError('change-elsewhere')
      if (holder !== undefined && holder.id !== userId) throw new AppError('link-invalid')
      await trx.updateTable('user').set({ email }).where('id', '=', userId).execute()
      return proveAddress(trx, { userId, isContinued: true, link, now })
    }
    if (holder !== undefined)
      return proveAddress(trx, {
        userId: holder.id,
        isContinued: isContinued(holder.id),
        link,
        now,
      })
    if (link.name === null) throw new AppError('link-invalid')
    const user = await insertUser(trx, {
      id: ids.next(),
      name: link.name,
      email,
      isAdmin: link.makes_admin === 1,
      isEmailProven: true,
      now,
    })
    return { userId: user.id, ends: [] }
  }

  /** Uses a link up and begins its session. `plans`: those in whose trail a handed link stands. */
  async function use(
    tx: StorageTransaction,
    {
      token,
      current,
      own,
      plans,
    }: {
      token: string
      current: Session | null
      own: SessionWriter
      plans: readonly LockedPlan[]
    },
  ): Promise<{ token: string }> {
    const now = clock.now()
    // First, so that of two who use it at once only one goes on, also from another process.
    const link = await tx
      .updateTable('sign_in_links')
      .set({ used_at: now })
      .where('token_hash', '=', hashOfToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
    if (link === undefined) throw new AppError('link-invalid')
    const { userId, ends } = await accountOf(tx, link, current)
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
      // An older one that was not used yet may lie in another's mailbox: only the last of each maker works.
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
        (tx) => plansOfToken(tx, hashOfToken(token)),
        null,
        (tx, plans, after) => use(tx, { token, current, own: sessions.inside(tx, after), plans }),
      ),
  }
}
