import { z } from 'zod'

/**
 * How a session began. `mail`: by a link that a mail server accepted for the address; `passkey` and
 * `oidc`: by something only that person has; `handed`: by a link that somebody else passed on and
 * could have opened. `by` names that member, who made the link or the invitation. Without it the
 * operator did, from the command line or the log.
 */
export const StartedBySchema = z.object({
  method: z.enum(['mail', 'passkey', 'oidc', 'handed']),
  by: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Of `oidc`: the issuer that identified this person. */
  issuer: z.string().optional(),
})
export type StartedBy = z.infer<typeof StartedBySchema>
export type SignInMethod = StartedBy['method']

/**
 * The reach of a session. The person who hands over a link could open it too, so the link never
 * opens more than they could reach without it.
 * - `full`: every right of the person.
 * - `newcomer`: of an account whose address is not proven: an invitation made it, or an
 *   organisation whose addresses are not trusted. All plans of that account, because its holder
 *   joined or made each of them; no administration.
 * - `own-plans`: handed over by an administrator. All plans of the person, and nothing that
 *   outlasts the session.
 * - `plans-of-hander`: handed over by a coordinator. The same, in plans that they coordinate now.
 */
export const reaches = ['full', 'newcomer', 'own-plans', 'plans-of-hander'] as const
export type Reach = (typeof reaches)[number]

/**
 * The session that a request requires, besides the rights of its user. `any`: reading and taking
 * part. `own`: anything that outlives a handed session, such as a plan, an invitation, another
 * name, or a link that lets a member back in. `full`: administration and sign-in methods.
 */
export type SessionNeed = 'any' | 'own' | 'full'

const needsMet: Readonly<Record<Reach, readonly SessionNeed[]>> = {
  full: ['any', 'own', 'full'],
  newcomer: ['any', 'own'],
  'own-plans': ['any'],
  'plans-of-hander': ['any'],
}

export function meetsNeed(reach: Reach, need: SessionNeed): boolean {
  return needsMet[reach].includes(need)
}
