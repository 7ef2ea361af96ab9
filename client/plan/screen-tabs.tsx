export type ScreenTab = 'outline' | 'plan'

const tabs: { id: ScreenTab; label: string }[] = [
  { id: 'outline', label: 'Inhoud' },
  { id: 'plan', label: 'Plan' },
]

/** On a narrow screen one part is in view at a time. */
export function ScreenTabs({ tab, onChange }: { tab: ScreenTab; onChange: (tab: ScreenTab) => void }) {
  return (
    <nav className="screen-tabs" aria-label="Delen van het scherm">
      {tabs.map(({ id, label }) => (
        <button key={id} type="button" className="screen-tabs__tab" aria-pressed={tab === id} onClick={() => onChange(id)}>
          {label}
        </button>
      ))}
    </nav>
  )
}
