import { useCallback, useSyncExternalStore } from 'react'

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** Below this a table of numbers does not fit, whether by a small screen or by zooming in. The same as in the CSS. */
export function useIsNarrow(): boolean {
  return useMedia('(max-width: 47.99rem)')
}

/** From here the comments have room beside the plan and its outline. The same as in the CSS. */
export function useIsWide(): boolean {
  return useMedia('(min-width: 80rem)')
}

/** Below this the outline has no room beside the plan. The same as in the CSS. */
export function useIsCompact(): boolean {
  return useMedia('(max-width: 59.99rem)')
}
