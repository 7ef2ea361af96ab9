import { useState } from 'react'
import { useLocation } from 'wouter'
import { useLeavePlan, useRemoveMember, useUpdateMember } from '#client/hooks/use-members.ts'
import { realEmail } from '#client/text/email.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { CompactSelect } from '#client/ui/select-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can, type Role, roleLabels } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Format } from '#shared/format/schema.ts'
import { MemberParts } from './member-parts.tsx'
import { MemberPerson } from './member-person.tsx'
import { MemberSignInLink } from './member-sign-in-link.tsx'
import { disciplineChoices, roleChoices } from './members-choices.ts'
import type { PlanPerson } from './plan-person.ts'
import './people.css'

type MemberListProps = {
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
}

export function MemberList({
  planId,
  format,
  members,
  people,
  canManage,
  mayHandLinks,
  myId,
}: MemberListProps) {
  const [removing, setRemoving] = useState<Member | null>(null)
  const remove = useRemoveMember(planId)
  const leave = useLeavePlan()
  const [, navigate] = useLocation()
  const isMe = removing?.userId === myId
  return (
    <>
      <div
        className={`people__head${people === null ? '' : ' people__head--linked'}`}
        aria-hidden="true"
      >
        <span>Naam</span>
        <span>Rol</span>
        <span>Discipline</span>
        {people !== null && <span>In het plan</span>}
      </div>
      <ul className="people" aria-labelledby="members-title">
        {members.map((member) => (
          <MemberRow
            key={member.userId}
            planId={planId}
            format={format}
            member={member}
            members={members}
            people={people}
            canManage={canManage}
            isMe={member.userId === myId}
            mayHandLinks={mayHandLinks && member.userId !== myId}
            onRemove={() => setRemoving(member)}
          />
        ))}
      </ul>
      <ConfirmDialog
        title={isMe ? 'Plan verlaten?' : 'Uit het plan halen?'}
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        confirmLabel={isMe ? 'Plan verlaten' : 'Uit het plan halen'}
        onConfirm={async () => {
          if (removing === null) return
          if (isMe) await leave.mutateAsync(planId)
          else await remove.mutateAsync(removing.userId)
          if (isMe) navigate('/', { replace: true })
          else focusHeadingWhenLost()
          showToast({
            text: isMe
              ? 'U doet niet meer mee aan dit plan.'
              : `${removing.name} doet niet meer mee.`,
          })
        }}
      >
        <p>
          {isMe
            ? 'U kunt het plan daarna niet meer openen.'
            : `${removing?.name} kan het plan daarna niet meer openen.`}{' '}
          Wat al geschreven is, blijft staan.
        </p>
      </ConfirmDialog>
    </>
  )
}

type MemberRowProps = {
  planId: string
  format: Format | null
  member: Member
  members: readonly Member[]
  people: readonly PlanPerson[] | null
  canManage: boolean
  isMe: boolean
  mayHandLinks: boolean
  onRemove: () => void
}

function MemberRow({
  planId,
  format,
  member,
  members,
  people,
  canManage,
  isMe,
  mayHandLinks,
  onRemove,
}: MemberRowProps) {
  const update = useUpdateMember(planId)
  const [givingUp, setGivingUp] = useState<Role | null>(null)
  const shown = update.isPending ? { ...member, ...update.variables } : member
  const change = (changed: { role?: Role; discipline?: Member['discipline'] }) =>
    update.mutateAsync({ userId: member.userId, ...changed }).then(
      () =>
        showToast({
          text: `${member.name}: ${changed.role === undefined ? 'discipline' : 'rol'} gewijzigd.`,
        }),
      (error: Error) => showToast({ text: error.message, tone: 'bad' }),
    )
  return (
    <li className={`person${people === null ? '' : ' person--linked'}`}>
      <div className="person__who">
        <Avatar name={member.name} discipline={member.discipline} isDecorative />
        <div>
          <p className="person__name">
            {member.name}
            {isMe && ' (u)'}
          </p>
          <p className="person__detail">
            <Address email={realEmail(member.email)} />
          </p>
        </div>
      </div>
      <div>
        <span className="person__caption" aria-hidden={canManage}>
          Rol
        </span>
        {canManage ? (
          <CompactSelect
            id={`role-${member.userId}`}
            aria-label={`Rol van ${member.name}`}
            value={shown.role}
            choices={roleChoices}
            onChange={(role) =>
              isMe && member.role === 'coordinator' ? setGivingUp(role) : void change({ role })
            }
          />
        ) : (
          <span className="person__plain">{roleLabels[member.role]}</span>
        )}
      </div>
      <div>
        <span className="person__caption" aria-hidden={canManage}>
          Discipline
        </span>
        {canManage ? (
          <CompactSelect
            id={`discipline-${member.userId}`}
            aria-label={`Discipline van ${member.name}`}
            value={shown.discipline ?? ''}
            choices={disciplineChoices}
            onChange={(discipline) =>
              void change({ discipline: discipline === '' ? null : discipline })
            }
          />
        ) : (
          <span className="person__plain">
            {member.discipline === null ? 'Geen discipline' : disciplines[member.discipline].label}
          </span>
        )}
      </div>
      {people !== null && (
        <MemberPerson
          planId={planId}
          member={member}
          members={members}
          people={people}
          canManage={canManage}
          isMe={isMe}
        />
      )}
      {(canManage || isMe) && (
        <div className="person__action">
          {mayHandLinks && <MemberSignInLink planId={planId} member={member} />}
          {isMe ? (
            <Button kind="quiet" onPress={onRemove}>
              Plan verlaten
            </Button>
          ) : (
            <Button
              kind="quiet"
              onPress={onRemove}
              aria-label={`${member.name} uit het plan halen`}
            >
              Weghalen
            </Button>
          )}
        </div>
      )}
      {format !== null && !can(shown.role, 'write') && (canManage || member.sections !== null) && (
        <MemberParts planId={planId} member={member} format={format} canManage={canManage} />
      )}
      <ConfirmDialog
        title="Geen coördinator meer zijn?"
        isOpen={givingUp !== null}
        onClose={() => setGivingUp(null)}
        kind="primary"
        confirmLabel="Rol wijzigen"
        onConfirm={async () => {
          if (givingUp === null) return
          await update.mutateAsync({ userId: member.userId, role: givingUp })
          showToast({ text: `U bent nu ${roleLabels[givingUp].toLocaleLowerCase('nl-NL')}.` })
        }}
      >
        <p>
          U kunt daarna niemand meer uitnodigen en geen rollen wijzigen. Een andere coördinator kan
          u die rol teruggeven.
        </p>
      </ConfirmDialog>
    </li>
  )
}

/** An address that does not fit wraps after its @, not in the middle of a name. */
function Address({ email }: { email: string }) {
  const host = email.indexOf('@') + 1
  return (
    <>
      {email.slice(0, host)}
      <wbr />
      {email.slice(host)}
    </>
  )
}
