import { useState } from 'react'
import { useUpdateMember } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Member } from '#shared/api/members.ts'
import { chosenSections, type Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { PartsDialog } from './parts-dialog.tsx'
import './people.css'

type MemberPartsProps = { planId: string; member: Member; format: Format; canManage: boolean }

/** The parts of the plan that a member sees, and how to change them; a change applies to their open screen at once. */
export function MemberParts({ planId, member, format, canManage }: MemberPartsProps) {
  const [isOpen, setOpen] = useState(false)
  const update = useUpdateMember(planId)
  const save = async (parts: Parts) => {
    await update.mutateAsync({
      userId: member.userId,
      sections: parts === null ? null : [...parts],
    })
    showToast({
      text: `${member.name} ziet nu ${parts === null ? 'het hele plan' : 'alleen de gekozen onderdelen'}.`,
    })
  }
  return (
    <div className="person__parts">
      <span className="person__detail">{partsText(format, member.sections)}</span>
      {canManage && (
        <Button
          kind="quiet"
          onPress={() => setOpen(true)}
          aria-label={`Onderdelen van ${member.name} kiezen`}
        >
          Onderdelen kiezen
        </Button>
      )}
      {isOpen && (
        <PartsDialog
          title={`Onderdelen van ${member.name}`}
          format={format}
          value={member.sections}
          confirmLabel="Opslaan"
          onClose={() => setOpen(false)}
          onChoose={save}
        />
      )}
    </div>
  )
}

export function partsText(format: Format, sections: Parts): string {
  return sections === null
    ? 'Ziet het hele plan'
    : `Ziet alleen: ${formatList(chosenSections(format, sections).map((section) => section.shortTitle))}`
}
