import { useId, useState } from 'react'
import { Button } from '#client/ui/button.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { NotBsnSchema } from '#shared/comments/body.ts'
import '#client/ui/bsn-notice.css'

/** A part of a file that looks as if it has a BSN in it: it is left out, unless someone says what the number is (T7). */
export function HeldDifference({
  name,
  onNotBsn,
}: {
  name: string
  onNotBsn: (reason: string) => void
}) {
  const id = useId()
  const [reason, setReason] = useState<string | null>(null)
  const [error, setError] = useState<string>()
  const keep = () => {
    const checked = NotBsnSchema.safeParse({ notBsn: reason ?? '' })
    if (checked.success) onNotBsn(checked.data.notBsn)
    else setError(checked.error.issues[0]?.message ?? 'Geef een reden op.')
  }
  return (
    <div className="bsn-notice">
      <p>
        Hierin staat iets dat op een BSN lijkt. Een BSN mag niet in een wijkplan. Dit wordt niet
        overgenomen. Haal het nummer weg in het bestand, of geef aan waarom het geen BSN is.
      </p>
      {reason === null ? (
        <div className="button-row">
          <Button aria-label={`Het is geen BSN: ${name}`} onPress={() => setReason('')}>
            Het is geen BSN
          </Button>
        </div>
      ) : (
        <div className="bsn-notice__reason">
          <TextField
            id={`${id}-reden`}
            label="Waarom is het geen BSN?"
            isRequired
            value={reason}
            onChange={setReason}
            maxLength={200}
            autoComplete="off"
            {...(error === undefined ? {} : { error })}
          />
          <div className="button-row">
            <Button kind="primary" onPress={keep}>
              Doorgaan
            </Button>
            <Button onPress={() => setReason(null)}>Terug</Button>
          </div>
        </div>
      )}
    </div>
  )
}
