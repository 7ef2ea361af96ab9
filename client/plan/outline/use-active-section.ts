import { useEffect, useState } from 'react'
import { onScroll } from '../on-scroll.ts'
import { sectionBeingRead } from '../reading-place.ts'

/** The section that is being read, as one scrolls. */
export function useActiveSection(): string | null {
  const [active, setActive] = useState<string | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    const find = () => setActive(sectionBeingRead()?.dataset['section'] ?? null)
    onScroll(find, gone.signal)
    // Not at once: to answer, the browser would lay out a page that is still being drawn.
    const first = requestAnimationFrame(find)
    return () => {
      cancelAnimationFrame(first)
      gone.abort()
    }
  }, [])
  return active
}
