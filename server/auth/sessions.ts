import type { AfterCommit } from '#server/plans/plan-writer.ts'
import { type Clock, type Ids, slicesOf } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import { lockName } from '#server/storage/lock-plans.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'
import type { Reach, SignInMethod, StartedBy } from '#shared/started-by.ts'
import { openIdToken, sealIdToken } from './oidc/id-token-hint.ts'
import type { SessionCookie } from './session-cookie.ts'

export type Session = {
  sessionId: string
  userId: string
  name: string
  email: string
  /**
   * False in a session whose reach excludes administration, even if its user is an administrator.
   */
  isAdmin: boolean
  startedBy: StartedBy
  reach: Reach
}

type NewSession = {
  userId: string
  method: SignInMethod
  handedBy: string | null
  /** Given for `oidc` only. */
  issuer?: string
  idToken?: string | null
  reach: Reach
}
/**
 * The sessions of a user to end: `others` spares the current one, `handed` takes only those from
 * handed-over links, `newcomer` those from before the address was proven, `handed-by` those of
 * other users that began with a link from this user.
 */
export type Ending =
  | { kind: 'one'; sessionId: string }
  | { kind: 'all'; userId: string }
  | { kind: 'others'; userId: string; spared: string }
  | { kind: 'handed'; userId: string }
  | { kind: 'newcomer'; userId: string }
  | { kind: 'handed-by'; userId: string }

/** Inside a transaction. */
export type SessionWriter = {
  /** The token of a new session, returned only here. */
  begin(session: NewSession): Promise<{ sessionId: string; token: string }>
  end(which: Ending): Promise<void>
}

/**
 * The one place where sessions begin and end. However a session ends, its connections are told by
 * `onEnded` as soon as the end is durable; sessions that another process ended are found by `gone`.
 */
export type Sessions = {
  /** The session named by the cookies of a request; null if there is none or it has ended. */
  find(cookies: string | null): Promise<Session | null>
  /** The session that just began with this token. */
  begun(token: string): Promise<Session>
  /** Those of the given sessions that have ended, whoever ended them. */
  gone(sessionIds: readonly string[]): Promise<string[]>
  /** Within a write to plans: that write reports the ended sessions after its commit. */
  inside(tx: StorageTransaction, after: AfterCommit): SessionWriter
  /** One transaction on accounts only; listeners are told after its commit. */
  write<T>(change: (trx: StorageTransaction, sessions: SessionWriter) => Promise<T>): Promise<T>
  /** The cookie with a later expiry if a renewal is due; otherwise no `set-cookie`. */
  renew(cookies: string | null): Promise<Headers>
  cookieOf(token: string): Headers
  noCookie(): Headers
  /** The ID token by which the session of these cookies began; null without one. */
  idTokenOf(cookies: string | null): Promise<string | null>
  onEnded(listener: (sessionIds: readonly string[]) => void): void
}

const lifetimeMs = 30 * 24 * 60 * 60 * 1000
const renewAfterMs = 24 * 60 * 60 * 1000

/** A prepared statement has a fixed number of parameters. */
const askedAtOnce = 50

type Row = {
  id: string
  user_id: string
  method: SignInMethod
  handed_by: string | null
  hander: string | null
  hander_is_admin: number | null
  issuer: string | null
  reach: Reach
  name: string
  email: string
  is_admin: number
}

