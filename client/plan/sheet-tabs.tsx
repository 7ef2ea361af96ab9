import { Link } from 'wouter'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { sheetsOf } from './sheets.ts'
import './sheet-tabs.css'

/** The sheets of the plan, each with an address of its own. Nothing for a form that has one. */
export function SheetTabs() {
  const { planId, format, sheet } = usePlanContext()
  const sheets = sheetsOf(format)
  if (sheets.length < 2) return null
  return (
    <nav className="sheet-tabs" aria-label="Bladen van het plan">
      {sheets.map(({ id, label }) => (
        <Link
          key={id}
          className="sheet-tabs__tab"
          href={addressOfView(planId, { kind: 'plan' }, id)}
          aria-current={id === sheet ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
