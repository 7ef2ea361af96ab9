import { useState } from 'react'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { PartsChoice } from './parts-choice.tsx'

type PartsDialogProps = {
  title: string
  format: Format
  value: Parts
  confirmLabel: string
  onClose: () => void
  /** The dialog closes when this resolves; a rejection is shown at the choice. */
  onChoose: (parts: Parts) => Promise<void>
}

/** Chooses the parts of the plan that one person sees. */
export function PartsDialog({
  title,
  format,
  value,
  confirmLabel,
  onClose,
  onChoose,
}: PartsDialogProps) {
  const [parts, setParts] = useState<Parts>(value)
  const [error, setError] = useState<string | undefined>()
  const [isPending, setPending] = useState(false)
  const choose = async () => {
    if (parts !== null && parts.length === 0) return setError('Kies ten minste één onderdeel.')
    setPending(true)
    try {
      await onChoose(parts)
      onClose()
    } catch (failure) {
      setPending(false)
      setError(
        failure instanceof Error ? failure.message : 'Dat is niet gelukt. Probeer het opnieuw.',
      )
    }
  }
  return (
    <Dialog
      title={title}
      isOpen
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" isPending={isPending} onPress={() => void choose()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <PartsChoice
        id="sections"
        format={format}
        value={parts}
        onChange={(next) => {
          setParts(next)
          setError(undefined)
        }}
        error={error}
      />
    </Dialog>
  )
}
