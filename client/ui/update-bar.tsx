import { useSyncExternalStore } from 'react'
import * as uiText from '#client/text/ui.ts'
import { appUpdate, type UpdateState } from '../app-update.ts'
import { Button } from './button.tsx'
import './button.css'
import './toast.css'

const texts: Record<Exclude<UpdateState, 'current'>, string> = uiText.updateTexts

/** Shown while a newer version waits; it never updates without the user's consent. Its live region exists from the start. */
export function UpdateBar() {
  const state = useSyncExternalStore(appUpdate.subscribe, appUpdate.get)
  return (
    <div role="status">
      {state !== 'current' && (
        <div className="toast buttons-on-dark">
          <span className="toast__text">{texts[state]}</span>
          <Button
            kind="quiet"
            isPending={state === 'saving'}
            onPress={() => void appUpdate.apply()}
          >
            {uiText.refresh}
          </Button>
        </div>
      )}
    </div>
  )
}
