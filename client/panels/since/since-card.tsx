import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { askForThread } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { formatRecent } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import {
  type ChangesSinceVisit,
  getChangesSinceVisit,
  markVisit,
} from '#shared/api/changes-since-visit.ts'
import { sinceText } from './since-text.ts'
import './since-card.css'
import { useEffect, useRef } from 'react'

/** Changes by others since the user's last visit, each with a link. Renders nothing if there are none. */
export function SinceCard() {
  const { goTo } = usePlanContext()
  const since = useSince().data
  const visit = useMarkVisit()
  if (since === undefined || since.visitedAt === null || since.lines.length === 0) {
    return since?.visitedAt === null ? <FirstVisit seq={since.seq} /> : null
  }
  return (
    <section className="since" aria-labelledby="sinds">
      <div className="since__head">
        <h2 className="since__title" id="sinds" tabIndex={-1}>
          {panelText.sinceTitle}
        </h2>
        <span className="since__when">{formatRecent(since.visitedAt, new Date())}</span>
        <Button
          isPending={visit.isPending}
          onPress={() =>
            visit.mutate(since.seq, {
              onError: (error) => showToast({ text: error.message, tone: 'bad' }),
            })
          }
        >
          {panelText.sinceSeen}
        </Button>
      </div>
      <ul className="since__lines">
        {since.lines.map((line) => {
          const { threadId } = line
          return (
            <li key={`${line.kind} ${line.threadId ?? JSON.stringify(line.target)}`}>
              {line.kind === 'removed' ? (
                <strong>{line.place}</strong>
              ) : (
                <button
                  type="button"
                  className="since__link"
                  onClick={() =>
                    threadId === undefined ? goTo(line.target) : askForThread(threadId)
                  }
                >
                  {line.place}
                </button>
              )}
              <span> {sinceText(line)}</span>
            </li>
          )
        })}
      </ul>
      {since.more > 0 && <p className="since__when">{panelText.sinceMore(since.more)}</p>}
    </section>
  )
}

/** Records the first visit, from which later news is counted. */
function FirstVisit({ seq }: { seq: number }) {
  const { mutate } = useMarkVisit()
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current) return
    isDone.current = true
    mutate(seq)
  }, [mutate, seq])
  return null
}

/** Fetched once per opening: changes made while the user watches are no news. */
function useSince() {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.since(planId),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call(getChangesSinceVisit, { params: { planId }, signal }),
  })
}

function useMarkVisit() {
  const { planId } = usePlanContext()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (seq: number) => call(markVisit, { params: { planId }, body: { seq } }),
    onSuccess: () =>
      client.setQueryData<ChangesSinceVisit>(
        queryKeys.since(planId),
        (before) =>
          before && { ...before, visitedAt: new Date().toISOString(), lines: [], more: 0 },
      ),
  })
}
