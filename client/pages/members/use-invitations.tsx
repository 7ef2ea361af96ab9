import { useState } from 'react'
import { type InviteResult, useInviteTeam, useWithdrawInvite } from '#client/hooks/use-members.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog, Dialog } from '#client/ui/dialog.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Invite } from '#shared/api/members.ts'
import { InviteResults } from './invite-results.tsx'
import type { InvitationActions } from './participants.ts'

type Invitations = Omit<InvitationActions, 'invite'> & { dialogs: React.ReactNode }

/** Makes an invitation again, or withdraws it. */
export function useInvitations(given: {
  planId: string
  planTitle: string
  myName: string
}): Invitations {
  const { planId } = given
  const [withdrawing, setWithdrawing] = useState<Invite | null>(null)
  const [again, setAgain] = useState<InviteResult[] | null>(null)
  const withdraw = useWithdrawInvite(planId)
  const team = useInviteTeam(planId)
  const [result] = again ?? []
  return {
    renewingId: team.isPending ? (team.variables[0]?.replaces ?? null) : null,
    renew: ({ id, name, email, role, discipline, personRow, sections }) =>
      team.mutate([{ name, email, role, discipline, personRow, sections, replaces: id }], {
        onSuccess: setAgain,
      }),
    withdraw: setWithdrawing,
    dialogs: (
      <>
        <div role="alert">{team.isError && <p className="error-text">{team.error.message}</p>}</div>
        <Dialog
          title={`Opnieuw uitgenodigd: ${result?.wanted.name ?? result?.wanted.email ?? 'zonder naam'}`}
          isOpen={again !== null}
          isWide
          onClose={() => setAgain(null)}
          actions={<Button onPress={() => setAgain(null)}>Klaar</Button>}
        >
          {again !== null && (
            <>
              {result?.outcome.kind === 'made' && <p>De eerdere link werkt niet meer.</p>}
              <InviteResults planTitle={given.planTitle} myName={given.myName} results={again} />
            </>
          )}
        </Dialog>
        <ConfirmDialog
          title="Uitnodiging intrekken?"
          isOpen={withdrawing !== null}
          onClose={() => setWithdrawing(null)}
          confirmLabel="Intrekken"
          onConfirm={async () => {
            if (withdrawing === null) return
            await withdraw.mutateAsync(withdrawing.id)
            focusHeadingWhenLost()
            showToast({ text: 'De uitnodiging is ingetrokken.' })
          }}
        >
          <p>De link werkt daarna niet meer. U kunt altijd een nieuwe uitnodiging maken.</p>
        </ConfirmDialog>
      </>
    ),
  }
}
