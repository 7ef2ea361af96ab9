import { useState } from 'react'
import { useConsultationActions } from '#client/hooks/use-consultation.ts'
import { useMembers } from '#client/hooks/use-members.ts'
import * as actionText from '#client/text/actions.ts'
import * as panelText from '#client/text/panels.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { can } from '#shared/access.ts'
import type { AskedPerson } from '#shared/api/consultation.ts'

type ReplacementDialogProps = {
  planId: string
  asked: AskedPerson
  isMe: boolean
  isOpen: boolean
  onClose: () => void
}

/** An absent member lets another member answer, who then gets the reminder instead. */
export function ReplacementDialog({
  planId,
  asked,
  isMe,
  isOpen,
  onClose,
}: ReplacementDialogProps) {
  const members = useMembers(planId)
  const { replace } = useConsultationActions(planId)
  const [chosen, setChosen] = useState<string>(asked.replacement?.id ?? '')
  const save = () =>
    replace.mutate(
      {
        ...(isMe ? {} : { userId: asked.person.id }),
        replacementId: chosen === '' ? null : chosen,
      },
      {
        onSuccess: () => {
          onClose()
          showToast({
            text: chosen === '' ? panelText.nobodyReplaces : panelText.replacementSaved,
          })
        },
      },
    )
  return (
    <Dialog
      title={isMe ? panelText.whoReplacesYou : panelText.whoReplaces(asked.person.name)}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" isPending={replace.isPending} onPress={save}>
            {actionText.save}
          </Button>
        </>
      }
    >
      <p>{panelText.replacementText(isMe, asked.person.name)}</p>
      <QueryView query={members}>
        {(list) => (
          <SelectField
            id="replacement"
            label={panelText.replacement}
            value={chosen}
            onChange={setChosen}
            choices={[
              { value: '', label: panelText.nobody },
              ...list
                .filter(
                  (member) => member.userId !== asked.person.id && can(member.role, 'comment'),
                )
                .map((member) => ({ value: member.userId, label: member.name })),
            ]}
          />
        )}
      </QueryView>
      <RefusalText error={replace.error} />
    </Dialog>
  )
}
