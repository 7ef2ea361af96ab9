import { MessageSquarePlus, X } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import {
  beginThread,
  commentUiStore,
  onThreadAsked,
  takeAskedThread,
} from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useMembers } from '#client/hooks/use-members.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { changeSettings, useSettings } from '#client/settings.ts'
import * as commentsText from '#client/text/comments.ts'
import { Button, IconButton } from '#client/ui/button.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { CompactSelect } from '#client/ui/select-field.tsx'
import { untilDrawn } from '#client/ui/until-drawn.ts'
import { can } from '#shared/access.ts'
import type { Thread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { errorTable } from '#shared/errors.ts'
import { BegunList } from './begun-list.tsx'
import { NewThread } from './new-thread.tsx'
import { ThreadCard } from './thread-card.tsx'
import { threadElementId } from './thread-element-id.ts'
import { type Filter, filters, inPlanOrder, isShown } from './thread-list.ts'
import { UnsentList } from './unsent-list.tsx'
import { useOrphans } from './use-comment-ui-store.ts'
import { useSeen } from './use-seen.ts'
import { useMyId } from './use-unsent.ts'
import './comments-panel.css'

/** More threads are rendered when the user reaches them: hundreds at once would delay the plan. */
const pageSize = 40

type CommentsPanelProps = {
  onClose?: (() => void) | undefined
  /** True if no other part is in view: the panel is then the main content of the page. */
  isAlone?: boolean
}

/** All comments on the plan, in reading order. */
export function CommentsPanel({ onClose, isAlone = false }: CommentsPanelProps) {
  const { role, parts } = usePlanContext()
  const query = useThreads()
  const draft = useSource(commentUiStore.draft)
  const { commentMarks } = useSettings()
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)
  const Frame = isAlone ? 'main' : 'aside'
  return (
    <Frame
      className="comments"
      aria-labelledby={titleId}
      ref={panel}
      onKeyDown={(event) => moveByKey(event, panel.current)}
    >
      <div className="comments__head">
        <h2 className="comments__title" id={titleId} tabIndex={-1}>
          {commentsText.title}
        </h2>
        {can(role, 'comment') && parts === null && (
          <Button kind="quiet" onPress={() => beginThread({ target: { kind: 'plan' } })}>
            <MessageSquarePlus className="icon" aria-hidden="true" /> {commentsText.onWholePlan}
          </Button>
        )}
        {onClose !== undefined && (
          <IconButton
            label={commentsText.hide}
            icon={<X className="icon" aria-hidden="true" />}
            onPress={onClose}
          />
        )}
      </div>
      {!can(role, 'comment') && <p className="notice notice--quiet">{commentsText.readerHint}</p>}
      {draft !== null && (
        <NewThread key={JSON.stringify(draft)} begun={draft} onSent={focusThreadSoon} />
      )}
      {can(role, 'comment') && <BegunList />}
      <UnsentList />
      {query.data?.isHidden === true ? (
        <p className="notice notice--quiet">{errorTable['comments-hidden'].text}</p>
      ) : (
        <QueryView query={query} loadingLabel={commentsText.loading}>
          {({ threads }) => <ThreadList threads={threads} />}
        </QueryView>
      )}
      <label className="comments__marks">
        <input
          type="checkbox"
          checked={commentMarks}
          onChange={(event) => changeSettings({ commentMarks: event.target.checked })}
        />
        {commentsText.markInText}
      </label>
    </Frame>
  )
}

