import type { Invite, Member, PastInvite } from '#shared/api/members.ts'
import type { Format } from '#shared/format/schema.ts'
import { labelOf, type PlanPerson } from './plan-person.ts'

/** One person of the list: a member, somebody with an open or expired invitation, or somebody whom only the plan names. */
export type Participant =
  | {
      kind: 'member'
      id: string
      name: string
      member: Member
      /** The name on their invitation, where they joined under another one. */
      invitedAs: string | null
    }
  | { kind: 'invited'; id: string; name: string; invite: Invite; isExpired: boolean }
  | { kind: 'named'; id: string; name: string; person: PlanPerson }

export type ParticipantKind = Participant['kind']

/** What all lines of the list are about, and what this user may do. */
export type ParticipantsContext = {
  planId: string
  /** Null until it is loaded. */
  format: Format | null
  members: readonly Member[]
  /** Null for a member who sees parts of the plan, and until they are loaded. */
  people: readonly PlanPerson[] | null
  canManage: boolean
  /** True for a coordinator in a session of their own (not one that somebody handed over). */
  mayHandLinks: boolean
  myId: string | null
  now: Date
}

/** What a coordinator does about an invitation. */
export type InvitationActions = {
  renewingId: string | null
  renew: (invite: Invite) => void
  withdraw: (invite: Invite) => void
  invite: (person: PlanPerson) => void
}

type Known = {
  members: readonly Member[]
  invites: readonly Invite[]
  past: readonly PastInvite[]
  /** Empty for anyone who sees parts of the plan. */
  people: readonly PlanPerson[]
}

/**
 * Everyone in one list: members, then invitations, then people of the plan who are neither. Only a
 * link or an invitation by hand makes two of them one person, never a name that looks the same.
 */
export function participantsOf(
  { members, invites, past, people }: Known,
  now: number,
): Participant[] {
  const used = past.filter(({ acceptedAt }) => acceptedAt !== null)
  const waiting = [...invites, ...past.filter(({ acceptedAt }) => acceptedAt === null)]
  const linked = new Set([
    ...members.flatMap(({ person }) => person?.rowId ?? []),
    ...waiting.flatMap(({ personRow }) => personRow ?? []),
  ])
  return [
    ...members.map((member): Participant => {
      const { userId, name } = member
      const invitation = used.find(({ acceptedBy }) => acceptedBy?.id === userId)
      const invitedAs = invitation?.name ?? null
      return {
        kind: 'member',
        id: `member ${userId}`,
        name,
        member,
        invitedAs: invitedAs === name ? null : invitedAs,
      }
    }),
    ...waiting.map(
      (invite): Participant => ({
        kind: 'invited',
        id: `invite ${invite.id}`,
        name: invite.name ?? invite.email ?? 'Zonder naam',
        invite,
        isExpired: Date.parse(invite.expiresAt) <= now,
      }),
    ),
    ...people
      .filter(({ rowId }) => !linked.has(rowId))
      .map(
        (person): Participant => ({
          kind: 'named',
          id: `person ${person.rowId}`,
          name: person.name.trim() === '' ? labelOf(person) : person.name,
          person,
        }),
      ),
  ]
}

/** The texts by which a person is found. */
export function searchTextsOf(one: Participant): string[] {
  switch (one.kind) {
    case 'member':
      return [one.name, one.member.email, one.invitedAs ?? '']
    case 'invited':
      return [one.name, one.invite.email ?? '']
    case 'named':
      return [one.name, one.person.position, one.person.organisation]
  }
}
