import { useEffect, useState } from 'react'
import { onReveal } from './reveal.ts'

let unfinished = 0

/** Whether parts of a plan are still to come on the screen. */
export const isDrawing = (): boolean => unfinished > 0

/**
 * How many of the parts of a plan to draw: the first at once, each next one when the one before it is on the screen. Drawing
 * a whole plan keeps a slow computer busy for seconds, in which it would show nothing and take no key. Who wants to go to a
 * place need not wait: then all are drawn.
 */
export function useGradually(total: number, first: number): number {
  const [count, setCount] = useState(first)
  const isWhole = count >= total
  useEffect(() => {
    if (isWhole) return
    unfinished++
    const stop = onReveal(() => setCount(total))
    // A task of its own, so that the browser paints, and hears what was typed, before it goes on.
    const timer = setTimeout(() => setCount(count + 1))
    return () => {
      unfinished--
      stop()
      clearTimeout(timer)
    }
  }, [isWhole, count, total])
  return Math.min(count, total)
}
