import { type FocusEvent, useCallback, useEffect, useMemo, useState } from 'react'
import type { Role } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Target } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'
import { onThreadAsked, onThreadBegun } from '../hooks/comment-desk.ts'
import { PlanContext, type PlanContextValue } from '../hooks/plan-context.ts'
import { useSource } from '../hooks/use-source.ts'
import { CommentsPanel, focusThreadSoon } from '../panels/comments/comments-panel.tsx'
import { useCommentDesk } from '../panels/comments/use-comment-desk.ts'
import { useCommentKeys } from '../panels/comments/use-comment-keys.ts'
import { useLinkedThread } from '../panels/comments/use-linked-thread.ts'
import { useUnsentSender } from '../panels/comments/use-unsent.ts'
import { changeSettings, useSettings } from '../settings.ts'
import { parsePlace, placesOf } from '../sync/place.ts'
import type { Place, PlanSession } from '../sync/session.ts'
import { useDocumentTitle } from '../ui/page-heading.tsx'
import { LiveRegion, useAnnouncer, usePresenceAnnouncements } from './announcer.tsx'
import { BudgetBar } from './budget/budget-bar.tsx'
import { focusPlaceSoon } from './focus.ts'
import { PlanHeader } from './header/plan-header.tsx'
import { SaveBanner } from './header/save-banner.tsx'
import { Outline } from './outline/outline.tsx'
import { useActiveSection } from './outline/use-active-section.ts'
import { Paper } from './paper.tsx'
import { reveal } from './reveal.ts'
import { type ScreenTab, ScreenTabs } from './screen-tabs.tsx'
import { sectionNumbers } from './section-numbers.ts'
import { useFocusKeeper } from './use-focus-keeper.ts'
import { useIsCompact, useIsWide } from './use-is-narrow.ts'
import { useSizeNotice } from './use-size-notice.ts'
import { useTopHeight } from './use-top-height.ts'
import './plan.css'

type PlanScreenProps = { plan: Plan; session: PlanSession; role: Role; canWrite: boolean }

export function PlanScreen({ plan, session, role, canWrite }: PlanScreenProps) {
  const { format } = session
  const { text, announce } = useAnnouncer()
  const [tab, setTab] = useState<ScreenTab>('plan')
  const numbers = useMemo(() => sectionNumbers(format), [format])
  const activeSection = useActiveSection()
  usePresenceAnnouncements(session, format, announce)
  useFocusKeeper(session)
  useSizeNotice(session, canWrite)
  const top = useTopHeight()
  const comments = useCommentsShown(tab, setTab)

  const goTo = useCallback(
    (target: Target | Place) => {
      setTab('plan')
      reveal(target)
      focusPlaceSoon(placesOf(target, format))
    },
    [format],
  )
  const context = useMemo((): PlanContextValue => ({ planId: plan.id, session, format, role, canWrite, announce, goTo }), [plan.id, session, format, role, canWrite, announce, goTo])

  const title = useSource(session.content, (content) => summarize(content, format).title)
  useDocumentTitle(title)

  return (
    <PlanContext value={context}>
      <div className={`plan-screen plan-screen--${tab}${comments.isShown ? ' plan-screen--with-comments' : ''}`}>
        <CommentWork />
        <div className="plan-screen__top" ref={top}>
          <PlanHeader plan={plan} comments={comments} />
          <SaveBanner />
        </div>
        <ScreenTabs tab={tab} onChange={setTab} />
        <div className="plan-screen__columns">
          <div className="plan-screen__outline">
            <Outline numbers={numbers} activeSection={activeSection} />
          </div>
          <main id="inhoud" tabIndex={-1} className="plan-screen__main" onFocus={(event) => enter(event, session)} onBlur={(event) => leave(event, session)}>
            <Paper numbers={numbers} />
          </main>
          {comments.isShown && (
            <div className="plan-screen__comments">
              <CommentsPanel isAlone={comments.isCompact} onClose={comments.isCompact ? undefined : comments.toggle} />
            </div>
          )}
        </div>
        <LinkedThread />
        <BudgetBar />
        <LiveRegion text={text} />
      </div>
    </PlanContext>
  )
}

export type CommentsShown = { isShown: boolean; isCompact: boolean; toggle: () => void }

/** Where the comments stand: beside the plan, in its place on a small screen, or nowhere. Asked for, they come. */
function useCommentsShown(tab: ScreenTab, setTab: (tab: ScreenTab) => void): CommentsShown {
  const { comments } = useSettings()
  const isWide = useIsWide()
  const isCompact = useIsCompact()
  const isShown = isCompact ? tab === 'comments' : comments === 'shown' || (comments === 'auto' && isWide)
  useEffect(() => {
    const show = () => {
      if (isCompact) setTab('comments')
      else if (!isShown) changeSettings({ comments: 'shown' })
    }
    const stopAsked = onThreadAsked((threadId) => {
      show()
      focusThreadSoon(threadId)
    })
    const stopBegun = onThreadBegun(show)
    return () => {
      stopAsked()
      stopBegun()
    }
  }, [isCompact, isShown, setTab])
  return { isShown, isCompact, toggle: () => changeSettings({ comments: isShown ? 'hidden' : 'shown' }) }
}

/** After the panel in the tree, so that the panel listens already when a thread is asked for. */
function LinkedThread() {
  useLinkedThread()
  return null
}

/** What goes on also while the comments are hidden. */
function CommentWork() {
  useCommentDesk()
  useCommentKeys()
  useUnsentSender()
  return null
}

/** Tells others where I am; whatever I do next is an undo step of its own. */
function enter(event: FocusEvent, session: PlanSession): void {
  const element = event.target
  const place = parsePlace(element.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? '')
  const section = element.closest<HTMLElement>('[data-section]')?.dataset['section']
  session.undo.stopCapturing()
  session.setPlace(section === undefined && place === null ? null : { ...(section === undefined ? {} : { section }), ...place })
}

function leave(event: FocusEvent, session: PlanSession): void {
  if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return
  session.setPlace(null)
}
