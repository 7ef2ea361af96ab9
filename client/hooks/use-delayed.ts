import { useEffect, useState } from 'react'

/** True once this much time has passed: what is there at once should not flash a skeleton first. */
export function useDelayed(delayMs: number): boolean {
  const [isDue, setIsDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isDue
}
