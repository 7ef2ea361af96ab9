import { useEffect, useRef } from 'react'
import { useMarkVisit } from '../../hooks/use-since.ts'

/** Nothing to tell yet; from now on there is. */
export function FirstVisit({ seq }: { seq: number }) {
  const { mutate } = useMarkVisit()
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current) return
    isDone.current = true
    mutate(seq)
  }, [mutate, seq])
  return null
}
