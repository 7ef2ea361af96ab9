import { useEffect, useState } from 'react'

/** One request for a name, not one for each letter of it. */
const typingMs = 250

/** The value after it has been stable for a moment: a search does not send a request for each letter. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
