import { betterAuth } from 'better-auth'
import { magicLink } from 'better-auth/plugins/magic-link'
import type { Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'

const linkLifetimeMs = 24 * 60 * 60 * 1000
const sessionLifetimeSeconds = 30 * 24 * 60 * 60
const sessionRenewAfterSeconds = 24 * 60 * 60

/** Who may sign in before anyone else can: the person who reads the terminal of a new installation. */
export const firstCoordinator = {
  name: 'Coördinator',
  email: 'coordinator@wijktafel.invalid',
} as const

type AuthDependencies = {
  db: Storage
  secret: string
  publicUrl: string
  logger: Logger
  newToken: () => string
}

/** Passed along as metadata with a request for a token. */
export type TokenReceiver = { receive(token: string): void }

export type Auth = ReturnType<typeof createAuth>

/**
 * Sessions and one-time links by better-auth. Its HTTP handler is mounted nowhere: only `auth.api` is called, by our own
 * routes. So a token exists only because we minted it, and the one sign-up that a token can cause is that of the very
 * first user, who becomes the administrator.
 */
export function createAuth({ db, secret, publicUrl, logger, newToken }: AuthDependencies) {
  return betterAuth({
    baseURL: publicUrl,
    secret,
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) =>
        logger[level === 'error' ? 'error' : 'warn']({ part: 'auth' }, message),
    },
    database: { db, type: 'sqlite' },
    user: { additionalFields: { isAdmin: { type: 'boolean', defaultValue: false, input: false } } },
    session: { expiresIn: sessionLifetimeSeconds, updateAge: sessionRenewAfterSeconds },
    advanced: {
      useSecureCookies: publicUrl.startsWith('https:'),
      cookiePrefix: 'wijktafel',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Addresses of visitors are personal data and nothing here needs them.
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: {
      user: {
        create: {
          /** A forgotten first link must not make a second administrator, or anyone at all, once somebody is in. */
          before: async (user) => {
            const someone = await db.selectFrom('user').select('id').limit(1).executeTakeFirst()
            return someone === undefined && user.email === firstCoordinator.email
              ? { data: { ...user, isAdmin: true } }
              : false
          },
        },
      },
    },
    plugins: [
      magicLink({
        storeToken: 'hashed',
        expiresIn: linkLifetimeMs / 1000,
        generateToken: newToken,
        // Only the hash is kept; `links.ts` asked for this token and decides where it goes.
        sendMagicLink: async ({ token, metadata }) => {
          const receiver = metadata as TokenReceiver | undefined
          receiver?.receive(token)
        },
      }),
    ],
  })
}
