import type { ReactNode } from 'react'
import { Avatar } from '#client/ui/avatar.tsx'
import { type Role, roleLabels } from '#shared/access.ts'
import { type Discipline, disciplines } from '#shared/disciplines.ts'
import { initialsOf } from '#shared/text/initials.ts'
import './participant-row.css'

type ParticipantRowProps = {
  name: string
  /** Undefined for a person who is no member: their avatar has only an edge. */
  memberDiscipline?: Discipline | null
  /** Null for a person who has no role yet. */
  memberRole: Role | null
  discipline: Discipline | null
  detail: ReactNode
  inPlan: ReactNode
  /** Null for a user who may not know it, and for people who never could be here. */
  lastHere: string | null
  /** The one thing that is to be done about this person, where there is one. */
  action?: ReactNode
  menu: ReactNode
  /** A line below the others, such as the parts that this person sees. */
  note?: ReactNode
}

/** A line of the list: the same columns for members, invitations and people whom only the plan names. */
export function ParticipantRow(props: ParticipantRowProps) {
  const { name, memberDiscipline, memberRole: role, discipline } = props
  return (
    <li className="participant">
      <div className="participant__face">
        {memberDiscipline === undefined ? (
          <span className="participant__outline" aria-hidden="true">
            {initialsOf(name)}
          </span>
        ) : (
          <Avatar name={name} discipline={memberDiscipline} isDecorative />
        )}
      </div>
      <div className="participant__who">
        <p className="participant__name">{name}</p>
        <p className="participant__detail">{props.detail}</p>
      </div>
      <div className="participant__role">
        <Caption text="Rol" />
        {role === null ? 'Geen lid' : roleLabels[role]}
      </div>
      <div className="participant__discipline">
        {role !== null && (
          <>
            <Caption text="Discipline" />
            {discipline === null ? 'Geen discipline' : disciplines[discipline].label}
          </>
        )}
      </div>
      <div className="participant__in-plan">
        <Caption text="In het plan" />
        {props.inPlan}
      </div>
      <div className="participant__last">
        {props.lastHere !== null && (
          <span>
            <Caption text="Laatst hier" />
            {props.lastHere}
          </span>
        )}
        {props.action}
      </div>
      <div className="participant__menu">{props.menu}</div>
      {props.note !== undefined && <div className="participant__note">{props.note}</div>}
    </li>
  )
}

/** The names of the columns; each line says them again to a screen reader. */
export function ParticipantHead({ hasLastHere }: { hasLastHere: boolean }) {
  return (
    <div className="participant participant--head" aria-hidden="true">
      <span />
      <span>Naam</span>
      <span>Rol</span>
      <span>Discipline</span>
      <span>In het plan</span>
      <span>{hasLastHere && 'Laatst hier'}</span>
      <span />
    </div>
  )
}

const Caption = ({ text }: { text: string }) => (
  <span className="participant__caption">{text}: </span>
)

/** An address that does not fit wraps after its @, not in the middle of a name. */
export function Address({ email }: { email: string }) {
  const host = email.indexOf('@') + 1
  return (
    <>
      {email.slice(0, host)}
      <wbr />
      {email.slice(host)}
    </>
  )
}
