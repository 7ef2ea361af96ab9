import { KeyRound, Link2, ListChecks, LogOut, UserMinus, UserPen } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useLeavePlan, useRemoveMember } from '#client/hooks/use-members.ts'
import { realEmail } from '#client/text/email.ts'
import { formatPastDay } from '#client/text/moment.ts'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import type { MenuAction } from '#client/ui/menu.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import { MemberPartsDialog, partsText } from './member-parts.tsx'
import { MemberPerson, PersonDialog } from './member-person.tsx'
import { MemberRoleDialog } from './member-role.tsx'
import { MemberLinkDialog } from './member-sign-in-link.tsx'
import { Address, ParticipantRow } from './participant-row.tsx'
import type { ParticipantsContext } from './participants.ts'
import { RowMenu } from './row-menu.tsx'

const icon = { className: 'icon', 'aria-hidden': true } as const
type Shown = 'role' | 'person' | 'parts' | 'link' | 'remove'

type MemberRowProps = ParticipantsContext & {
  member: Member
  invitedAs: string | null
}

/** A member, with all that a coordinator does about one behind the menu. */
export function MemberRow({ member, invitedAs, ...list }: MemberRowProps) {
  const { planId, format, members, people, canManage, mayHandLinks, myId, now } = list
  const [shown, setShown] = useState<Shown | null>(null)
  const close = () => setShown(null)
  const isMe = member.userId === myId
  const hasParts = format !== null && !can(member.role, 'write')
  const found = people?.find(({ rowId }) => rowId === member.person?.rowId)
  const actions: (MenuAction & { id: Shown })[] = []
  if (canManage)
    actions.push({
      id: 'role',
      label: 'Rol en discipline…',
      icon: <UserPen {...icon} />,
      onAction: () => setShown('role'),
    })
  // A member whom a coordinator linked can undo that, not choose another person.
  if (people !== null && (canManage || (isMe && found !== undefined)))
    actions.push({
      id: 'person',
      label: isMe ? 'Wie bent u in het plan?' : 'Wie is dit in het plan?',
      icon: <Link2 {...icon} />,
      onAction: () => setShown('person'),
    })
  if (canManage && hasParts)
    actions.push({
      id: 'parts',
      label: 'Onderdelen kiezen…',
      icon: <ListChecks {...icon} />,
      onAction: () => setShown('parts'),
    })
  if (mayHandLinks && !isMe)
    actions.push({
      id: 'link',
      label: 'Inloglink maken…',
      icon: <KeyRound {...icon} />,
      onAction: () => setShown('link'),
    })
  if (canManage || isMe)
    actions.push({
      id: 'remove',
      label: isMe ? 'Plan verlaten…' : 'Uit het plan halen…',
      icon: isMe ? <LogOut {...icon} /> : <UserMinus {...icon} />,
      isDanger: true,
      onAction: () => setShown('remove'),
    })
  return (
    <>
      <ParticipantRow
        name={member.name}
        memberDiscipline={member.discipline}
        memberRole={member.role}
        discipline={member.discipline}
        detail={
          <>
            {isMe && 'u'}
            {isMe && realEmail(member.email) !== '' && ', '}
            <Address email={realEmail(member.email)} />
            {invitedAs !== null && (
              <>
                {(isMe || realEmail(member.email) !== '') && <br />}
                uitgenodigd als {invitedAs}
              </>
            )}
          </>
        }
        inPlan={
          people !== null && (
            <MemberPerson
              planId={planId}
              member={member}
              people={people}
              canManage={canManage}
              isMe={isMe}
              onChoose={() => setShown('person')}
            />
          )
        }
        lastHere={isMe ? 'nu' : canManage ? lastHereText(member.lastHereOn, now) : null}
        menu={actions.length > 0 && <RowMenu name={member.name} actions={actions} />}
        note={
          hasParts && (canManage || member.sections !== null)
            ? partsText(format, member.sections)
            : undefined
        }
      />
      {shown === 'role' && (
        <MemberRoleDialog planId={planId} member={member} isMe={isMe} onClose={close} />
      )}
      {shown === 'person' && people !== null && (
        <PersonDialog
          planId={planId}
          member={member}
          members={members}
          people={people}
          isMe={isMe}
          mayChoose={canManage || (isMe && found === undefined)}
          onClose={close}
        />
      )}
      {shown === 'parts' && format !== null && (
        <MemberPartsDialog planId={planId} member={member} format={format} onClose={close} />
      )}
      {mayHandLinks && (
        <MemberLinkDialog
          planId={planId}
          member={member}
          isOpen={shown === 'link'}
          onClose={close}
        />
      )}
      <RemoveDialog
        planId={planId}
        member={member}
        isMe={isMe}
        isOpen={shown === 'remove'}
        onClose={close}
      />
    </>
  )
}

function lastHereText(day: string | null, now: Date): string {
  return day === null ? 'nog niet' : formatPastDay(day, now)
}

type RemoveDialogProps = {
  planId: string
  member: Member
  isMe: boolean
  isOpen: boolean
  onClose: () => void
}

function RemoveDialog({ planId, member, isMe, isOpen, onClose }: RemoveDialogProps) {
  const remove = useRemoveMember(planId)
  const leave = useLeavePlan()
  const [, navigate] = useLocation()
  return (
    <ConfirmDialog
      title={isMe ? 'Plan verlaten?' : 'Uit het plan halen?'}
      isOpen={isOpen}
      onClose={onClose}
      confirmLabel={isMe ? 'Plan verlaten' : 'Uit het plan halen'}
      onConfirm={async () => {
        if (isMe) {
          await leave.mutateAsync(planId)
          navigate('/', { replace: true })
        } else {
          await remove.mutateAsync(member.userId)
          focusHeadingWhenLost()
        }
        showToast({
          text: isMe ? 'U doet niet meer mee aan dit plan.' : `${member.name} doet niet meer mee.`,
        })
      }}
    >
      <p>
        {isMe
          ? 'U kunt het plan daarna niet meer openen.'
          : `${member.name} kan het plan daarna niet meer openen.`}{' '}
        Wat al geschreven is, blijft staan.
      </p>
    </ConfirmDialog>
  )
}
