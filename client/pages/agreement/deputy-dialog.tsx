import { useState } from 'react'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { useMembers } from '#client/hooks/use-members.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import type { SeatView } from '#shared/api/agreement.ts'
import './deputy-dialog.css'
import { RefusalText } from '#client/ui/refusal-text.tsx'

type DeputyDialogProps = { planId: string; seat: SeatView; canManage: boolean; onClose: () => void }

/** The holder of a seat and the deputies who may answer for them. */
export function DeputyDialog({ planId, seat, canManage, onClose }: DeputyDialogProps) {
  const members = useMembers(planId).data ?? []
  const { mandate } = useAgreeing(planId)
  const given = seat.mandates.filter((one) => !one.isExpected)
  const [userId, setUserId] = useState('')
  const [kind, setKind] = useState<'holder' | 'deputy'>(
    canManage && !given.some((one) => one.kind === 'holder') ? 'holder' : 'deputy',
  )
  const [isEmpty, setEmpty] = useState(false)
  const choices = [
    { value: '', label: agreementText.choosePerson },
    ...members.map((member) => ({ value: member.userId, label: member.name })),
  ]
  return (
    <Dialog title={agreementText.mandateFor(seat.label)} isOpen onClose={onClose}>
      {given.length > 0 && (
        <ul className="mandates">
          {given.map((one) => (
            <li key={one.user.id}>
              <span>
                {one.kind === 'holder'
                  ? agreementText.hasMandate(one.user.name)
                  : agreementText.isDeputy(one.user.name)}
              </span>
              {(canManage || one.kind === 'deputy') && (
                <Button
                  kind="quiet"
                  isPending={mandate.isPending}
                  aria-label={agreementText.withdrawMandateOf(one.user.name)}
                  onPress={() =>
                    mandate.mutate(
                      { seat: seat.id, userId: one.user.id, kind: 'withdrawn' },
                      { onSuccess: onClose },
                    )
                  }
                >
                  {actionText.withdraw}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        noValidate
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          setEmpty(userId === '')
          if (userId !== '') mandate.mutate({ seat: seat.id, userId, kind }, { onSuccess: onClose })
        }}
      >
        <SelectField
          id="mandate-person"
          label={agreementText.person}
          isRequired
          value={userId}
          onChange={setUserId}
          choices={choices}
          error={isEmpty && userId === '' ? agreementText.choosePersonError : undefined}
        />
        {canManage && (
          <SelectField
            id="mandate-kind"
            label={agreementText.as}
            isRequired
            value={kind}
            onChange={setKind}
            choices={[
              { value: 'deputy', label: agreementText.deputy },
              { value: 'holder', label: agreementText.representative },
            ]}
          />
        )}
        <p className="muted">{agreementText.mandateLead}</p>
        <RefusalText error={mandate.error} />
        <div className="button-row">
          <Button kind="primary" type="submit" isPending={mandate.isPending}>
            {agreementText.appoint}
          </Button>
          <Button onPress={onClose}>{actionText.close}</Button>
        </div>
      </form>
    </Dialog>
  )
}
