import { useEffect } from 'react'
import { checkSession } from '../check-session.ts'
import { onTabsTold } from '../session-tabs.ts'
import type { FollowedPlan } from '../sync/session/session.ts'
import { useSource } from './use-source.ts'

/**
 * A plan whose connection was closed because its session ended. It goes on when the same person is signed in: by a newer
 * link that was used in this browser, or again, in another tab, while this page holds work that is nowhere else.
 */
export function useSessionCheck(session: FollowedPlan): void {
  const connection = useSource(session.connection)
  const isOver = connection.kind === 'closed' && connection.code === 'not-signed-in'
  useEffect(() => {
    if (!isOver) return
    const check = () =>
      void checkSession().then((isSame) => {
        if (isSame) session.reconnect()
      })
    check()
    return onTabsTold(check)
  }, [isOver, session])
}
