import { useState } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { can } from '#shared/access.ts'
import './new-plan-card.css'

/** Given along by the page that made the plan; gone when the plan is opened in another way. */
export const newPlanState = { isNewPlan: true }

/** The next step for the maker of a plan: nobody works on it alone. */
export function NewPlanCard() {
  const { planId, role } = usePlanContext()
  const state: unknown = useHistoryState()
  const [isDone, setDone] = useState(false)
  const isNew = typeof state === 'object' && state !== null && 'isNewPlan' in state
  if (!isNew || isDone || !can(role, 'manage')) return null
  return (
    <section className="notice notice--quiet new-plan-card" aria-label="Uw plan is gemaakt">
      <p>
        <strong>Uw plan is gemaakt.</strong> Nodig uw team uit: u plakt de namen of e-mailadressen
        en kiest wat iedereen mag.
      </p>
      <div className="button-row">
        <ButtonLink kind="primary" href={`/plan/${planId}/leden`}>
          Nu uitnodigen
        </ButtonLink>
        <Button onPress={() => setDone(true)}>Later</Button>
      </div>
    </section>
  )
}
