import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { useLocation, useSearch } from 'wouter'
import type { Role } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Target } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'
import { askForThread } from '../hooks/comment-ui-store.ts'
import { PlanContext, type PlanContextValue, usePlanContext } from '../hooks/plan-context.ts'
import { useSource } from '../hooks/use-source.ts'
import { useThreads } from '../hooks/use-threads.ts'
import { useBegunNotice } from '../panels/comments/begun-list.tsx'
import { SelectionComment } from '../panels/comments/selection-comment.tsx'
import { useCommentKeys } from '../panels/comments/use-comment-keys.ts'
import { useCommentUiStore } from '../panels/comments/use-comment-ui-store.ts'
import { useUnsentSender } from '../panels/comments/use-unsent.ts'
import { addressOfView, type ContentSource, viewOf } from '../panels/history/view-address.ts'
import { type Place, placesOf } from '../sync/place.ts'
import { type EditableSession, type FollowedPlan, wholeView } from '../sync/session/session.ts'
import * as titleText from '../text/plan-title.ts'
import { useDocumentTitle } from '../ui/page-heading.tsx'
import { AttachmentsHost } from './attachments/attachments-host.tsx'
import { CellClipboard } from './clipboard/cell-clipboard.tsx'
import { focusPlaceSoon, landOnPlace } from './focus/focus.ts'
import { takeRememberedTarget } from './focus/remembered-target.ts'
import { useFocusKeeper } from './focus/use-focus-keeper.ts'
import { PlanHeader } from './header/plan-header.tsx'
import { SaveBanner } from './header/save-status.tsx'
import { LiveRegion, useAnnouncer, usePresenceAnnouncements } from './presence/announcer.tsx'
import { useChangeAnnouncements } from './presence/use-change-announcements.ts'
import { printOpen } from './reading/folding.ts'
import { endLanding } from './reading/landing.ts'
import { reveal } from './reading/reveal.ts'
import { useReadingPlace } from './reading/use-reading-place.ts'
import { ScreenColumns } from './screen-columns.tsx'
import { type ScreenTab, ScreenTabs } from './screen-tabs.tsx'
import { type SheetId, sheetOf, sheetOfPlace } from './sheets.ts'
import { useSide } from './use-side.ts'
import './plan-screen.css'
import { constant } from '../sync/source.ts'
import { showToast } from '../ui/toasts.ts'

type PlanScreenProps = {
  plan: Plan
  session: FollowedPlan
  role: Role
  edit: EditableSession | null
  /** The sheet in the address; a form may not have it. */
  wantedSheet: SheetId
}

/** A place to bring into view, with the focus or without. */
type Wanted = { target: Target | Place; takesFocus: boolean }

