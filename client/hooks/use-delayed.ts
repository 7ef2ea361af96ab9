import { useEffect, useState } from 'react'

/** True after this delay: data that arrives quickly must not flash a skeleton first. */
export function useDelayed(delayMs: number): boolean {
  const [isDue, setIsDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isDue
}
