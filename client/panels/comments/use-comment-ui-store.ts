import { useEffect, useMemo, useState } from 'react'
import type { XmlFragment } from 'yjs'
import { clearCommentUiStore, commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { useSettings } from '#client/settings.ts'
import type { PlanView } from '#client/sync/session/session.ts'
import type { Thread } from '#shared/api/comments.ts'
import { FlatText } from '#shared/comments/flat-text.ts'
import { findRange } from '#shared/comments/range.ts'
import { textOf } from '#shared/comments/range-words.ts'
import { countPlaces } from './thread-list.ts'

const none: readonly Thread[] = []
const orphanPauseMs = 400

/** Publishes the state of comments that the plan shows: highlights in texts and counts at places. */
export function useCommentUiStore(): void {
  const { session, format } = usePlanContext()
  const threads = useThreads().data?.threads ?? none
  const draft = useSource(commentUiStore.draft)
  const { commentMarks } = useSettings()
  const rows = useSource(session.content, (content) =>
    Object.fromEntries(
      Object.entries(content.tables).map(([id, table]) => [
        id,
        table.map((row) => ({ id: row.id })),
      ]),
    ),
  )
  useEffect(() => {
    const highlights = threads.flatMap(({ id, target, range, resolved }) =>
      range === undefined ? [] : [{ threadId: id, target, range, isResolved: resolved }],
    )
    const begun =
      draft?.range === undefined
        ? []
        : [{ threadId: 'nieuw', target: draft.target, range: draft.range, isResolved: false }]
    commentUiStore.highlights.set([...(commentMarks ? highlights : []), ...begun])
  }, [threads, draft, commentMarks])
  useEffect(
    () => commentUiStore.counts.set(countPlaces(threads, format, { tables: rows })),
    [threads, format, rows],
  )
  useEffect(() => clearCommentUiStore, [])
}

/** Threads whose words are gone. Searched after a pause, so that typing is not delayed. */
export function useOrphans(threads: readonly Thread[]): ReadonlySet<string> {
  const { session } = usePlanContext()
  const ranged = useMemo(() => threads.filter((thread) => thread.range !== undefined), [threads])
  const [orphans, setOrphans] = useState<ReadonlySet<string>>(() => orphansOf(ranged, session))
  useEffect(() => {
    if (ranged.length === 0) return setOrphans((before) => (before.size === 0 ? before : new Set()))
    const look = () => {
      timer = undefined
      const next = orphansOf(ranged, session)
      setOrphans((before) =>
        before.size === next.size && [...before].every((id) => next.has(id)) ? before : next,
      )
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    look()
    const stop = session.content.subscribe(() => {
      timer ??= setTimeout(look, orphanPauseMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [ranged, session])
  return orphans
}

function orphansOf(threads: readonly Thread[], session: PlanView): Set<string> {
  const flats = new Map<XmlFragment, FlatText>()
  return new Set(
    threads.flatMap(({ id, target, range }) => {
      const fragment = textOf(target, session.doc)
      if (range === undefined || fragment === null) return []
      const flat = flats.get(fragment) ?? new FlatText(fragment)
      flats.set(fragment, flat)
      return findRange(fragment, range, flat).kind === 'orphan' ? [id] : []
    }),
  )
}
