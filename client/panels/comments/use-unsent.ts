import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { isPassing } from '#client/api.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useSendComment } from '#client/hooks/use-threads.ts'
import {
  addUnsent,
  readUnsent,
  removeUnsent,
  setRefusal,
  type Unsent,
} from '#client/sync/device/unsent-comments.ts'
import type { Connection } from '#client/sync/session/session.ts'
import { share } from '#client/sync/share.ts'
import { constant, createListeners } from '#client/sync/source.ts'
import * as commentsText from '#client/text/comments.ts'
import type { Me } from '#shared/api/me.ts'

const retryMs = 20_000
const changed = createListeners()
const notFollowed = constant<Connection>({ kind: 'waiting' })

/** The signed-in user; only a signed-in user can write comments. */
export function useMyId(): string {
  const shown = usePeople((people) => people.find((person) => person.isMe)?.userId ?? '')
  return useQueryClient().getQueryData<Me | null>(queryKeys.me)?.id ?? shown
}

/** Stores a comment until there is a connection; false when this device can't store anything. */
export function useKeepUnsent(): (item: Unsent) => boolean {
  const { planId } = usePlanContext()
  const userId = useMyId()
  return (item) => {
    const isKept = addUnsent({ userId, planId }, item)
    changed.call()
    return isKept
  }
}

/** Comments that wait on this device. */
export function useUnsent() {
  const { planId } = usePlanContext()
  const userId = useMyId()
  const of = { userId, planId }
  const last = useRef<Unsent[]>([])
  const items = useSyncExternalStore(subscribe, () => {
    last.current = share(last.current, readUnsent(of))
    return last.current
  })
  const after = <T>(result: T): T => {
    changed.call()
    return result
  }
  return {
    items,
    retry: (clientId: string) => after(setRefusal(of, clientId, undefined)),
    drop: (clientId: string) => after(removeUnsent(of, clientId)),
  }
}

/** Sends the waiting comments, oldest first, as soon as there is a connection. Mounted once per screen. */
export function useUnsentSender(): void {
  const { planId, session, announce } = usePlanContext()
  const userId = useMyId()
  const { items } = useUnsent()
  const isLive = useSource(
    session.kind === 'frozen' ? notFollowed : session.connection,
    (connection) => connection.kind === 'live',
  )
  const waiting = items.filter((item) => item.refusal === undefined).length
  const send = useSendComment()
  const latest = useRef(send)
  const isSending = useRef(false)
  useEffect(() => {
    latest.current = send
  })
  useEffect(() => {
    if (!isLive || waiting === 0) return
    const of = { userId, planId }
    const sendAll = async () => {
      if (isSending.current) return
      isSending.current = true
      let count = 0
      for (const item of readUnsent(of)) {
        if (item.refusal !== undefined) continue
        try {
          if (item.kind === 'thread') await latest.current.thread(item.body)
          else await latest.current.reply(item.threadId, item.body)
          removeUnsent(of, item.clientId)
          count += 1
        } catch (error) {
          if (isPassing(error)) break
          setRefusal(
            of,
            item.clientId,
            error instanceof Error ? error.message : commentsText.sendFailed,
          )
        }
      }
      isSending.current = false
      changed.call()
      if (count > 0) announce(commentsText.sentCount(count))
    }
    void sendAll()
    const timer = setInterval(() => void sendAll(), retryMs)
    return () => clearInterval(timer)
  }, [isLive, waiting, userId, planId, announce])
}

function subscribe(listener: () => void): () => void {
  const stop = changed.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    stop()
    window.removeEventListener('storage', listener)
  }
}
