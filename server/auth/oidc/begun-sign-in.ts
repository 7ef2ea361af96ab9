import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#server/runtime.ts'
import { limits } from '#shared/limits.ts'

const PurposeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign-in') }),
  /** Accept this invitation. */
  z.object({ kind: z.literal('join'), invite: z.string() }),
  /** Link the account at the organisation to the account of this session. */
  z.object({ kind: z.literal('link'), sessionId: z.string() }),
])
/** The purpose of a sign-in at the organisation. */
export type Purpose = z.infer<typeof PurposeSchema>

const CookieSchema = z.object({ id: z.string(), expiresAt: z.number(), purpose: PurposeSchema })

/** A sign-in at the provider that began in this browser. */
export type BegunSignIn = {
  purpose: Purpose
  expiresAt: number
  state: string
  nonce: string
  /** PKCE: proof that the returning browser is the one that began. */
  verifier: string
}

export type BegunSignIns = {
  begin(purpose: Purpose): { begun: BegunSignIn; cookie: Headers }
  /** From the cookies of a request; null without a valid one of ours. */
  read(cookies: string | null): BegunSignIn | null
  noCookie(): Headers
}

/**
 * A begun sign-in is a signed cookie and no row, so that visitors who only press the button cost
 * nothing. State, nonce and PKCE verifier (256 bits each) are derived from its random id and our
 * secret: the cookie itself reveals none of them.
 */
export function createBegunSignIns({
  secret,
  publicUrl,
  clock,
}: {
  secret: string
  publicUrl: string
  clock: Clock
}): BegunSignIns {
  const isSecure = publicUrl.startsWith('https:')
  // With this prefix no other host of the same site can plant one: an attacker's sign-in in a
  // victim's browser would let the victim work in the attacker's account.
  const name = `${isSecure ? '__Host-' : ''}wijktafel.oidc`
  const key = createHmac('sha256', secret).update('oidc sign-in').digest()
  const derive = (purpose: string, text: string) =>
    createHmac('sha256', key).update(`${purpose} ${text}`).digest('base64url')
  const write = (value: string, maxAgeSeconds: number) =>
    new Headers({
      'set-cookie': `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
    })
  const begunOf = ({ id, expiresAt, purpose }: z.infer<typeof CookieSchema>): BegunSignIn => ({
    purpose,
    expiresAt,
    state: derive('state', id),
    nonce: derive('nonce', id),
    verifier: derive('verifier', id),
  })

  return {
    begin(purpose) {
      const { max } = limits.oidcBegunMs
      const content = {
        id: randomBytes(32).toString('base64url'),
        expiresAt: clock.now() + max,
        purpose,
      }
      const body = Buffer.from(JSON.stringify(content)).toString('base64url')
      return {
        begun: begunOf(content),
        cookie: write(`${body}.${derive('cookie', body)}`, Math.floor(max / 1000)),
      }
    },

    read(cookies) {
      const pair = cookies?.split(';').find((cookie) => cookie.trimStart().startsWith(`${name}=`))
      const [body = '', mac = ''] = (pair?.trim().slice(name.length + 1) ?? '').split('.')
      if (!isSame(mac, derive('cookie', body))) return null
      const content = CookieSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
      return content.expiresAt > clock.now() ? begunOf(content) : null
    },

    noCookie: () => write('', 0),
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