export function createSessions({
  db,
  clock,
  ids,
  cookie,
}: {
  db: Storage
  clock: Clock
  ids: Ids
  cookie: SessionCookie
}): Sessions {
  // A prepared statement on the read connection: after a restart everybody reconnects in the same
  // second.
  const sessionOf = engineOf(db).lookup<[string, number], Row>(
    `select sessions.id, sessions.user_id, sessions.method, sessions.handed_by, sessions.issuer,
       sessions.reach,
       hander.name as hander, hander."isAdmin" as hander_is_admin,
       "user".name, "user".email, "user"."isAdmin" as is_admin
     from sessions join "user" on "user".id = sessions.user_id
       left join "user" as hander on hander.id = sessions.handed_by
     where sessions.token_hash = ? and sessions.expires_at > ?`,
  )
  const present = engineOf(db).lookupAll<[number, ...string[]], { id: string }>(
    `select sessions.id from sessions left join "user" as hander on hander.id = sessions.handed_by
     where sessions.expires_at > ? and (sessions.reach <> 'own-plans' or hander."isAdmin" = 1)
       and sessions.id in (${new Array(askedAtOnce).fill('?').join(', ')})`,
  )
  const listeners: ((sessionIds: readonly string[]) => void)[] = []

  async function ofToken(token: string): Promise<Session | null> {
    const row = await sessionOf(hashOfToken(token), clock.now())
    // A link from an administrator is valid only while they still are one.
    if (row === undefined || (row.reach === 'own-plans' && row.hander_is_admin !== 1)) return null
    return toSession(row)
  }

  function inside(tx: StorageTransaction, after: AfterCommit): SessionWriter {
    return {
      async begin({ userId, method, handedBy, issuer, idToken = null, reach }) {
        const [sessionId, token, now] = [ids.next(), ids.secret(), clock.now()]
        await mustBeUsable(tx, userId)
        await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute()
        await tx
          .insertInto('sessions')
          .values({
            id: sessionId,
            token_hash: hashOfToken(token),
            user_id: userId,
            method,
            handed_by: handedBy,
            issuer: issuer ?? null,
            id_token: idToken === null ? null : sealIdToken(idToken, token),
            reach,
            created_at: now,
            expires_at: now + lifetimeMs,
          })
          .execute()
        return { sessionId, token }
      },
      async end(which) {
        const rows = await deletion(tx, which).returning('id').execute()
        after.endSessions(rows.map(({ id }) => id))
      },
    }
  }

  return {
    async find(cookies) {
      const token = cookie.read(cookies)
      return token === null ? null : await ofToken(token)
    },

    async begun(token) {
      const session = await ofToken(token)
      if (session === null) throw new AppError('link-invalid')
      return session
    },

    async gone(sessionIds) {
      const gone: string[] = []
      for (const asked of slicesOf(sessionIds, askedAtOnce)) {
        const padding = new Array<string>(askedAtOnce - asked.length).fill('')
        const rows = await present(clock.now(), ...asked, ...padding)
        const found = new Set(rows.map(({ id }) => id))
        gone.push(...asked.filter((id) => !found.has(id)))
      }
      return gone
    },

    inside,

    async write(change) {
      const ended: string[] = []
      const result = await db.transaction().execute(async (tx) => {
        await lockAccounts(tx)
        return change(tx, inside(tx, { endSessions: (ids) => void ended.push(...ids) }))
      })
      if (ended.length > 0) for (const listener of listeners) listener(ended)
      return result
    },

    async renew(cookies) {
      const token = cookie.read(cookies)
      if (token === null) return new Headers()
      const now = clock.now()
      const renewed = await db
        .updateTable('sessions')
        .set({ expires_at: now + lifetimeMs })
        .where('token_hash', '=', hashOfToken(token))
        .where('expires_at', '>', now)
        .where('expires_at', '<=', now + lifetimeMs - renewAfterMs)
        .returning('id')
        .executeTakeFirst()
      return renewed === undefined ? new Headers() : cookie.set(token, lifetimeMs)
    },

    async idTokenOf(cookies) {
      const token = cookie.read(cookies)
      if (token === null) return null
      const ofToken = db.selectFrom('sessions').where('token_hash', '=', hashOfToken(token))
      const row = await ofToken.select('id_token').executeTakeFirst()
      return openIdToken(row?.id_token ?? '', token)
    },

    cookieOf: (token) => cookie.set(token, lifetimeMs),
    noCookie: () => cookie.remove(),
    onEnded(listener) {
      listeners.push(listener)
    },
  }
}

/** A way in may have been read before its account was merged into another one. */
async function mustBeUsable(tx: StorageTransaction, userId: string): Promise<void> {
  const user = await tx
    .selectFrom('user')
    .select('mergedInto')
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user?.mergedInto != null) throw new AppError('link-invalid')
}

/** For a write to plans that may take over an account: nothing is added to it at the same moment. */
export const lockAccounts = (trx: StorageTransaction): Promise<void> => lockName(trx, 'accounts')

/**
 * For a change that outlasts the session it was asked in: that session may have ended since the
 * request was admitted. Within `write`, or with the accounts locked.
 */
export async function mustBeOpen(trx: StorageTransaction, { sessionId }: Session): Promise<void> {
  const row = await trx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-signed-in')
}

function deletion(trx: StorageTransaction, which: Ending) {
  const all = trx.deleteFrom('sessions')
  switch (which.kind) {
    case 'one':
      return all.where('id', '=', which.sessionId)
    case 'all':
      return all.where('user_id', '=', which.userId)
    case 'others':
      return all.where('user_id', '=', which.userId).where('id', '!=', which.spared)
    case 'handed':
      return all.where('user_id', '=', which.userId).where('handed_by', 'is not', null)
    case 'newcomer':
      return all.where('user_id', '=', which.userId).where('reach', '=', 'newcomer')
    case 'handed-by':
      return all.where('handed_by', '=', which.userId)
  }
}

function toSession(row: Row): Session {
  return {
    sessionId: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    isAdmin: row.is_admin === 1 && row.reach === 'full',
    startedBy: startedByOf(row),
    reach: row.reach,
  }
}

/** How a session began. `hander`: the name of the user `handed_by`. */
export function startedByOf({
  method,
  handed_by,
  hander,
  issuer,
}: Pick<Row, 'method' | 'handed_by' | 'hander' | 'issuer'>): StartedBy {
  return {
    method,
    ...(handed_by === null || hander === null ? {} : { by: { id: handed_by, name: hander } }),
    ...(issuer === null ? {} : { issuer }),
  }
}
