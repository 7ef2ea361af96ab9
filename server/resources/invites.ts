import type { Actor, Guard } from '#server/auth/guard.ts'
import { join } from '#server/auth/join-plan.ts'
import { inviteLetter, type Mailer } from '#server/auth/mailer.ts'
import type { Sessions } from '#server/auth/sessions.ts'
import { findUserByEmail, normalizeEmail, toMe } from '#server/auth/users.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import { checkParts, partsOf } from '#server/plans/parts-given.ts'
import { readPeople } from '#server/plans/person-links.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { InviteRow, Storage } from '#server/storage/tables.ts'
import {
  acceptInvite,
  createInvite,
  getInvite,
  type Invite,
  listInvites,
  type MadeInvite,
  withdrawInvite,
} from '#shared/api/members.ts'
import { AppError, type FieldError } from '#shared/errors.ts'
import { chosenSections } from '#shared/format/parts-of-format.ts'
import type { OnLimited } from '#shared/limits.ts'
import {
  addInvite,
  findInvite,
  type InviteWithPlan,
  isMember,
  isMemberByEmail,
  isOpen,
  listOpenInvites,
  listPastInvites,
  mailLimitOf,
  noteMailed,
  planTitle,
  withdraw,
} from './invites-queries.ts'

export type InvitesDependencies = {
  db: Storage
  writer: PlanWriter
  guard: Guard
  sessions: Sessions
  mailer: Mailer
  failedTokens: FailedTokens
  onLimited: OnLimited
  formats: Formats
  reading: PlanReading
  clock: Clock
  ids: Ids
  publicUrl: string
}

type AskedInvite = Pick<
  InviteRow,
  'plan_id' | 'role' | 'discipline' | 'email' | 'name' | 'person_row' | 'sections'
>

const inviteLifetimeMs = 14 * 24 * 60 * 60 * 1000

