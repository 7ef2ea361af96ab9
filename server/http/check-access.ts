import type { Actor, Membership } from '#server/auth/guard.ts'
import { type Action, can } from '#shared/access.ts'
import type { Access, Endpoint } from '#shared/api/endpoint.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { meetsNeed } from '#shared/started-by.ts'

export function expectAccess<E extends Endpoint>(endpoint: E, kind: Access['kind']): E {
  if (endpoint.access.kind !== kind)
    throw new Error(
      `${endpoint.method} ${endpoint.path} is "${endpoint.access.kind}" in the contract and was bound as "${kind}".`,
    )
  return endpoint
}

export function mustBeSignedIn(actor: Actor | null): Actor {
  if (actor === null) throw new AppError('not-signed-in')
  return actor
}

/** Checked after the user's rights, so that a stranger gets the same answer as always. */
export function mustReach(actor: Actor, access: Access): Actor {
  const need = 'session' in access ? (access.session ?? 'any') : 'any'
  if (!meetsNeed(actor.reach, need)) throw new AppError('session-limited')
  return actor
}

export function mustBeAllowed(membership: Membership | null, access: Access): Membership {
  if (
    membership === null ||
    access.kind === 'public' ||
    access.kind === 'signedIn' ||
    access.kind === 'admin' ||
    access.kind === 'audit'
  )
    throw new AppError('no-access')
  if (!can(membership.role, access.action)) throw new AppError(refusals[access.action])
  if (membership.isEnded && access.action === 'write') throw new AppError('plan-ended')
  if (membership.parts !== null && access.parts === undefined) throw new AppError('parts-only')
  return membership
}

const refusals: Record<Action, ErrorCode> = {
  read: 'no-access',
  comment: 'comment-not-allowed',
  write: 'read-only',
  manage: 'no-access',
}
