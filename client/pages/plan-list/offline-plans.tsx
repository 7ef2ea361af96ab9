import * as planListText from '#client/text/plan-list.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { PlanRow } from './plan-row.tsx'
import './plan-list.css'

type OfflinePlansProps = { plans: readonly PlanSummary[]; onDevice: ReadonlySet<string>; now: Date }

/** The plans that this device can open without a connection, and the plans that it can't. */
export function OfflinePlans({ plans, onDevice, now }: OfflinePlansProps) {
  const here = plans.filter((plan) => onDevice.has(plan.id))
  const elsewhere = plans.filter((plan) => !onDevice.has(plan.id))
  return (
    <div className="stack">
      {here.length === 0 ? (
        <p>{planListText.offlineNone}</p>
      ) : (
        <section aria-labelledby="on-device">
          <h2 id="on-device" className="plan-list__title">
            {planListText.offlineOnly}
          </h2>
          <ul className="plan-list">
            {here.map((plan) => (
              <PlanRow key={plan.id} plan={plan} now={now} />
            ))}
          </ul>
        </section>
      )}
      {elsewhere.length > 0 && (
        <section aria-labelledby="elsewhere">
          <h2 id="elsewhere" className="plan-list__title">
            {planListText.notAvailable}
          </h2>
          <ul className="plan-list">
            {elsewhere.map((plan) => (
              <PlanRow key={plan.id} plan={plan} now={now} isAvailable={false} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
