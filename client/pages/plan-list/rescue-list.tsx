import { useState } from 'react'
import { call } from '#client/api.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { browserClock } from '#client/sync/clock.ts'
import { cachedFormat } from '#client/sync/device/offline-cache.ts'
import { dropRescue, type Rescue, rescuesOf, rescueUntil } from '#client/sync/device/rescues.ts'
import * as actionText from '#client/text/actions.ts'
import { formatDay } from '#client/text/moment.ts'
import * as planListText from '#client/text/plan-list.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { downloadText } from '#client/ui/download.ts'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { getFormat } from '#shared/api/plans.ts'
import './rescue-list.css'

const reasons: Record<Rescue['reason'], string> = planListText.copyReasons

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
      showToast({ text: planListText.copyDownloaded })
    } catch {
      showToast({
        text: planListText.copyUnreadable,
        tone: 'bad',
      })
    }
  }
  return (
    <section className="card rescues" aria-labelledby="rescues">
      <h2 id="rescues" className="card__title">
        {planListText.copies}
      </h2>
      <ul className="rescues__list">
        {rescues.map((rescue) => (
          <li key={`${rescue.planId}/${rescue.epoch}`} className="rescue">
            <div>
              <h3 className="card__subtitle">{rescue.title}</h3>
              <p className="muted">
                {planListText.copyFacts(reasons[rescue.reason], formatDay(rescueUntil(rescue)))}
              </p>
            </div>
            <div className="button-row">
              <Button
                onPress={() => void download(rescue)}
                aria-label={planListText.copyDownloadOf(rescue.title)}
              >
                {planListText.copyDownload}
              </Button>
              <Button
                kind="quiet"
                onPress={() => setRemoving(rescue)}
                aria-label={planListText.copyRemoveOf(rescue.title)}
              >
                {actionText.remove}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title={planListText.copyRemoveAsk}
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        confirmLabel={planListText.copyRemove}
        onConfirm={async () => {
          if (removing !== null) drop(removing)
        }}
      >
        <p>
          <Sentence parts={planListText.copyRemoveText(<strong>{removing?.title}</strong>)} />
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
