import { useCallback, useRef, useSyncExternalStore } from 'react'
import { share } from '../sync/share.ts'
import type { Source } from '../sync/source.ts'

/** The value of a source; renders when it changes. */
export function useSource<T>(source: Source<T>): T
/** A selected part; renders only when that part changes. A part of plain JSON may be a new object each time. */
export function useSource<T, Part>(source: Source<T>, select: (value: T) => Part): Part
export function useSource<T, Part>(source: Source<T>, select?: (value: T) => Part): T | Part {
  const last = useRef<{ part: Part } | null>(null)
  const get = () => {
    const value = source.get()
    if (select === undefined) return value
    const part = share(last.current?.part, select(value))
    last.current = { part }
    return part
  }
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source])
  return useSyncExternalStore(subscribe, get)
}
