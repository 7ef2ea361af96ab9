import { type RefObject, useEffect, useEffectEvent } from 'react'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * Takes a value that nobody typed: of a dictation program, a text expander or autofill. Such a program sets the value and
 * then sends an event, or only leaves the input; React compares the value with the one that was set, and sees no change.
 */
export function useSetValue(
  control: RefObject<Control | null>,
  shown: string,
  take: (value: string) => void,
): void {
  const check = useEffectEvent(() => {
    const value = control.current?.value ?? shown
    if (value !== shown) take(value)
  })
  useEffect(() => {
    const element = control.current
    if (element === null) return
    const ended = new AbortController()
    const onEvent = () => check()
    for (const type of ['input', 'change', 'blur'])
      element.addEventListener(type, onEvent, { signal: ended.signal })
    // Before what else a closing page does, such as writing what was typed.
    window.addEventListener('pagehide', onEvent, { capture: true, signal: ended.signal })
    return () => ended.abort()
  }, [control])
}
