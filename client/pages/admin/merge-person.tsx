import { type FormEvent, useState } from 'react'
import { useProposeMerge, useWithdrawMerge } from '#client/hooks/use-administration.ts'
import * as actionText from '#client/text/actions.ts'
import * as adminText from '#client/text/admin.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import type { AccountMerge } from '#shared/api/merges.ts'
import '../sign-in/bullets.css'

/** Two accounts of one person: an administrator proposes, and both accounts confirm. */
export function MergePerson({ person }: { person: AccountDetails }) {
  const [isOpen, setOpen] = useState(false)
  const { merge, merged } = person
  return (
    <section className="card stack" aria-labelledby="admin-merge">
      <h2 className="card__title" id="admin-merge">
        {adminText.twoAccounts}
      </h2>
      {merged.length > 0 && (
        <p>{adminText.mergedWith(merged.map(({ name }) => name).join(', '))}</p>
      )}
      {merge === null ? (
        <>
          <p>{adminText.mergeLead(person.name)}</p>
          <div className="button-row">
            <Button onPress={() => setOpen(true)}>{adminText.mergeOpen}</Button>
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
    adminText.mergeConfirmation(name, hasConfirmed)
  return (
    <>
      <p>
        {adminText.mergeProposed(
          merge.proposedBy.name,
          closed.name,
          kept.name,
          formatDay(merge.expiresAt),
        )}
      </p>
      <ul className="bullets">
        <li>{stateOf(kept)}</li>
        <li>{stateOf(closed)}</li>
      </ul>
      <p>{adminText.mergeLink(closed.name)}</p>
      <div className="button-row">
        <Button isPending={withdraw.isPending} onPress={() => withdraw.mutate(merge.id)}>
          {adminText.mergeWithdraw}
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
          showToast({ text: adminText.mergeIsProposed })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={adminText.mergeTitle(person.name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" type="submit" form="propose-merge" isPending={propose.isPending}>
            {adminText.mergePropose}
          </Button>
        </>
      }
    >
      <ul className="bullets">
        <li>{adminText.mergeKeeps(person.name)}</li>
        <li>{adminText.mergeMoves(person.name)}</li>
        <li>{adminText.mergeIsRecorded}</li>
      </ul>
      <form id="propose-merge" noValidate className="form" onSubmit={submit}>
        <TextField
          id="merge-email"
          label={adminText.mergeEmail}
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
