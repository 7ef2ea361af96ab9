import { useLayoutEffect, useState } from 'react'
import { drawInParts, drawsAtOnce } from '#client/ui/drawing.ts'

/**
 * How many of the parts of something long to draw: the first at once, the others one after the other. Drawing a whole plan
 * keeps a slow computer busy for seconds, in which it would show nothing and take no key. Anyone who wants to go to a place need
 * not wait, and anyone who prints has all of it on paper. What was whole once stays so.
 */
export function useGradually(total: number, first: number): number {
  const [count, setCount] = useState(() => (drawsAtOnce() ? Number.POSITIVE_INFINITY : first))
  const isWhole = count >= total
  // Before anything else is drawn: what is to come takes its place in the order of the page.
  useLayoutEffect(() => {
    const drawWhole = () => setCount(Number.POSITIVE_INFINITY)
    return isWhole
      ? drawWhole()
      : drawInParts({ drawNext: () => setCount((before) => before + 1), drawAll: drawWhole })
  }, [isWhole])
  return Math.min(count, total)
}
