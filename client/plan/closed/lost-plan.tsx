import { useEffect, useState } from 'react'
import { useMe } from '#client/hooks/use-me.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { browserClock } from '#client/sync/clock.ts'
import { dropCached } from '#client/sync/device/offline-cache.ts'
import { rescueUntil } from '#client/sync/device/rescues.ts'
import { type FollowedPlan, wholeView } from '#client/sync/session/session.ts'
import { constant } from '#client/sync/source.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { downloadText } from '#client/ui/download.ts'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { type ErrorCode, errorTable } from '#shared/errors.ts'

/** A reader of parts has no unsaved work. */
const nothing = constant(false)

type LostPlanProps = { code: ErrorCode; session: FollowedPlan }

/**
 * Access or the plan itself is gone (PROTOCOL OF3, OF8): offers the unsaved work as a file and then removes it from the device.
 * Of a plan that the server lost, this device may have the last copy, saved or not.
 */
export function LostPlan({ code, session }: LostPlanProps) {
  const userId = useMe().data?.id
  const plan = wholeView(session)
  const hasUnsaved = useSource(plan?.hasUnsaved ?? nothing)
  // Kept in memory, so that it can be downloaded again after the copy on the device is removed.
  const [file] = useState(() => plan?.rescueCopy() ?? null)
  const [isKept] = useState(() => plan?.isKept() ?? false)
  const [end, setEnd] = useState<'downloaded' | 'removed' | null>(null)
  const [isAsking, setAsking] = useState(false)
  const [until] = useState(() => formatDay(rescueUntil({ at: browserClock.now() })))
  const isLost = code === 'plan-lost' && plan !== null
  const hasCopy = hasUnsaved || isLost
  const isOver = !hasCopy || end !== null
  useEffect(() => {
    if (isOver && userId !== undefined) dropCached(userId, session.planId)
  }, [isOver, userId, session])

  const finish = (how: 'downloaded' | 'removed') => {
    plan?.forgetLocalCopy()
    setEnd(how)
  }
  const download = () => {
    if (file !== null) downloadText(file)
    finish('downloaded')
  }
  return (
    <Shell width="form">
      <EmptyState
        isPage
        title={
          code === 'plan-not-found' || code === 'plan-lost'
            ? 'Dit plan is er niet meer'
            : 'U heeft geen toegang tot dit plan'
        }
        actions={
          <>
            {hasCopy && end !== 'removed' && (
              <Button kind={end === null ? 'primary' : 'secondary'} onPress={download}>
                {end === null ? 'Kopie van uw werk downloaden' : 'Nogmaals downloaden'}
              </Button>
            )}
            {hasCopy && end === null && (
              <Button onPress={() => setAsking(true)}>Kopie verwijderen</Button>
            )}
            <ButtonLink kind={isOver ? 'primary' : 'secondary'} href="/">
              Naar uw plannen
            </ButtonLink>
          </>
        }
      >
        <p>{errorTable[code].text}</p>
        {hasCopy && end === null && (
          <>
            <p>
              {isLost
                ? 'Dit apparaat heeft het plan nog zoals u het het laatst zag. Download het als tekstbestand, en vraag de anderen of zij meer hebben.'
                : 'Een deel van uw tekst is niet opgeslagen en kan niet meer worden verstuurd. Download het als tekstbestand.'}
            </p>
            <p>
              {isKept
                ? `Doet u dat niet, dan blijft de kopie tot en met ${until} op dit apparaat. Daarna wordt de kopie gewist.`
                : 'Dit apparaat kan de kopie niet bewaren. Download de kopie voordat u deze pagina verlaat.'}
            </p>
          </>
        )}
        <p role="status">
          {end === 'downloaded'
            ? 'De kopie is gedownload en van dit apparaat verwijderd.'
            : end === 'removed'
              ? 'De kopie is van dit apparaat verwijderd.'
              : ''}
        </p>
      </EmptyState>
      <ConfirmDialog
        title="Kopie verwijderen?"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Kopie verwijderen"
        onConfirm={async () => finish('removed')}
      >
        <p>
          {isLost
            ? 'Misschien is dit de laatste kopie van het plan. U kunt dit niet ongedaan maken.'
            : 'Wat u typte en niet is opgeslagen, is dan weg. U kunt dit niet ongedaan maken.'}
        </p>
      </ConfirmDialog>
    </Shell>
  )
}
