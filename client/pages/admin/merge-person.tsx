import { type FormEvent, useState } from 'react'
import { useProposeMerge, useWithdrawMerge } from '#client/hooks/use-administration.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import type { AccountMerge } from '#shared/api/merges.ts'
import { formatDay } from '#shared/text/moment.ts'
import '../sign-in/bullets.css'

/** Two accounts of one person: an administrator proposes, and both accounts confirm. */
export function MergePerson({ person }: { person: AccountDetails }) {
  const [isOpen, setOpen] = useState(false)
  const { merge, merged } = person
  return (
    <section className="card stack" aria-labelledby="admin-merge">
      <h2 className="card__title" id="admin-merge">
        Twee accounts
      </h2>
      {merged.length > 0 && (
        <p>Samengevoegd met dit account: {merged.map(({ name }) => name).join(', ')}.</p>
      )}
      {merge === null ? (
        <>
          <p>
            Heeft {person.name} nog een account? Stel voor om ze samen te voegen. Er verandert pas
            iets als beide accounts het bevestigen.
          </p>
          <div className="button-row">
            <Button onPress={() => setOpen(true)}>Samenvoegen met een ander account</Button>
          </div>
        </>
      ) : (
        <Proposal merge={merge} />
      )}
      {isOpen && <ProposeDialog person={person} onClose={() => setOpen(false)} />}
    </section>
  )
}

function Proposal({ merge }: { merge: AccountMerge }) {
  const withdraw = useWithdrawMerge()
  const { kept, closed } = merge
  const stateOf = ({ name, hasConfirmed }: AccountMerge['kept']) =>
    `${name}: ${hasConfirmed ? 'heeft bevestigd' : 'moet nog bevestigen'}`
  return (
    <>
      <p>
        {merge.proposedBy.name} stelde voor om {closed.name} samen te voegen met {kept.name}, dat
        blijft. Het voorstel vervalt op {formatDay(merge.expiresAt)}.
      </p>
      <ul className="bullets">
        <li>{stateOf(kept)}</li>
        <li>{stateOf(closed)}</li>
      </ul>
      <p>
        Kan iemand met {closed.name} niet meer inloggen? Met een inloglink van een coördinator van
        alle plannen van dat account kan die ook bevestigen. Uw eigen inloglink telt daarvoor niet.
      </p>
      <div className="button-row">
        <Button isPending={withdraw.isPending} onPress={() => withdraw.mutate(merge.id)}>
          Voorstel intrekken
        </Button>
      </div>
      <RefusalText error={withdraw.error} />
    </>
  )
}

function ProposeDialog({ person, onClose }: { person: AccountDetails; onClose: () => void }) {
  const [email, setEmail] = useState('')
  const propose = useProposeMerge()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    propose.mutate(
      { userId: person.id, email: email.trim() },
      {
        onSuccess: () => {
          showToast({ text: 'Beide accounts zien het voorstel op hun eerste pagina.' })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={`${person.name} en een ander account samenvoegen`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" type="submit" form="propose-merge" isPending={propose.isPending}>
            Voorstellen
          </Button>
        </>
      }
    >
      <ul className="bullets">
        <li>Het account van {person.name} blijft. Het andere sluit, als beide dit bevestigen.</li>
        <li>
          Plannen, mandaten, manieren om in te loggen en wat openstaat komen bij {person.name}. Wat
          iemand schreef of ondertekende, houdt de naam van toen.
        </li>
        <li>Het staat met uw naam in beide accounts, en in het logboek van die plannen.</li>
      </ul>
      <form id="propose-merge" noValidate className="form" onSubmit={submit}>
        <TextField
          id="merge-email"
          label="E-mailadres van het andere account"
          type="email"
          isRequired
          value={email}
          onChange={setEmail}
        />
      </form>
      <RefusalText error={propose.error} />
    </Dialog>
  )
}
