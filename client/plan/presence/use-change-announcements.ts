import { useEffect, useEffectEvent, useRef } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useThreads } from '#client/hooks/use-threads.ts'
import { useSettings } from '#client/settings.ts'
import { type CellChange, cellKey, wholeView } from '#client/sync/session/session.ts'
import * as announcementText from '#client/text/announcements.ts'
import type { Thread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { rowOf } from '#shared/plan/row-places.ts'
import { cellWords } from '#shared/plan/words.ts'
import { threadNews } from './thread-news.ts'

/** Sentences of this period, in ms, are said together. */
const gatherMs = 1_500
/** More than these are counted. */
const mostSaid = 3

/**
 * Says what others did to what is of this user: a value of theirs was overwritten, a thread of theirs got an answer or was closed, a
 * comment names them. In the scope that the person chose for announcements; silent when they chose none.
 */
export function useChangeAnnouncements(): void {
  const { session, format, announce } = usePlanContext()
  const { announcements } = useSettings()
  const waiting = useRef<(() => string)[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  // Said in the words of the moment: a cell is read once the change is in it.
  const say = useEffectEvent((sentences: readonly (() => string)[]) => {
    if (announcements === 'none' || sentences.length === 0) return
    waiting.current.push(...sentences)
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      const all = waiting.current.splice(0)
      const more = all.length - mostSaid
      announce(
        [
          ...all.slice(0, mostSaid).map((sentence) => sentence()),
          ...(more > 0 ? [announcementText.andMore(more)] : []),
        ].join(' '),
      )
    }, gatherMs)
  })
  useEffect(() => () => clearTimeout(timer.current), [])

  const sentenceOf = useEffectEvent(({ table, row, column, by }: CellChange): string => {
    const content = session.content.get()
    const definition = tableOf(format, table)?.columns.find(({ id }) => id === column)
    const value = rowOf(content.tables[table], row)?.[column] ?? null
    return announcementText.overwritten(
      placeOf({ kind: 'cell', table, row, column }, format, content) ?? '',
      by?.name ?? null,
      definition === undefined ? '' : cellWords(value, definition, content),
    )
  })
  useEffect(() => {
    const source = wholeView(session)?.recentChanges
    if (source === undefined) return
    const told = new Map<string, number>()
    return source.subscribe(() => {
      const news = [...source.get().values()].filter((change) => {
        const key = cellKey(change.table, change.row, change.column)
        const isNew = change.wasMine && told.get(key) !== change.at
        if (isNew) told.set(key, change.at)
        return isNew
      })
      say(news.map((change) => () => sentenceOf(change)))
    })
  }, [session])

  const threads = useThreads().data?.threads
  const before = useRef<readonly Thread[] | null>(null)
  const tellThreads = useEffectEvent((now: readonly Thread[]) => {
    const myId = wholeView(session)
      ?.people.get()
      .find(({ isMe }) => isMe)?.userId
    if (before.current !== null && myId !== undefined)
      say(
        threadNews(before.current, now, { myId, choice: announcements }).map(
          (sentence) => () => sentence,
        ),
      )
    before.current = now
  })
  useEffect(() => {
    if (threads !== undefined) tellThreads(threads)
  }, [threads])
}
