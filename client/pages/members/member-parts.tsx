import { useState } from 'react'
import { useUpdateMember } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Member } from '#shared/api/members.ts'
import { chosenSections, type Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { PartsChoice } from './parts-choice.tsx'
import './parts-choice.css'
import './people.css'

type MemberPartsProps = { planId: string; member: Member; format: Format; canManage: boolean }

/** The parts of the plan that a member sees, and how to change them; a change applies to their open screen at once. */
export function MemberParts({ planId, member, format, canManage }: MemberPartsProps) {
  const [isOpen, setOpen] = useState(false)
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
          planId={planId}
          member={member}
          format={format}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

function PartsDialog({
  planId,
  member,
  format,
  onClose,
}: Omit<MemberPartsProps, 'canManage'> & { onClose: () => void }) {
  const update = useUpdateMember(planId)
  const [parts, setParts] = useState<Parts>(member.sections)
  const [error, setError] = useState<string | undefined>()
  const save = () => {
    if (parts !== null && parts.length === 0) return setError('Kies ten minste één onderdeel.')
    update.mutate(
      { userId: member.userId, sections: parts === null ? null : [...parts] },
      {
        onSuccess: () => {
          showToast({
            text: `${member.name} ziet nu ${parts === null ? 'het hele plan' : 'alleen de gekozen onderdelen'}.`,
          })
          onClose()
        },
        onError: (failure) => setError(failure.message),
      },
    )
  }
  return (
    <Dialog
      title={`Onderdelen van ${member.name}`}
      isOpen
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" isPending={update.isPending} onPress={save}>
            Opslaan
          </Button>
        </>
      }
    >
      <PartsChoice
        id="sections"
        format={format}
        value={parts}
        onChange={(next) => {
          setParts(next)
          setError(undefined)
        }}
        error={error}
      />
    </Dialog>
  )
}

export function partsText(format: Format, sections: Parts): string {
  return sections === null
    ? 'Ziet het hele plan'
    : `Ziet alleen: ${formatList(chosenSections(format, sections).map((section) => section.shortTitle))}`
}
