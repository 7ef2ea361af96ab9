import { useState } from 'react'
import { useUpdateMember } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { roleLabels } from '#shared/access.ts'
import type { Member } from '#shared/api/members.ts'
import { type DisciplineChoice, disciplineChoices, roleChoices } from './members-choices.ts'

type MemberRoleDialogProps = {
  planId: string
  member: Member
  isMe: boolean
  onClose: () => void
}

/** Role and discipline of a member; they apply to their open screens at once. */
export function MemberRoleDialog({ planId, member, isMe, onClose }: MemberRoleDialogProps) {
  const update = useUpdateMember(planId)
  const [role, setRole] = useState(member.role)
  const [discipline, setDiscipline] = useState<DisciplineChoice>(member.discipline ?? '')
  const isGivingUp = isMe && member.role === 'coordinator' && role !== 'coordinator'
  const save = () =>
    update.mutate(
      { userId: member.userId, role, discipline: discipline === '' ? null : discipline },
      {
        onSuccess: () => {
          onClose()
          showToast({
            text: isMe
              ? `U bent nu ${roleLabels[role].toLocaleLowerCase('nl-NL')}.`
              : `${member.name}: gewijzigd.`,
          })
        },
      },
    )
  return (
    <Dialog
      title={isMe ? 'Uw rol en discipline' : `Rol en discipline van ${member.name}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" isPending={update.isPending} onPress={save}>
            {isGivingUp ? 'Geen coördinator meer zijn' : 'Opslaan'}
          </Button>
        </>
      }
    >
      <SelectField
        id="member-role"
        label="Rol"
        isRequired
        value={role}
        onChange={setRole}
        choices={roleChoices}
      />
      <SelectField
        id="member-discipline"
        label="Discipline"
        isRequired
        value={discipline}
        onChange={setDiscipline}
        choices={disciplineChoices}
      />
      <div role="status">
        {isGivingUp && (
          <p className="notice">
            U kunt daarna niemand meer uitnodigen en geen rollen wijzigen. Een andere coördinator
            kan u die rol teruggeven.
          </p>
        )}
      </div>
      <RefusalText error={update.error} />
    </Dialog>
  )
}
