import { type FormEvent, useState } from 'react'
import { useGiveCoordinator } from '#client/hooks/use-administration.ts'
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
      <Button aria-label={`Coördinator aanwijzen voor ${plan.title}`} onPress={() => setOpen(true)}>
        Coördinator aanwijzen
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
          showToast({ text: `${given?.name ?? 'Deze persoon'} is nu coördinator.` })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={`Coördinator voor ${plan.title}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" type="submit" form="give-coordinator" isPending={give.isPending}>
            Coördinator maken
          </Button>
        </>
      }
    >
      <p>
        Dit plan heeft geen coördinator. Kies iemand met een account, liefst een lid van het plan.
        Die leest en beheert daarna het hele plan. Het staat met uw naam in het logboek. De nieuwe
        coördinator en de leden zien het bij Voor u.
      </p>
      <form id="give-coordinator" noValidate className="form" onSubmit={submit}>
        <TextField
          id="coordinator-email"
          label="E-mailadres"
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