export function PlanScreen({ plan, session, role, edit, wantedSheet }: PlanScreenProps) {
  const { format } = session
  const sheet = sheetOf(format, wantedSheet).id
  const opened = wholeView(session)
  const { text, announce } = useAnnouncer()
  const [tab, setTab] = useState<ScreenTab>('plan')
  const [findSlot, setFindSlot] = useState<HTMLElement | null>(null)
  const search = useSearch()
  const view = useMemo(() => viewOf(search), [search])
  const [, navigate] = useLocation()
  usePresenceAnnouncements(opened, format, announce)
  useFocusKeeper(session)
  useSizeNotice(edit)
  useOpenForPrint()
  const top = useTopHeight()
  const side = useSide(tab, setTab, view.kind !== 'plan')
  const isPlan = view.kind === 'plan'
  useTopOfSheet(sheet)
  useReadingPlace({ planId: plan.id, sheet }, isPlan && (!side.isCompact || tab === 'plan'))
  const showPlan = useCallback(() => setTab('plan'), [])

  const pending = useRef<Wanted | null>(null)
  const show = useCallback(
    ({ target, takesFocus }: Wanted) => {
      pending.current = null
      reveal(target)
      endLanding()
      if (!takesFocus) return
      // A whole section or row; its words, values and cells come into the middle of the screen.
      const isPart = target.column === undefined && target.field === undefined
      if (isPart) landOnPlace(placesOf(target, format))
      else focusPlaceSoon(placesOf(target, format))
    },
    [format],
  )
  const bring = useCallback(
    (wanted: Wanted) => {
      setTab('plan')
      const there = sheetOf(format, sheetOfPlace(wanted.target, format)).id
      if (isPlan && there === sheet) return show(wanted)
      // A shown version does not have the place, nor does another sheet: it is shown once its own sheet is there.
      pending.current = wanted
      navigate(addressOfView(plan.id, { kind: 'plan' }, there))
    },
    [format, isPlan, sheet, navigate, plan.id, show],
  )
  const goTo = useCallback((target: Target | Place) => bring({ target, takesFocus: true }), [bring])
  const showPlace = useCallback(
    (target: Target | Place) => bring({ target, takesFocus: false }),
    [bring],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet or the plan that a place waits for has been rendered
  useEffect(() => {
    if (pending.current !== null) show(pending.current)
  }, [sheet, isPlan, show])
  useEffect(() => {
    const target = takeRememberedTarget(plan.id)
    if (target !== null) goTo(target)
  }, [plan.id, goTo])
  const context = useMemo(
    (): PlanContextValue => ({
      planId: plan.id,
      session,
      format,
      role,
      sheet,
      parts: plan.sections,
      edit,
      announce,
      goTo,
      showPlace,
    }),
    [plan.id, session, format, role, sheet, plan.sections, edit, announce, goTo, showPlace],
  )

  const title = useSource(session.content, (content) => summarize(content, format).title)
  useDocumentTitle(titleOf(view, sheet, title))

  return (
    <PlanContext value={context}>
      <div
        className={`plan-screen plan-screen--${tab}${side.shown === null ? '' : ' plan-screen--with-side'}`}
      >
        <CommentWork onLoaded={side.setHadComments} />
        <CellClipboard />
        <AttachmentsHost />
        <div className="plan-screen__top" ref={top}>
          <PlanHeader plan={plan} side={side} />
          {opened !== null && <SaveBanner session={opened} />}
          <ScreenTabs tab={tab} onChange={setTab} />
          <div ref={setFindSlot} />
        </div>
        <ScreenColumns view={view} side={side} onShowPlan={showPlan} findSlot={findSlot} />
        <LinkedThread />
        <LiveRegion text={text} />
      </div>
    </PlanContext>
  )
}

function titleOf(view: ContentSource, sheet: SheetId, title: string): string {
  if (view.kind === 'version') return titleText.ofVersion(title)
  if (view.kind === 'day') return titleText.ofDay(view.day, title)
  if (view.kind === 'compare') return titleText.ofComparison(title)
  if (view.kind === 'import') return titleText.ofImport(title)
  return sheet === 'year' ? titleText.ofYear(title) : title
}

/**
 * Shows and focuses the thread that a link in a mail names, once, as soon as it is loaded. After the panel in the tree, so
 * that the panel listens before a thread is requested.
 */
function LinkedThread() {
  const { planId, sheet } = usePlanContext()
  const search = new URLSearchParams(useSearch())
  const threadId = search.get('reactie')
  const [, navigate] = useLocation()
  const { data, isFetchedAfterMount } = useThreads()
  const done = useRef<string | null>(null)
  useEffect(() => {
    if (threadId === null || data === undefined || done.current === threadId) return
    const isThere = data.threads.some((thread) => thread.id === threadId)
    // The cached list may be older than the thread.
    if (!isThere && !isFetchedAfterMount) return
    done.current = threadId
    navigate(addressOfView(planId, { kind: 'plan' }, sheet), { replace: true })
    if (isThere) askForThread(threadId)
    else showToast({ text: 'De reactie uit de mail is verwijderd.' })
  }, [threadId, data, isFetchedAfterMount, navigate, planId, sheet])
  return null
}

/** Everything is open on paper, and folded again after printing. */
function useOpenForPrint(): void {
  useEffect(() => {
    const open = () => flushSync(() => printOpen(true))
    const fold = () => printOpen(false)
    window.addEventListener('beforeprint', open)
    window.addEventListener('afterprint', fold)
    return () => {
      window.removeEventListener('beforeprint', open)
      window.removeEventListener('afterprint', fold)
    }
  }, [])
}

/** A sheet opens at its head; where this person read in it before is restored after that. */
function useTopOfSheet(sheet: SheetId): void {
  const last = useRef(sheet)
  useLayoutEffect(() => {
    if (last.current !== sheet) window.scrollTo({ top: 0, behavior: 'instant' })
    last.current = sheet
  }, [sheet])
}

/** Comment hooks that also run while the panel is hidden. */
function CommentWork({ onLoaded }: { onLoaded: (hadComments: boolean) => void }) {
  useCommentUiStore()
  useCommentKeys()
  useUnsentSender()
  const { data } = useThreads()
  const isLoaded = data !== undefined
  const had = data?.threads.some(({ resolved }) => !resolved) ?? false
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the comments of that moment
  useEffect(() => {
    if (isLoaded) onLoaded(had)
  }, [isLoaded])
  useBegunNotice()
  useChangeAnnouncements()
  return <SelectionComment />
}

const notLarge = constant(false)

/** Warns that half of the size limit of a plan is in use, while there is still room to act. */
function useSizeNotice(edit: EditableSession | null): void {
  const isOverHalf = useSource(edit?.isOverHalf ?? notLarge)
  useEffect(() => {
    if (!isOverHalf) return
    return showToast({
      text: 'Dit plan is groot: meer dan de helft van de ruimte is vol. Haal lange bijlagen weg en zet er een link voor in de plaats.',
      tone: 'bad',
    })
  }, [isOverHalf])
}

/** Publishes the height of the sticky header, which grows with its banner, as `--top-height` for sticky elements below it and for scroll margins. */
function useTopHeight(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    const root = document.documentElement
    if (element === null) return
    const observer = new ResizeObserver(() =>
      root.style.setProperty('--top-height', `${element.offsetHeight}px`),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      root.style.removeProperty('--top-height')
    }
  }, [])
  return ref
}
