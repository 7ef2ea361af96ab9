import * as uiText from '#client/text/ui.ts'
import { useDelayed } from '../hooks/use-delayed.ts'
import './loading.css'

const delayMs = 150

export function Loading({ label = uiText.loading, lines = 6 }: { label?: string; lines?: number }) {
  const isDue = useDelayed(delayMs)
  return (
    <div role="status">
      {isDue && (
        <>
          <span className="visually-hidden">{label}…</span>
          <div className="skeleton" aria-hidden="true">
            {Array.from({ length: lines }, (_, line) => `line-${line}`).map((line) => (
              <div key={line} className="skeleton__line" />
            ))}
          </div>
        </>
      )}
    </div>
  )
}
