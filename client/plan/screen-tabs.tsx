import { usePlanContext } from '../hooks/plan-context.ts'
import { useOpenCount } from '../panels/comments/comments-toggle.tsx'
import './screen-tabs.css'

export type ScreenTab = 'outline' | 'plan' | 'comments' | 'history'

const tabs: { id: ScreenTab; label: string }[] = [
  { id: 'outline', label: 'Inhoud' },
  { id: 'plan', label: 'Plan' },
  { id: 'comments', label: 'Reacties' },
  { id: 'history', label: 'Geschiedenis' },
]

/** On a narrow screen one part is in view at a time. */
export function ScreenTabs({
  tab,
  onChange,
}: {
  tab: ScreenTab
  onChange: (tab: ScreenTab) => void
}) {
  const { parts } = usePlanContext()
  // Versions hold the whole plan.
  const shown = parts === null ? tabs : tabs.filter((one) => one.id !== 'history')
  const { open, unread } = useOpenCount()
  return (
    <nav className="screen-tabs" aria-label="Delen van het scherm">
      {shown.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          className="screen-tabs__tab"
          aria-pressed={tab === id}
          onClick={() => onChange(id)}
        >
          {label}
          {id === 'comments' && open > 0 && ` ${open}`}
          {id === 'comments' && unread > 0 && (
            <span className="visually-hidden">, {unread} ongelezen</span>
          )}
        </button>
      ))}
    </nav>
  )
}
