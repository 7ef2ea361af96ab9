import { type RefObject, useEffect, useEffectEvent } from 'react'
import { useMarkSeen } from '#client/hooks/use-threads.ts'

const seenMs = 1_200

/** Marks threads as seen that were in view for a moment on a visible page. */
export function useSeen(
  list: RefObject<HTMLElement | null>,
  unread: readonly string[],
  onSeen: (ids: readonly string[]) => void,
): void {
  const markSeen = useMarkSeen()
  const seen = useEffectEvent((ids: readonly string[]) => {
    onSeen(ids)
    markSeen(ids)
  })
  const key = unread.join(' ')
  useEffect(() => {
    if (key === '') return
    const inView = new Set<string>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = target.getAttribute('data-thread-card') ?? ''
          if (isIntersecting) inView.add(id)
          else inView.delete(id)
        }
      },
      { threshold: 0.3 },
    )
    for (const id of key.split(' ')) {
      const card = list.current?.querySelector(`[data-thread-card="${CSS.escape(id)}"]`)
      if (card != null) observer.observe(card)
    }
    const timer = setInterval(() => {
      if (inView.size === 0 || document.visibilityState !== 'visible') return
      seen([...inView])
      inView.clear()
    }, seenMs)
    return () => {
      clearInterval(timer)
      observer.disconnect()
    }
  }, [key, list])
}
