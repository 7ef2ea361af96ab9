import { useState } from 'react'
import { Link } from 'wouter'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { DateField } from '#client/ui/date-field.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { AppError } from '#shared/errors.ts'

type PresentDialogProps = { planId: string; onClose: () => void; agreement: Agreement }

export function PresentDialog({ planId, onClose, agreement }: PresentDialogProps) {
  const { current, seats } = agreement
  const { present } = useAgreeing(planId)
  const [name, setName] = useState('')
  const [deadline, setDeadline] = useState('')
  const [isEditorial, setEditorial] = useState(false)
  const fields = present.error instanceof AppError ? present.error.fields : []
  const send = () =>
    present.mutate(
      {
        isEditorial,
        ...(name.trim() === '' ? {} : { name }),
        ...(deadline === '' ? {} : { deadline }),
      },
      {
        onSuccess: (agreement) => {
          onClose()
          showToast({
            text: `Versie ${agreement.current?.number} is vastgelegd${agreement.status === 'adopted' ? '; de akkoorden blijven staan.' : '. Iedereen met een mandaat krijgt bericht.'}`,
          })
        },
      },
    )
  return (
    <Dialog
      title={current === null ? 'Ter akkoord voorleggen' : 'Nieuwe versie voorleggen'}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" isPending={present.isPending} onPress={send}>
            Vastleggen en voorleggen
          </Button>
        </>
      }
    >
      <p>
        Het plan wordt vastgelegd zoals het nu is: tekst en bedragen van deze versie veranderen niet
        meer. U kunt daarna gewoon doorschrijven; dat wordt een volgende versie.
      </p>
      <Signers planId={planId} seats={seats} />
      <TextField
        id="present-name"
        label="Naam van de versie"
        maxLength={120}
        value={name}
        onChange={setName}
      />
      {!isEditorial && (
        <DateField
          id="present-deadline"
          label="Antwoorden tot en met"
          description="Leeg: over twee weken."
          value={deadline}
          onChange={setDeadline}
          error={fields.find((field) => field.path === 'deadline')?.message}
        />
      )}
      {current !== null && (
        <label className="check">
          <input
            type="checkbox"
            checked={isEditorial}
            onChange={(event) => setEditorial(event.target.checked)}
          />
          <span>
            Alleen redactioneel
            <small>
              Er is alleen spelling verbeterd sinds versie {current.number}. Gegeven akkoorden
              blijven staan; iedereen ziet dat u dit zo noemde.
            </small>
          </span>
        </label>
      )}
      <RefusalText error={present.error} />
    </Dialog>
  )
}

/** Warns before the round opens about signers whose answer would be recorded without function or organisation. */
function Signers({ planId, seats }: { planId: string; seats: Agreement['seats'] }) {
  const unlinked = seats.flatMap(({ label, mandates }) =>
    mandates
      .filter((mandate) => mandate.kind === 'holder' && mandate.link === 'none')
      .map((mandate) => `${mandate.user.name} (${label})`),
  )
  const empty = seats.filter((seat) => !seat.mandates.some(({ kind }) => kind === 'holder'))
  if (unlinked.length === 0 && empty.length === 0) return null
  return (
    <div className="notice">
      {unlinked.length > 0 && (
        <p>
          Zonder functie, organisatie of mandaat tekenen: {unlinked.join(', ')}. Zij zijn niet
          gekoppeld aan een persoon in het plan.
        </p>
      )}
      {empty.length > 0 && (
        <p>Niemand kan nog antwoorden voor: {empty.map((seat) => seat.label).join(', ')}.</p>
      )}
      <p>
        <Link className="link" href={`/plan/${planId}/leden`}>
          Naar Leden, om te koppelen
        </Link>
      </p>
    </div>
  )
}
