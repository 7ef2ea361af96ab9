import { useEffect, useState } from 'react'

/** Below the header and the toolbar: what stands here is what one reads. */
const readingLine = 180

/** The section that is being read, as one scrolls. */
export function useActiveSection(): string | null {
  const [active, setActive] = useState<string | null>(null)
  useEffect(() => {
    let frame = 0
    const find = () => {
      frame = 0
      const sections = [...document.querySelectorAll<HTMLElement>('[data-section]')]
      const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
      const passed = sections.filter((section) => section.getBoundingClientRect().top <= readingLine)
      const found = isAtEnd && window.scrollY > 0 ? sections.at(-1) : (passed.at(-1) ?? sections[0])
      setActive(found?.dataset['section'] ?? null)
    }
    const onScroll = () => {
      frame ||= requestAnimationFrame(find)
    }
    // Not at once: to answer, the browser would lay out a page that is still being drawn.
    onScroll()
    window.addEventListener('scroll', onScroll, { passive: true })
    window.addEventListener('resize', onScroll)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', onScroll)
      window.removeEventListener('resize', onScroll)
    }
  }, [])
  return active
}
