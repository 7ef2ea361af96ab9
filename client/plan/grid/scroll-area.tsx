import { type ReactNode, useEffect, useRef, useState } from 'react'
import './scroll-area.css'

/**
 * Scrolls sideways where it must, and only then takes the focus, so that the arrow keys can scroll it. A group and no
 * region: a section whose table bears its own name would be a landmark twice.
 */
export function ScrollArea({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() =>
      setOverflows(element.scrollWidth > element.clientWidth + 1),
    )
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={ref}
      className="scroll-area"
      {...(overflows ? { role: 'group', tabIndex: 0, 'aria-labelledby': labelledBy } : {})}
    >
      {children}
    </div>
  )
}
