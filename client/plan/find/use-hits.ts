import { useDeferredValue, useMemo, useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { findInPlan, type Hit, type Hits } from '#shared/find/find-in-plan.ts'
import { sectionBeingRead } from '../reading/reading-place.ts'

export type Found = Hits & {
  /** The hit that is shown, by its number from 0; -1 when there is none. */
  at: number
  current: Hit | null
  goTo: (at: number) => void
}

/** The hits of a query in the plan that is shown, and the one of them that the user is at; `beginsIn`: the first of a section. */
export function useHits(query: string, beginsIn: string | null): Found {
  const { session, format } = usePlanContext()
  const content = useSource(session.content)
  const { data } = useThreads()
  // Comments are of the plan as it is now.
  const threads = session.kind === 'frozen' ? undefined : data?.threads
  const looked = useDeferredValue(query)
  const found = useMemo(
    () => findInPlan(looked, { format, content, threads: threads ?? [] }),
    [looked, format, content, threads],
  )
  const [chosen, setChosen] = useState<{ query: string; key: string; at: number } | null>(null)
  // The search starts at the part that is being read; it stays at a hit while others edit the plan.
  const start = useMemo(
    () => beginsIn ?? (looked === '' ? null : (sectionBeingRead()?.dataset['section'] ?? null)),
    [looked, beginsIn],
  )
  const { hits } = found
  const order = format.sections.map(({ id }) => id)
  const at = chosen?.query === looked ? sameHit(hits, chosen) : firstFrom(hits, order, start)
  return {
    ...found,
    at,
    current: hits[at] ?? null,
    goTo: (next) => {
      const hit = hits[next]
      if (hit !== undefined) setChosen({ query: looked, key: keyOf(hit), at: next })
    },
  }
}

export function keyOf(hit: Hit): string {
  if (hit.kind === 'comment') return `${hit.threadId}/${hit.commentId}/${hit.index}`
  const { field, table, row, column } = hit.target
  return [field, table, row, column, hit.index].join('/')
}

function sameHit(hits: readonly Hit[], { key, at }: { key: string; at: number }): number {
  const same = hits.findIndex((hit) => keyOf(hit) === key)
  return same === -1 ? Math.min(at, hits.length - 1) : same
}

function firstFrom(hits: readonly Hit[], order: readonly string[], section: string | null): number {
  const start = section === null ? 0 : order.indexOf(section)
  const first = hits.findIndex(
    (hit) => hit.kind !== 'comment' && order.indexOf(hit.section) >= start,
  )
  return first === -1 ? Math.min(0, hits.length - 1) : first
}
