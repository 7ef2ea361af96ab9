import { useState } from 'react'
import { call } from '#client/api.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { browserClock } from '#client/sync/clock.ts'
import { cachedFormat } from '#client/sync/device/offline-cache.ts'
import { dropRescue, type Rescue, rescuesOf, rescueUntil } from '#client/sync/device/rescues.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { downloadText } from '#client/ui/download.ts'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { getFormat } from '#shared/api/plans.ts'
import { formatDay } from '#shared/text/moment.ts'
import './rescue-list.css'

const reasons: Record<Rescue['reason'], string> = {
  'no-access':
    'U heeft geen toegang meer tot dit plan. Wat u nog niet had opgeslagen, staat in de kopie.',
  'plan-not-found': 'Dit plan is verwijderd. Wat u nog niet had opgeslagen, staat in de kopie.',
  'other-epoch': 'Dit plan is teruggezet uit een reservekopie. Zo zag het er bij u daarvoor uit.',
}

/** Rescued copies of the user's work on this device that no plan accepts any more. */
export function RescueList() {
  const userId = useMe().data?.id
  const [, setChanges] = useState(0)
  const [removing, setRemoving] = useState<Rescue | null>(null)
  const rescues = userId === undefined ? [] : rescuesOf(userId)
  if (rescues.length === 0) return null
  const drop = (rescue: Rescue) => {
    dropRescue(rescue)
    setChanges((before) => before + 1)
    focusHeadingWhenLost()
  }
  const download = async (rescue: Rescue) => {
    try {
      downloadText(await fileOf(rescue))
      drop(rescue)
      showToast({ text: 'De kopie is gedownload en van dit apparaat verwijderd.' })
    } catch {
      showToast({
        text: 'De kopie kon niet worden gelezen. Probeer het opnieuw als er verbinding is.',
        tone: 'bad',
      })
    }
  }
  return (
    <section className="card rescues" aria-labelledby="rescues">
      <h2 id="rescues" className="card__title">
        Kopieën van uw werk
      </h2>
      <ul className="rescues__list">
        {rescues.map((rescue) => (
          <li key={`${rescue.planId}/${rescue.epoch}`} className="rescue">
            <div>
              <h3 className="card__subtitle">{rescue.title}</h3>
              <p className="muted">
                {reasons[rescue.reason]} Blijft tot {formatDay(rescueUntil(rescue))} op dit
                apparaat.
              </p>
            </div>
            <div className="button-row">
              <Button
                onPress={() => void download(rescue)}
                aria-label={`Kopie downloaden van ${rescue.title}`}
              >
                Kopie downloaden
              </Button>
              <Button
                kind="quiet"
                onPress={() => setRemoving(rescue)}
                aria-label={`Kopie verwijderen van ${rescue.title}`}
              >
                Verwijderen
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title="Kopie verwijderen?"
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        confirmLabel="Kopie verwijderen"
        onConfirm={async () => {
          if (removing !== null) drop(removing)
        }}
      >
        <p>
          De kopie van <strong>{removing?.title}</strong> is dan weg. U kunt dit niet ongedaan
          maken.
        </p>
      </ConfirmDialog>
    </section>
  )
}

async function fileOf(rescue: Rescue): Promise<{ fileName: string; text: string }> {
  const { userId, format } = rescue
  // Loaded on use, because it needs Yjs and the text schema and the list of plans does not.
  const { readRescue } = await import('#client/sync/device/read-rescue.ts')
  const definition =
    cachedFormat(userId, format.id, format.version) ??
    (await call(getFormat, { params: { formatId: format.id }, query: { version: format.version } }))
  return readRescue(rescue, definition, browserClock.now())
}
