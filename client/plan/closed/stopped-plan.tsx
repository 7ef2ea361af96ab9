import { useState } from 'react'
import { useSource } from '#client/hooks/use-source.ts'
import type { WholeView } from '#client/sync/session/session.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { downloadText } from '#client/ui/download.ts'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { type ErrorCode, errorTable } from '#shared/errors.ts'

type StoppedPlanProps = {
  code: ErrorCode
  session: Pick<WholeView, 'hasUnsaved' | 'rescueCopy' | 'forgetLocalCopy'>
  reopen: () => void
}

const titles: Partial<Record<ErrorCode, string>> = {
  'read-only': 'U kunt dit plan niet wijzigen',
  'too-large': 'Uw wijziging is te groot',
  'update-too-heavy': 'Uw wijziging is te ingewikkeld',
  'plan-full': 'Dit plan is vol',
}

const refusedForGood: readonly ErrorCode[] = ['too-large', 'update-too-heavy', 'plan-full']

/** The server refuses the edits of this user. If the refusal is final, they download the edits and go on without them. */
export function StoppedPlan({ code, session, reopen }: StoppedPlanProps) {
  const hasUnsaved = useSource(session.hasUnsaved)
  const [isAsking, setAsking] = useState(false)
  const isRefusedForGood = hasUnsaved && refusedForGood.includes(code)
  // Opening again sends the same copy. It may hold words of others that the server lost (EP3), so that nothing of one's own is
  // unsaved and it is refused all the same.
  const isCopyRefused = code === 'bad-frame'
  const goOnWithout = async () => {
    session.forgetLocalCopy()
    reopen()
  }
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title={titles[code] ?? 'Het plan is gesloten'}
        actions={
          <>
            {(hasUnsaved || isCopyRefused) && (
              <Button
                kind={isRefusedForGood ? 'primary' : 'secondary'}
                onPress={() => downloadText(session.rescueCopy())}
              >
                Kopie van uw werk downloaden
              </Button>
            )}
            {code === 'read-only' ? (
              <ButtonLink kind="primary" href="/">
                Naar uw plannen
              </ButtonLink>
            ) : isRefusedForGood ? (
              <Button onPress={() => setAsking(true)}>Verder zonder dit werk</Button>
            ) : (
              <Button kind="primary" onPress={reopen}>
                Plan opnieuw openen
              </Button>
            )}
            {isCopyRefused && (
              <Button onPress={() => setAsking(true)}>Verder zonder dit werk</Button>
            )}
          </>
        }
      >
        <p>{errorTable[code].text}</p>
        {isCopyRefused && (
          <p>
            Komt u hier steeds terug? Dan neemt de server de kopie op dit apparaat niet aan.
            Download de kopie en ga verder met het plan zoals het op de server staat.
          </p>
        )}
        {hasUnsaved && (
          <p>
            Een deel van wat u typte is nog niet opgeslagen. Download een kopie voordat u
            verdergaat.
          </p>
        )}
      </EmptyState>
      <ConfirmDialog
        title="Verder zonder dit werk?"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Verder zonder dit werk"
        onConfirm={goOnWithout}
      >
        <p>
          Het plan opent zoals het op de server staat. Wat nog niet is opgeslagen, is dan alleen nog
          in de kopie die u downloadde.
        </p>
      </ConfirmDialog>
    </Shell>
  )
}