function ThreadList({ threads }: { threads: readonly Thread[] }) {
  const { session, format } = usePlanContext()
  const [filter, setFilter] = useState<Filter>('open')
  const [limit, setLimit] = useState(pageSize)
  const [justSeen, setJustSeen] = useState<ReadonlySet<string>>(new Set())
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const myId = useMyId()
  const discipline = usePeople((people) => people.find((person) => person.isMe)?.discipline ?? null)
  const active = useSource(commentUiStore.active)
  const orphans = useOrphans(threads)
  const disciplineOf = useDisciplines()
  const reader = { userId: myId, discipline, justSeen }
  const shown = threads.filter((thread) => isShown(thread, filter, reader))
  const { here, removed } = inPlanOrder(shown, format, session.content.get())
  // Only rows have names that change, and most edits are not in a row.
  const tables = useSource(session.content, (content) => content.tables)
  const places = useMemo(
    () =>
      Object.fromEntries(
        threads.map((thread) => [thread.id, placeOf(thread.target, format, { tables })]),
      ),
    [threads, format, tables],
  )
  const unread = shown.filter((thread) => thread.isUnread).map((thread) => thread.id)
  useSeen(list, unread, (ids) => setJustSeen((before) => new Set([...before, ...ids])))
  useEffect(() => {
    const show = () => {
      const asked = takeAskedThread()
      if (asked === null) return
      const { threadId, takesFocus } = asked
      const thread = threads.find((candidate) => candidate.id === threadId)
      if (thread?.resolved === true) setFilter('all')
      else if (thread !== undefined) setFilter('open')
      setLimit(Number.POSITIVE_INFINITY)
      if (takesFocus) focusThreadSoon(threadId)
    }
    show()
    return onThreadAsked(show)
  }, [threads])
  const card = (thread: Thread) => (
    <li key={thread.id}>
      <ThreadCard
        thread={thread}
        place={places[thread.id] ?? null}
        isOrphan={orphans.has(thread.id)}
        isActive={thread.id === active}
        myId={myId}
        disciplineOf={disciplineOf}
      />
    </li>
  )
  return (
    <div ref={list}>
      <div className="comments__filter">
        <CompactSelect
          id={`${id}-filter`}
          aria-label={commentsText.which}
          value={filter}
          onChange={(next) => {
            setJustSeen(new Set())
            setFilter(next)
          }}
          choices={filters.map(({ value, label }) => ({
            value,
            label: `${label} (${threads.filter((thread) => isShown(thread, value, reader)).length})`,
          }))}
        />
      </div>
      {shown.length === 0 && <p className="comments__empty">{emptyText(filter, threads.length)}</p>}
      {here.length > 0 && <ul className="comments__list">{here.slice(0, limit).map(card)}</ul>}
      {here.length > limit && (
        <Button onPress={() => setLimit((before) => before + pageSize)}>
          {commentsText.showMore(here.length - limit)}
        </Button>
      )}
      {removed.length > 0 && (
        <>
          <h3 className="comments__group">{commentsText.atRemovedPart}</h3>
          <ul className="comments__list">{removed.map(card)}</ul>
        </>
      )}
    </div>
  )
}

function useDisciplines() {
  const { planId } = usePlanContext()
  const { data } = useMembers(planId)
  const known = useMemo(
    () => new Map((data ?? []).map((member) => [member.userId, member.discipline])),
    [data],
  )
  return useCallback((userId: string) => known.get(userId) ?? null, [known])
}

function emptyText(filter: Filter, count: number): string {
  if (count === 0) return commentsText.none
  if (filter === 'open') return commentsText.noneOpen
  if (filter === 'unread') return commentsText.noneUnread
  if (filter === 'discipline') return commentsText.noneForDiscipline
  if (filter === 'discuss') return commentsText.noneToDiscuss
  return commentsText.noneOfChoice
}

/** Alt with an arrow moves from thread to thread. */
function moveByKey(event: KeyboardEvent, panel: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !event.altKey || event.ctrlKey || event.metaKey || panel === null) return
  event.preventDefault()
  const cards = [...panel.querySelectorAll<HTMLElement>('[data-thread-card]')]
  const at = cards.findIndex((card) => card.contains(document.activeElement))
  cards[
    at === -1
      ? step === 1
        ? 0
        : cards.length - 1
      : Math.min(Math.max(at + step, 0), cards.length - 1)
  ]?.focus()
}

/** Waits until it is rendered: the panel may only now be mounted. */
export function focusThreadSoon(threadId: string): void {
  requestAnimationFrame(() =>
    untilDrawn(() => {
      const card = document.getElementById(threadElementId(threadId))
      if (card === null || card.offsetParent === null) return false
      card.focus()
      card.scrollIntoView({ block: 'nearest' })
      return true
    }),
  )
}
