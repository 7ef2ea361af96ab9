import { X } from 'lucide-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import * as uiText from '#client/text/ui.ts'
import { Button, IconButton } from './button.tsx'
import { currentToasts, dismissToast, subscribeToToasts } from './toasts.ts'
import './button.css'
import './toast.css'

/** Mounted from the start: screen readers often ignore a live region that appears together with its first message. */
export function ToastRegion({ children }: { children?: ReactNode }) {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts)
  return (
    <section className="toasts" aria-label={uiText.messages}>
      <div role="status" className="toasts__list">
        {toasts.map(({ id, text, tone, action }) => (
          <div key={id} className={`toast buttons-on-dark toast--${tone}`}>
            <span className="toast__text">{text}</span>
            {action !== undefined && (
              <Button
                kind="quiet"
                onPress={() => {
                  dismissToast(id)
                  action.onPress()
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton
              label={uiText.closeMessage}
              icon={<X className="icon" aria-hidden="true" />}
              onPress={() => dismissToast(id)}
            />
          </div>
        ))}
      </div>
      {children}
    </section>
  )
}
