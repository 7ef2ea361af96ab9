import { useLayoutEffect, useState } from 'react'
import { drawInParts, drawsAtOnce } from '#client/ui/drawing.ts'

/**
 * The number of parts of a long list to render: the first at once, the others one by one. Rendering a whole plan keeps a
 * slow computer busy for seconds, in which it would show nothing and ignore keys. Going to a place or printing renders all
 * parts at once. A list that was complete stays complete.
 */
export function useGradually(total: number, first: number): number {
  const [count, setCount] = useState(() => (drawsAtOnce() ? Number.POSITIVE_INFINITY : first))
  const isWhole = count >= total
  // Before any other part is rendered: pending parts keep the order of the page.
  useLayoutEffect(() => {
    const drawWhole = () => setCount(Number.POSITIVE_INFINITY)
    return isWhole
      ? drawWhole()
      : drawInParts({ drawNext: () => setCount((before) => before + 1), drawAll: drawWhole })
  }, [isWhole])
  return Math.min(count, total)
}
