import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useForget } from '#client/hooks/use-administration.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import '../sign-in/bullets.css'

/** Forgetting can't be undone: the name is typed again before it happens. */
export function ForgetPerson({ person }: { person: AccountDetails }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="card stack" aria-labelledby="admin-forget">
      <h2 className="card__title" id="admin-forget">
        Gegevens verwijderen
      </h2>
      <p>
        Vroeg {person.name} om te worden vergeten? Dan vervangt u hier naam en e-mailadres op elke
        plek.
      </p>
      <div className="button-row">
        <Button kind="danger" onPress={() => setOpen(true)}>
          {person.name} vergeten
        </Button>
      </div>
      {isOpen && <ForgetDialog person={person} onClose={() => setOpen(false)} />}
    </section>
  )
}

function ForgetDialog({ person, onClose }: { person: AccountDetails; onClose: () => void }) {
  const [name, setName] = useState('')
  const [, navigate] = useLocation()
  const forget = useForget()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    forget.mutate(
      { userId: person.id, name: name.trim() },
      {
        onSuccess: ({ pseudonym }) => {
          showToast({ text: `Deze persoon heet nu overal ${pseudonym}.` })
          navigate('/beheer', { replace: true })
        },
      },
    )
  }
  return (
    <Dialog
      title={`${person.name} vergeten`}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="danger" type="submit" form="forget-person" isPending={forget.isPending}>
            Definitief vergeten
          </Button>
        </>
      }
    >
      <ul className="bullets">
        <li>Naam en e-mailadres worden overal vervangen. Dit is niet terug te draaien.</li>
        <li>Teksten, bedragen, akkoorden en wat is ingediend, blijven staan.</li>
        <li>Reservekopieën van voor vandaag hebben de naam nog.</li>
      </ul>
      <form id="forget-person" noValidate className="form" onSubmit={submit}>
        <TextField
          id="forget-name"
          label={`Typ ter bevestiging: ${person.name}`}
          isRequired
          value={name}
          onChange={setName}
        />
      </form>
      <RefusalText error={forget.error} />
    </Dialog>
  )
}
