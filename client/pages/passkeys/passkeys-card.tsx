import { type FormEvent, useState } from 'react'
import {
  browserHasPasskeys,
  useAddPasskey,
  usePasskeys,
  useRemovePasskey,
  useRenamePasskey,
} from '#client/hooks/use-passkeys.ts'
import * as actionText from '#client/text/actions.ts'
import { formatDay } from '#client/text/moment.ts'
import * as termText from '#client/text/terms.ts'
import * as waysInText from '#client/text/ways-in.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog, Dialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Passkey } from '#shared/api/passkeys.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'

/** The passkeys of the user, which sign them in without a link. */
export function PasskeysCard() {
  const passkeys = usePasskeys()
  const add = useAddPasskey()
  return (
    <section className="card" aria-labelledby="passkeys-title">
      <h2 className="card__title" id="passkeys-title">
        {waysInText.passkeysTitle}
      </h2>
      <QueryView query={passkeys} loadingLabel={waysInText.loadingPasskeys}>
        {({ passkeys: list, isPossible }) =>
          isPossible ? (
            <div className="stack">
              <p>{waysInText.passkeysLead}</p>
              {list.length === 0 ? (
                <p className="muted">{waysInText.noPasskeys}</p>
              ) : (
                <ul className="stack stack--tight">
                  {list.map((passkey) => (
                    <PasskeyLine key={passkey.id} passkey={passkey} isLast={list.length === 1} />
                  ))}
                </ul>
              )}
              <RefusalText error={add.error} />
              {browserHasPasskeys() ? (
                <div className="button-row">
                  <Button
                    isPending={add.isPending}
                    onPress={() =>
                      add.mutate(undefined, {
                        onSuccess: ({ name }) => showToast({ text: waysInText.passkeyAdded(name) }),
                      })
                    }
                  >
                    {waysInText.passkeyAdd}
                  </Button>
                </div>
              ) : (
                <p className="muted">{waysInText.passkeysUnknown}</p>
              )}
            </div>
          ) : (
            <p>{waysInText.passkeysImpossible}</p>
          )
        }
      </QueryView>
    </section>
  )
}

function PasskeyLine({ passkey, isLast }: { passkey: Passkey; isLast: boolean }) {
  const [open, setOpen] = useState<'none' | 'rename' | 'remove'>('none')
  const remove = useRemovePasskey()
  const used =
    passkey.lastUsedAt === null
      ? termText.neverUsed
      : termText.lastUsed(formatDay(passkey.lastUsedAt))
  const close = () => setOpen('none')
  return (
    <li className="button-row">
      <span>
        <Sentence
          parts={waysInText.passkeyFacts(
            <strong>{passkey.name}</strong>,
            formatDay(passkey.createdAt),
            used,
          )}
        />
      </span>
      <Button
        kind="quiet"
        aria-label={waysInText.passkeyRenameOf(passkey.name)}
        onPress={() => setOpen('rename')}
      >
        {waysInText.passkeyRename}
      </Button>
      <Button
        kind="quiet"
        aria-label={waysInText.passkeyRemoveOf(passkey.name)}
        onPress={() => setOpen('remove')}
      >
        {actionText.remove}
      </Button>
      {open === 'rename' && <RenameDialog passkey={passkey} onClose={close} />}
      <ConfirmDialog
        title={waysInText.passkeyRemoveOf(passkey.name)}
        isOpen={open === 'remove'}
        onClose={close}
        confirmLabel={waysInText.passkeyRemove}
        onConfirm={() => remove.mutateAsync(passkey.id)}
      >
        <p>{waysInText.passkeyRemoveText(isLast)}</p>
      </ConfirmDialog>
    </li>
  )
}

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name)
  const rename = useRenamePasskey()
  const form = `rename-passkey-${passkey.id}`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate({ id: passkey.id, name: name.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog
      title={waysInText.passkeyName}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{actionText.cancel}</Button>
          <Button kind="primary" type="submit" form={form} isPending={rename.isPending}>
            {actionText.save}
          </Button>
        </>
      }
    >
      <form id={form} noValidate className="form" onSubmit={submit}>
        <TextField
          id={`${form}-name`}
          label={termText.name}
          description={waysInText.passkeyNameHint}
          isRequired
          maxLength={textLengths.personName}
          value={name}
          onChange={setName}
          {...(rename.error === null ? {} : { error: rename.error.message })}
        />
      </form>
    </Dialog>
  )
}
