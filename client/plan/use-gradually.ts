import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { drawingGoesOn } from '../ui/until-drawn.ts'
import { onReveal } from './reveal.ts'

/**
 * How many of the parts of a plan to draw: the first at once, each next one when the one before it is on the screen. Drawing
 * a whole plan keeps a slow computer busy for seconds, in which it would show nothing and take no key. Who wants to go to a
 * place need not wait: then all are drawn. Who prints has all of them on paper.
 */
export function useGradually(total: number, first: number): number {
  const [count, setCount] = useState(first)
  const isWhole = count >= total
  useEffect(() => {
    if (isWhole) return
    const end = drawingGoesOn()
    const drawAll = () => setCount(total)
    const stop = onReveal(drawAll)
    // The browser prints what is there when this returns.
    const onPrint = () => flushSync(drawAll)
    window.addEventListener('beforeprint', onPrint)
    // A task of its own, so that the browser paints, and hears what was typed, before it goes on.
    const timer = setTimeout(() => setCount(count + 1))
    return () => {
      end()
      stop()
      window.removeEventListener('beforeprint', onPrint)
      clearTimeout(timer)
    }
  }, [isWhole, count, total])
  return Math.min(count, total)
}
