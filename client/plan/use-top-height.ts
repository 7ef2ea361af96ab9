import { type RefObject, useLayoutEffect, useRef } from 'react'

/** What sticks to the top grows with its message; what sticks below it, and the room that scrolling leaves, follow. */
export function useTopHeight(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    const root = document.documentElement
    if (element === null) return
    const observer = new ResizeObserver(() =>
      root.style.setProperty('--top-height', `${element.offsetHeight}px`),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      root.style.removeProperty('--top-height')
    }
  }, [])
  return ref
}
