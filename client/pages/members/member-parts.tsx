import { useUpdateMember } from '#client/hooks/use-members.ts'
import { showToast } from '#client/ui/toasts.ts'
import type { Member } from '#shared/api/members.ts'
import { chosenSections, type Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { PartsDialog } from './parts-dialog.tsx'

type MemberPartsDialogProps = {
  planId: string
  member: Member
  format: Format
  onClose: () => void
}

/** Chooses the parts of the plan that a member sees; a change applies to their open screen at once. */
export function MemberPartsDialog({ planId, member, format, onClose }: MemberPartsDialogProps) {
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
    <PartsDialog
      title={`Onderdelen van ${member.name}`}
      format={format}
      value={member.sections}
      confirmLabel="Opslaan"
      onClose={onClose}
      onChoose={save}
    />
  )
}

export function partsText(format: Format, sections: Parts): string {
  return sections === null
    ? 'Ziet het hele plan'
    : `Ziet alleen: ${formatList(chosenSections(format, sections).map((section) => section.shortTitle))}`
}
