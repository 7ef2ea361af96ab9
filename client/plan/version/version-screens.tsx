import type { Version } from '#shared/api/versions.ts'
import { AppError } from '#shared/errors.ts'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { useVersions } from '../../hooks/use-versions.ts'
import { addressOfView, type ContentSource } from '../../panels/history/view-address.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { QueryView } from '../../ui/query-view.tsx'
import { PaperSections } from '../paper.tsx'
import { CompareView } from './compare-view.tsx'
import { DayBanner } from './day-banner.tsx'
import type { FrozenPlan } from './use-frozen-plan.ts'
import { VersionBanner } from './version-banner.tsx'
import '../paper.css'

type VersionScreensProps = {
  view: Exclude<ContentSource, { kind: 'plan' | 'import' }>
  frozen: FrozenPlan
  numbers: ReadonlyMap<string, string>
}

/** In the place of the plan: a version of it, how it stood on a day, or what differs between two. */
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
