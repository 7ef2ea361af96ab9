import type { EditableSession } from '#client/sync/session/session.ts'
import { Button } from '../../ui/button.tsx'
import { downloadText } from '../../ui/download.ts'
import { useSaveView } from './save-status.tsx'
import './save-banner.css'

/** Below the header while work is not safe: what is going on, what to do, and a copy to keep. */
export function SaveBanner({ session }: { session: EditableSession }) {
  const view = useSaveView(session)
  return (
    <div role="alert">
      {view.banner !== null && (
        <div className={`save-banner save-banner--${view.tone}`}>
          <p>{view.banner}</p>
          {view.offersRescue && (
            <Button onPress={() => downloadText(session.rescueCopy())}>
              Reservekopie downloaden
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
