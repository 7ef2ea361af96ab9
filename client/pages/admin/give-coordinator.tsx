import { type FormEvent, useState } from 'react'
import { useGiveCoordinator } from '#client/hooks/use-administration.ts'
import * as actionText from '#client/text/actions.ts'
import * as adminText from '#client/text/admin.ts'
import * as termText from '#client/text/terms.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { ManagedPlan } from '#shared/api/administration.ts'

/** For a plan that nobody manages: a person with an account becomes its coordinator. */
export function GiveCoordinator({ plan }: { plan: ManagedPlan }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <span>
      <Button aria-label={adminText.appointCoordinatorOf(plan.title)} onPress={() => setOpen(true)}>
        {adminText.appointCoordinator}
      </Button>
      {isOpen && <GiveDialog plan={plan} onClose={() => setOpen(false)} />}
    </span>
  )
}

function GiveDialog({ plan, onClose }: { plan: ManagedPlan; onClose: () => void }) {
  const [email, setEmail] = useState('')
  const give = useGiveCoordinator()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.mutate(
      { planId: plan.id, email: email.trim() },
      {
        onSuccess: ({ coordinators: [given] }) => {
          showToast({ text: adminText.isCoordinatorNow(given?.name) })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={adminText.coordinatorOf(plan.title)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" type="submit" form="give-coordinator" isPending={give.isPending}>
            {adminText.makeCoordinator}
          </Button>
        </>
      }
    >
      <p>{adminText.appointLead}</p>
      <form id="give-coordinator" noValidate className="form" onSubmit={submit}>
        <TextField
          id="coordinator-email"
          label={termText.email}
          type="email"
          isRequired
          value={email}
          onChange={setEmail}
        />
      </form>
      <RefusalText error={give.error} />
    </Dialog>
  )
}
