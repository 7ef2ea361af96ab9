import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { usePlanContext } from '../hooks/plan-context.ts'
import { useOpenCount } from '../panels/comments/comments-toggle.tsx'
import { addressOfView } from '../panels/history/view-address.ts'
import { sheetsOf } from './sheets.ts'
import './screen-tabs.css'

export type ScreenTab = 'outline' | 'plan' | 'comments' | 'history'

type ScreenTabsProps = { tab: ScreenTab; onChange: (tab: ScreenTab) => void }

/** On a narrow screen one part is in view at a time: the contents, a sheet, or the comments. */
export function ScreenTabs({ tab, onChange }: ScreenTabsProps) {
  const { planId, format, sheet } = usePlanContext()
  const [, navigate] = useLocation()
  const { open, unread } = useOpenCount()
  return (
    <nav className="screen-tabs" aria-label="Delen van het scherm">
      <Tab isOn={tab === 'outline'} onPress={() => onChange('outline')}>
        Inhoud
      </Tab>
      {sheetsOf(format).map(({ id, label }) => (
        <Tab
          key={id}
          isOn={tab === 'plan' && id === sheet}
          onPress={() => {
            onChange('plan')
            if (id !== sheet) navigate(addressOfView(planId, { kind: 'plan' }, id))
          }}
        >
          {label}
        </Tab>
      ))}
      <Tab isOn={tab === 'comments'} onPress={() => onChange('comments')}>
        Reacties{open > 0 && ` ${open}`}
        {unread > 0 && <span className="visually-hidden">, {unread} ongelezen</span>}
      </Tab>
    </nav>
  )
}

type TabProps = { isOn: boolean; onPress: () => void; children: ReactNode }

function Tab({ isOn, onPress, children }: TabProps) {
  return (
    <button type="button" className="screen-tabs__tab" aria-pressed={isOn} onClick={onPress}>
      {children}
    </button>
  )
}
