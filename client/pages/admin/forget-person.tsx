import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useForget } from '#client/hooks/use-administration.ts'
import * as actionText from '#client/text/actions.ts'
import * as adminText from '#client/text/admin.ts'
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
        {adminText.forgetTitle}
      </h2>
      <p>{adminText.forgetLead(person.name)}</p>
      <div className="button-row">
        <Button kind="danger" onPress={() => setOpen(true)}>
          {adminText.forget(person.name)}
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
          showToast({ text: adminText.forgotten(pseudonym) })
          navigate('/beheer', { replace: true })
        },
      },
    )
  }
  return (
    <Dialog
      title={adminText.forget(person.name)}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="danger" type="submit" form="forget-person" isPending={forget.isPending}>
            {adminText.forgetForGood}
          </Button>
        </>
      }
    >
      <ul className="bullets">
        <li>{adminText.forgetEverywhere}</li>
        <li>{adminText.forgetKeeps}</li>
        <li>{adminText.forgetCopies}</li>
      </ul>
      <form id="forget-person" noValidate className="form" onSubmit={submit}>
        <TextField
          id="forget-name"
          label={adminText.typeToConfirm(person.name)}
          isRequired
          value={name}
          onChange={setName}
        />
      </form>
      <RefusalText error={forget.error} />
    </Dialog>
  )
}
