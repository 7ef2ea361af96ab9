import { X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '#client/ui/button.tsx'
import { CompactSelect } from '#client/ui/select-field.tsx'
import { can, type Role } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { partsText } from './member-parts.tsx'
import { MemberSignInLink } from './member-sign-in-link.tsx'
import { type DisciplineChoice, disciplineChoices, roleChoices } from './members-choices.ts'
import { PartsDialog } from './parts-dialog.tsx'
import { labelOf, type PlanPerson } from './plan-person.ts'
import type { Invited } from './read-invited.ts'
import './invited-row.css'
import './participant-row.css'

/** The future role, discipline and parts of an invited person; an empty `personRow` for none. */
export type Choice = {
  role: Role
  discipline: DisciplineChoice
  personRow: string
  sections: Parts
}
export const defaultChoice: Choice = {
  role: 'editor',
  discipline: '',
  personRow: '',
  sections: null,
}

type InvitedRowProps = {
  planId: string
  format: Format | null
  person: Invited
  choice: Choice
  /** The member who has this address already. */
  member: Member | null
  /** True if an invitation for this address is open: it is replaced. */
  isInvited: boolean
  people: readonly PlanPerson[]
  mayHandLinks: boolean
  onChange: (choice: Choice) => void
  onRemove: () => void
}

export function InvitedRow(props: InvitedRowProps) {
  const { planId, format, person, choice, member, isInvited, people, onChange, onRemove } = props
  const [isChoosing, setChoosing] = useState(false)
  const who = person.name || person.email || ''
  const sees = can(choice.role, 'write') ? null : choice.sections
  return (
    <li className="invited__person">
      <div className="invited__who">
        <p className="participant__name">{who}</p>
        <p className="participant__detail">
          {person.email === null
            ? 'geen e-mailadres: u stuurt zelf een bericht'
            : person.name === ''
              ? ''
              : person.email}
        </p>
        {isInvited && member === null && (
          <p className="participant__detail">
            Al uitgenodigd: de eerdere link werkt straks niet meer.
          </p>
        )}
      </div>
      {member !== null ? (
        <div className="invited__member">
          <p className="participant__detail">
            Doet al mee{member.name === person.name ? '' : ` als ${member.name}`}. Lukt inloggen
            niet?
          </p>
          {props.mayHandLinks && <MemberSignInLink planId={planId} member={member} />}
        </div>
      ) : (
        <>
          <CompactSelect
            id={`role-${person.key}`}
            aria-label={`Rol van ${who}`}
            value={choice.role}
            choices={roleChoices}
            onChange={(role) => onChange({ ...choice, role })}
          />
          <CompactSelect
            id={`discipline-${person.key}`}
            aria-label={`Discipline van ${who}`}
            value={choice.discipline}
            choices={disciplineChoices}
            onChange={(discipline) => onChange({ ...choice, discipline })}
          />
          {sees === null && (people.length > 0 || choice.personRow !== '') && (
            <div className="invited__plan-person">
              <CompactSelect
                id={`person-${person.key}`}
                aria-label={`Wie is ${who} in het plan?`}
                value={choice.personRow}
                choices={[
                  { value: '', label: 'Wie is dit in het plan?' },
                  ...people.map((one) => ({ value: one.rowId, label: labelOf(one) })),
                ]}
                onChange={(personRow) => onChange({ ...choice, personRow })}
              />
            </div>
          )}
        </>
      )}
      <div className="invited__remove">
        <IconButton
          label={`${who} niet uitnodigen`}
          icon={<X className="icon" />}
          onPress={onRemove}
        />
      </div>
      {member === null && format !== null && !can(choice.role, 'write') && (
        <div className="invited__parts">
          <span className="participant__detail">{partsText(format, choice.sections)}</span>
          <Button
            kind="quiet"
            onPress={() => setChoosing(true)}
            aria-label={`Onderdelen van ${who} kiezen`}
          >
            Onderdelen kiezen
          </Button>
          {isChoosing && (
            <PartsDialog
              title={`Onderdelen van ${who}`}
              format={format}
              value={choice.sections}
              onClose={() => setChoosing(false)}
              confirmLabel="Kiezen"
              onChoose={async (sections) => onChange({ ...choice, sections, personRow: '' })}
            />
          )}
        </div>
      )}
    </li>
  )
}
