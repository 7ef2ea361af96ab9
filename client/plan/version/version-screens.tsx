import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useVersions } from '#client/hooks/use-versions.ts'
import { addressOfView, type ContentSource } from '#client/panels/history/view-address.ts'
import { ButtonLink } from '#client/ui/button.tsx'
import { ErrorState } from '#client/ui/error-state.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import type { Version } from '#shared/api/versions.ts'
import { AppError } from '#shared/errors.ts'
import { PaperSections } from '../paper/paper.tsx'
import { CompareView } from './compare-view.tsx'
import type { FrozenPlan } from './use-frozen-plan.ts'
import '../paper/paper.css'
import { useEffect, useRef } from 'react'
import { formatDay } from '#client/text/moment.ts'
import './version-banner.css'

type VersionScreensProps = {
  view: Exclude<ContentSource, { kind: 'plan' | 'import' }>
  frozen: FrozenPlan
  numbers: ReadonlyMap<string, string>
}

/** Shown in place of the plan: a version, the state at the end of a day, or a comparison of two. */
export function VersionScreens({ view, frozen, numbers }: VersionScreensProps) {
  const versions = useVersions()
  return (
    <div className="paper paper--version">
      <QueryView query={versions} loadingLabel="Bezig met laden van de versies">
        {(known) => <Shown view={view} frozen={frozen} numbers={numbers} versions={known} />}
      </QueryView>
    </div>
  )
}

function Shown({
  view,
  frozen,
  numbers,
  versions,
}: VersionScreensProps & { versions: readonly Version[] }) {
  if (view.kind === 'day')
    return (
      <>
        <DayBanner day={view.day} />
        <Frozen frozen={frozen} numbers={numbers} />
      </>
    )
  const ids =
    view.kind === 'version' ? [view.versionId] : [view.from, ...(view.to === null ? [] : [view.to])]
  if (ids.some((id) => versions.every((version) => version.id !== id))) return <UnknownVersion />
  if (view.kind === 'compare')
    return <CompareView versions={versions} from={view.from} to={view.to} />
  const version = versions.find(({ id }) => id === view.versionId)
  if (version === undefined) return <UnknownVersion />
  return (
    <>
      <VersionBanner version={version} of={versions.length} />
      <Frozen frozen={frozen} numbers={numbers} />
    </>
  )
}

function Frozen({ frozen, numbers }: Pick<VersionScreensProps, 'frozen' | 'numbers'>) {
  if (frozen.kind === 'failed') return <ErrorState error={frozen.error} onRetry={frozen.retry} />
  if (frozen.kind === 'ready') return <PaperSections numbers={numbers} />
  return <Loading label="Bezig met openen" lines={9} />
}

function UnknownVersion() {
  const { planId } = usePlanContext()
  return (
    <ErrorState
      error={new AppError('version-not-found')}
      actions={
        <ButtonLink href={addressOfView(planId, { kind: 'plan' })}>Naar het plan</ButtonLink>
      }
    />
  )
}

/** Marks a day of the past, so that no reader takes it for the current plan or for an agreed version. */
function DayBanner({ day }: { day: string }) {
  const { planId } = usePlanContext()
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly opened day gets the focus
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

/** Marks a version, so that no reader takes it for the current plan. */
function VersionBanner({ version, of }: { version: Version; of: number }) {
  const { planId } = usePlanContext()
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly opened version gets the focus
  useEffect(() => title.current?.focus({ preventScroll: true }), [version.id])
  return (
    <section className="version-banner" aria-label="Over deze versie">
      <h2 className="version-banner__title" ref={title} tabIndex={-1}>
        U bekijkt versie {version.number} van {of}: {version.name}
      </h2>
      <p className="version-banner__text">
        Vastgelegd op {formatDay(version.createdAt)} door {version.createdBy.name}. Tekst en
        bedragen kunnen niet meer veranderen.
      </p>
      <div className="button-row screen-only">
        <ButtonLink kind="primary" href={addressOfView(planId, { kind: 'plan' })}>
          Terug naar het plan
        </ButtonLink>
        <ButtonLink href={addressOfView(planId, { kind: 'compare', from: version.id, to: null })}>
          Vergelijken met nu
        </ButtonLink>
      </div>
      <details className="version-banner__hash">
        <summary>Controlecode van deze versie</summary>
        <p>
          Hiermee kan iedereen nagaan dat een tekst deze versie is (SHA-256):
          <br />
          <code>{version.hash}</code>
        </p>
      </details>
    </section>
  )
}
