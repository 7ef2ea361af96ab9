import { type Actor, type Guard, handerOf, type Membership } from '#server/auth/guard.ts'
import type { LastHere } from '#server/plans/last-here.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { Connection, type Socket } from '#server/sync/room/connection.ts'
import type { Rooms } from '#server/sync/room/rooms.ts'
import type { UserBudgets } from '#server/sync/room/user-limits.ts'
import { can, type Role } from '#shared/access.ts'
import { disciplines } from '#shared/disciplines.ts'
import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts'
import type { OnLimited } from '#shared/limits.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import { initialsOf } from '#shared/text/initials.ts'
import type { AddressOf } from './client-address.ts'
import type { HandshakeRequest } from './handshake-request.ts'
import type { NodeCalls } from './node-calls.ts'

export type SyncDependencies = {
  rooms: Rooms
  guard: Guard
  lastHere: Pick<LastHere, 'opened'>
  /**
   * Whether a page of this origin may open a socket: browsers send cookies with a websocket from
   * any site.
   */
  allowsOrigin: (origin: string | null) => boolean
  budgets: UserBudgets
  clock: Clock
  logger: Logger
  onLimited: OnLimited
  addressOf: AddressOf
  calls: NodeCalls
}

/** `accessVersion`: its value before the membership was read, so that a later change is noticed. */
type Welcome = { kind: 'welcome'; actor: Actor; membership: Membership; accessVersion: number }
export type Admission = Welcome | { kind: 'refused'; code: ErrorCode }

/**
 * Decides admission to a plan, in the same way for a websocket and for HTTP. A refusal is counted
 * as a closed connection.
 */
export async function decideAdmission(
  { guard, rooms }: Pick<SyncDependencies, 'guard' | 'rooms'>,
  planId: string,
  { query, cookies }: HandshakeRequest,
): Promise<Admission> {
  const { accessVersion } = rooms
  const refuse = (code: ErrorCode): Admission => {
    rooms.countClosed(code)
    return { kind: 'refused', code }
  }
  try {
    const schema = query.get('schema')
    if (schema !== null && schema !== String(richTextSchemaVersion)) return refuse('client-too-old')
    const actor = await guard.authenticate(cookies)
    if (actor === null) return refuse('not-signed-in')
    const membership = await guard.membership(planId, actor)
    if (membership === null) return refuse('no-access')
    // A document is sent whole or not at all (ADR 0009).
    return membership.parts === null
      ? { kind: 'welcome', actor, membership, accessVersion }
      : refuse('parts-only')
  } catch (error) {
    if (!(error instanceof AppError)) return refuse('unavailable')
    // Its client would drop the copy of a removed plan (OF3), and this may be the last one.
    const isLost =
      error.code === 'plan-not-found' &&
      query.has('epoch') &&
      !(await guard.wasMade(planId).catch(() => true))
    return refuse(isLost ? 'plan-lost' : error.code)
  }
}

export function enterPlan(
  { rooms, guard, lastHere, budgets, clock, logger }: SyncDependencies,
  { query }: HandshakeRequest,
  planId: string,
  { actor, membership, accessVersion }: Welcome,
  socket: Socket,
): Connection {
  lastHere.opened({ planId, userId: actor.userId, ...membership })
  return new Connection({
    socket,
    rooms,
    planId,
    identity: {
      userId: actor.userId,
      sessionId: actor.sessionId,
      handedBy: handerOf(actor),
      role: roleInside(membership),
      presence: presenceOf(actor, membership),
      hasExtensions: query.get('ext') === '1',
    },
    position: {
      epoch: query.get('epoch'),
      timeline: query.get('timeline'),
      seq: wholeNumber(query.get('seq')),
    },
    accessVersion,
    whyNotAllowed: async () => {
      if (!(await guard.isThere(actor))) return 'not-signed-in'
      const now = await guard.membership(planId, actor).catch(nullWithoutPlan)
      return now !== null && roleInside(now) === roleInside(membership) && now.parts === null
        ? null
        : 'no-access'
    },
    budgets,
    clock,
    logger,
  })
}

/**
 * Any other error is no answer: a client that is told that it has no access drops its copy, so a
 * lost database must not look like that.
 */
function nullWithoutPlan(error: unknown): null {
  if (error instanceof AppError && error.code === 'plan-not-found') return null
  throw error
}

function wholeNumber(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** Nobody can write in a plan that has ended, whatever their role. */
function roleInside({ role, isEnded }: Membership): Role {
  return isEnded && can(role, 'write') ? 'commenter' : role
}

export function isForeign(
  { origin, isCrossSite }: HandshakeRequest,
  allowsOrigin: SyncDependencies['allowsOrigin'],
): boolean {
  return isCrossSite || !allowsOrigin(origin)
}

export function closeCode(code: ErrorCode): number {
  return errorTable[code].close ?? 4503
}

function presenceOf(actor: Actor, membership: Membership): Connection['presence'] {
  const { discipline } = membership
  return {
    id: actor.userId,
    name: actor.name,
    initials: initialsOf(actor.name),
    discipline,
    color: disciplines[discipline ?? 'overig'].color,
  }
}
