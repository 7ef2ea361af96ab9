import { useEffect, useRef } from 'react'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { addressOfView } from '../../panels/history/view-address.ts'
import { formatDay } from '../../text/moment.ts'
import { ButtonLink } from '../../ui/button.tsx'
import './version-banner.css'

/** Says above a day of the past that it is one, so that nobody takes it for the plan, nor for a version that was agreed. */
export function DayBanner({ day }: { day: string }) {
  const { planId } = usePlanContext()
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each day that is opened is where one is now
  useEffect(() => title.current?.focus({ preventScroll: true }), [day])
  return (
    <section className="version-banner" aria-label="Over deze dag">
      <h2 className="version-banner__title" ref={title} tabIndex={-1}>
        U bekijkt het plan van {formatDay(day)}
      </h2>
      <p className="version-banner__text">
        Zo stond het plan er aan het einde van die dag voor. Het is geen vastgelegde versie: na een
        half jaar wordt het niet meer bewaard.
      </p>
      <div className="button-row screen-only">
        <ButtonLink kind="primary" href={addressOfView(planId, { kind: 'plan' })}>
          Terug naar het plan
        </ButtonLink>
      </div>
    </section>
  )
}