export function mountInvites(
  router: Router,
  {
    db,
    writer,
    guard,
    sessions,
    mailer,
    failedTokens,
    onLimited,
    formats,
    reading,
    clock,
    ids,
    publicUrl,
  }: InvitesDependencies,
): void {
  router.member(listInvites, async ({ planId }) => {
    const now = clock.now()
    return {
      invites: (await listOpenInvites(db, planId, now)).map(toInvite),
      past: (await listPastInvites(db, planId, now)).map((row) => ({
        ...toInvite(row),
        acceptedBy:
          row.accepted_by === null
            ? null
            : { id: row.accepted_by, name: row.accepted_name ?? 'Onbekend' },
        acceptedAt: isoOrNull(row.accepted_at),
      })),
    }
  })

  router.member(createInvite, async ({ planId, actor, body }) => {
    const email = body.email == null ? null : normalizeEmail(body.email)
    if (email !== null && (await isMemberByEmail(db, planId, email)))
      throw new AppError('already-member')
    const personRow = body.personRow ?? null
    if (
      personRow !== null &&
      !(await readPeople({ db, reading }, planId)).some(({ rowId }) => rowId === personRow)
    )
      throw new AppError('person-unknown')
    const asked = {
      plan_id: planId,
      role: body.role,
      discipline: body.discipline ?? null,
      email,
      name: body.name || null,
      person_row: personRow,
      sections: await checkParts(db, formats, {
        planId,
        role: body.role,
        parts: body.sections ?? null,
      }),
    }
    return make(actor, asked, body.replaces ?? null)
  })

  /** The link is in the answer, and in a mail if there is an address and a mail server. */
  async function make(
    actor: Actor,
    asked: AskedInvite,
    replaces: string | null,
  ): Promise<MadeInvite> {
    const { plan_id: planId, email } = asked
    const now = clock.now()
    const token = ids.secret()
    const invite = {
      ...asked,
      id: ids.next(),
      created_by: actor.userId,
      created_at: now,
      expires_at: now + inviteLifetimeMs,
    }
    await addInvite(writer, invite, { token, replaces })
    const url = `${publicUrl}/invite?token=${token}`
    const kept = email === null ? null : await mailLimitOf(db, { ...invite, email })
    if (kept !== null) onLimited(kept)
    const isMailed =
      email !== null &&
      kept === null &&
      (await mailer.send(
        inviteLetter(email, { url, invitedBy: actor.name, planTitle: await planTitle(db, planId) }),
      ))
    if (isMailed) await noteMailed(db, invite.id, now)
    return { id: invite.id, url, expiresAt: iso(invite.expires_at), isMailed }
  }

  router.member(withdrawInvite, async ({ planId, params, actor }) => {
    await withdraw(writer, {
      planId,
      inviteId: params.inviteId,
      actor: actor.userId,
      now: clock.now(),
    })
    return {}
  })

  async function mustFind(token: string): Promise<InviteWithPlan> {
    const invite = await findInvite(db, token)
    if (invite === undefined) throw await failedTokens.refusal('invite', 'invite-invalid')
    return invite
  }

  function namesOfParts({ sections, format_id, format_version }: InviteWithPlan): string[] | null {
    const format = formats.find(format_id, format_version)
    const parts = partsOf({ sections })
    return parts === null || format === null
      ? null
      : chosenSections(format, parts).map((section) => section.shortTitle)
  }

  router.open(getInvite, async ({ params, actor }) => {
    const invite = await mustFind(params.token)
    // The member who joined by this invitation may open it again: a bookmark of it then leads to
    // the plan.
    const isOwn = actor !== null && invite.accepted_by === actor.userId
    if (!isOpen(invite, clock.now()) && !isOwn) throw new AppError('invite-invalid')
    const { plan_id, plan_title, inviter_name, role, discipline, email, name, expires_at } = invite
    return {
      planId: plan_id,
      planTitle: plan_title,
      invitedBy: inviter_name,
      role,
      discipline,
      email,
      name,
      sections: namesOfParts(invite),
      expiresAt: iso(expires_at),
    }
  })

  router.open(acceptInvite, async ({ params, actor, body, setCookies }) => {
    const invite = await mustFind(params.token)
    if (actor !== null && (await isMember(db, invite.plan_id, actor.userId))) {
      // A coordinator who opens their own link, or a member who returns by it, consumes nothing.
      return { planId: invite.plan_id, me: toMe(actor) }
    }
    if (!isOpen(invite, clock.now())) throw new AppError('invite-invalid')
    const claim =
      actor === null
        ? newcomer(invite, body)
        : { kind: 'user' as const, userId: actor.userId, email: actor.email }
    if (invite.email !== null && normalizeEmail(claim.email) !== invite.email) {
      const invited = await findUserByEmail(db, invite.email)
      if (actor === null || invited?.id !== actor.userId) throw new AppError('invite-other-email')
    }

    if (actor !== null && !(await guard.reaches(invite.plan_id, actor)))
      throw new AppError('session-limited')
    const token = await join({ sessions, writer, ids }, invite, claim, clock.now()).catch(
      async (error: unknown) => {
        // Otherwise one open invitation would reveal for any number of addresses whether an account
        // exists.
        throw error instanceof AppError && error.code === 'sign-in-first'
          ? await failedTokens.refusal('invite', error.code)
          : error
      },
    )
    if (token !== null) setCookies(sessions.cookieOf(token))
    return {
      planId: invite.plan_id,
      me: toMe(token === null && actor !== null ? actor : await sessions.begun(token ?? '')),
    }
  })
}

function toInvite(row: InviteRow): Invite {
  const { id, role, discipline, email, name, created_at, expires_at } = row
  return {
    id,
    role,
    discipline,
    email,
    name,
    personRow: row.person_row,
    sections: partsOf(row),
    createdAt: iso(created_at),
    expiresAt: iso(expires_at),
    mailedAt: isoOrNull(row.mailed_at),
  }
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
const iso = (ms: number): string => new Date(ms).toISOString()

function newcomer(
  invite: InviteWithPlan,
  body: { name?: string | undefined; email?: string | undefined },
) {
  const email = body.email ?? invite.email
  const fields: FieldError[] = []
  if (body.name === undefined) fields.push({ path: 'name', message: 'Vul uw naam in.' })
  if (email === null) fields.push({ path: 'email', message: 'Vul uw e-mailadres in.' })
  if (body.name === undefined || email === null) throw new AppError('invalid-values', { fields })
  return { kind: 'newcomer' as const, name: body.name, email }
}
