import { type FormEvent, useState } from 'react'
import {
  browserHasPasskeys,
  useAddPasskey,
  usePasskeys,
  useRemovePasskey,
  useRenamePasskey,
} from '#client/hooks/use-passkeys.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog, Dialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Passkey } from '#shared/api/passkeys.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'
import { formatDay } from '#shared/text/moment.ts'

/** The passkeys of the user, which sign them in without a link. */
export function PasskeysCard() {
  const passkeys = usePasskeys()
  const add = useAddPasskey()
  return (
    <section className="card" aria-labelledby="passkeys-title">
      <h2 className="card__title" id="passkeys-title">
        Inloggen zonder link
      </h2>
      <QueryView query={passkeys} loadingLabel="Bezig met ophalen van uw passkeys">
        {({ passkeys: list, isPossible }) =>
          isPossible ? (
            <div className="stack">
              <p>
                Met een passkey logt u in met uw vingerafdruk, gezicht of pincode. Die gegevens
                blijven op uw apparaat; wij krijgen ze niet.
              </p>
              {list.length === 0 ? (
                <p className="muted">U heeft nog geen passkey.</p>
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
                        onSuccess: ({ name }) =>
                          showToast({ text: `De passkey “${name}” is toegevoegd.` }),
                      })
                    }
                  >
                    Passkey toevoegen
                  </Button>
                </div>
              ) : (
                <p className="muted">
                  Deze browser kent geen passkeys. Open deze pagina in een nieuwere browser.
                </p>
              )}
            </div>
          ) : (
            <p>
              Op het adres van deze Wijktafel werken geen passkeys. De beheerder leest in de
              handleiding wat daarvoor nodig is.
            </p>
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
      ? 'nog niet gebruikt'
      : `laatst gebruikt op ${formatDay(passkey.lastUsedAt)}`
  const close = () => setOpen('none')
  return (
    <li className="button-row">
      <span>
        <strong>{passkey.name}</strong>, toegevoegd op {formatDay(passkey.createdAt)}, {used}
      </span>
      <Button
        kind="quiet"
        aria-label={`Naam van passkey ${passkey.name} wijzigen`}
        onPress={() => setOpen('rename')}
      >
        Naam wijzigen
      </Button>
      <Button
        kind="quiet"
        aria-label={`Passkey ${passkey.name} verwijderen`}
        onPress={() => setOpen('remove')}
      >
        Verwijderen
      </Button>
      {open === 'rename' && <RenameDialog passkey={passkey} onClose={close} />}
      <ConfirmDialog
        title={`Passkey ${passkey.name} verwijderen`}
        isOpen={open === 'remove'}
        onClose={close}
        confirmLabel="Passkey verwijderen"
        onConfirm={() => remove.mutateAsync(passkey.id)}
      >
        <p>
          U kunt er dan niet meer mee inloggen. Waar u nu bent ingelogd, blijft u ingelogd.
          {isLast && ' Dit is uw laatste passkey: daarna heeft u weer een link nodig.'}
        </p>
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
      title="Naam van de passkey"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" type="submit" form={form} isPending={rename.isPending}>
            Opslaan
          </Button>
        </>
      }
    >
      <form id={form} noValidate className="form" onSubmit={submit}>
        <TextField
          id={`${form}-name`}
          label="Naam"
          description="Bijvoorbeeld: telefoon, computer op de praktijk."
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
