import { type FocusEvent, lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { PlanContext, type PlanContextValue, usePlanContext } from '../hooks/plan-context.ts'
import { CommentsPanel } from '../panels/comments/comments-panel.tsx'
import { HistoryPanel } from '../panels/history/history-panel.tsx'
import type { ContentSource } from '../panels/history/view-address.ts'
import { parsePlace } from '../sync/place.ts'
import { type WholeView, wholeView } from '../sync/session/session.ts'
import { Loading } from '../ui/loading.tsx'
import { BudgetBar } from './budget/budget-bar.tsx'
import { Find } from './find/find.tsx'
import { Outline } from './outline/outline.tsx'
import { Paper } from './paper/paper.tsx'
import { sectionNumbers } from './section-numbers.ts'
import type { Side } from './use-side.ts'
import { type FrozenPlan, useFrozenPlan } from './version/use-frozen-plan.ts'
import { VersionScreens } from './version/version-screens.tsx'
import './plan-screen.css'
import { endLanding, landedSection } from './reading/landing.ts'
import { onScroll } from './reading/on-scroll.ts'
import { sectionBeingRead } from './reading/reading-place.ts'

// Loaded on use: imports are rare, and the chunk includes part of the comparison.
const ImportScreen = lazy(() =>
  import('./import/import-screen.tsx').then((module) => ({ default: module.ImportScreen })),
)

type ScreenColumnsProps = {
  view: ContentSource
  side: Side
  onShowPlan: () => void
  /** Where the search of the plan, or of the version in its place, is shown. */
  findSlot: HTMLElement | null
}

/** The plan between its outline and its comments; a version replaces it, with its own outline and totals. */
export function ScreenColumns({ view, side, onShowPlan, findSlot }: ScreenColumnsProps) {
  const live = usePlanContext()
  const frozen = useFrozenPlan(live, view)
  const shown = frozen.kind === 'ready' ? frozen.context : live
  const numbers = useMemo(() => sectionNumbers(shown.format), [shown.format])
  const activeSection = useActiveSection()
  const close =
    side.isCompact || side.shown === null
      ? undefined
      : () => side.shown !== null && side.toggle(side.shown)
  return (
    <>
      {(view.kind === 'plan' || view.kind === 'version' || view.kind === 'day') && (
        <PlanContext value={shown}>
          <Find slot={findSlot} />
        </PlanContext>
      )}
      <div className="plan-screen__columns">
        <PlanContext value={shown}>
          <div className="plan-screen__outline">
            <Outline
              numbers={numbers}
              activeSection={activeSection}
              isFrozen={view.kind !== 'plan'}
            />
          </div>
          <main
            id="inhoud"
            tabIndex={-1}
            className="plan-screen__main"
            onFocus={(event) => enter(event, shown)}
            onBlur={(event) => leave(event, wholeView(shown.session))}
          >
            <Middle view={view} frozen={frozen} numbers={numbers} />
          </main>
        </PlanContext>
        {side.shown !== null && (
          <div className="plan-screen__side">
            {side.shown === 'comments' ? (
              <CommentsPanel isAlone={side.isCompact} onClose={close} />
            ) : (
              <HistoryPanel
                view={view}
                isAlone={side.isCompact}
                onClose={close}
                onShow={onShowPlan}
              />
            )}
          </div>
        )}
      </div>
      <PlanContext value={shown}>
        <BudgetBar />
      </PlanContext>
    </>
  )
}

function Middle({
  view,
  frozen,
  numbers,
}: {
  view: ContentSource
  frozen: FrozenPlan
  numbers: ReadonlyMap<string, string>
}) {
  if (view.kind === 'plan') return <Paper numbers={numbers} />
  if (view.kind !== 'import')
    return <VersionScreens view={view} frozen={frozen} numbers={numbers} />
  return (
    <Suspense fallback={<Loading label="Bezig met openen" lines={4} />}>
      <ImportScreen />
    </Suspense>
  )
}

/** Publishes the place of this user; their next change is an undo step of its own. */
function enter(event: FocusEvent, { session, edit }: PlanContextValue): void {
  const element = event.target
  const place = parsePlace(element.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? '')
  const section = element.closest<HTMLElement>('[data-section]')?.dataset['section']
  edit?.undo.stopCapturing()
  wholeView(session)?.setPlace(
    section === undefined && place === null
      ? null
      : { ...(section === undefined ? {} : { section }), ...place },
  )
}

function leave(event: FocusEvent, session: WholeView | null): void {
  if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))
    return
  session?.setPlace(null)
}

/** The section at the reading line, updated on scroll. */
function useActiveSection(): string | null {
  const [active, setActive] = useState<string | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    const find = () => setActive(sectionBeingRead()?.dataset['section'] ?? null)
    onScroll(find, gone.signal)
    const stopLanding = landedSection.subscribe(find)
    // A page that grows moves the sections under the reading line without a scroll.
    const observer = new ResizeObserver(() => find())
    observer.observe(document.body)
    // In the next frame: reading it now would force a layout of a page that is still rendering.
    const first = requestAnimationFrame(find)
    return () => {
      cancelAnimationFrame(first)
      observer.disconnect()
      stopLanding()
      endLanding()
      gone.abort()
    }
  }, [])
  return active
}
