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

/** A table of numbers does not fit a narrower window, which may be a small screen or a zoomed page. The same as in the CSS. */
export function useIsNarrow(): boolean {
  return useMedia('(max-width: 47.99rem)')
}

/** A window at least this wide has room for the comments beside the plan and its outline. The same as in the CSS. */
export function useIsWide(): boolean {
  return useMedia('(min-width: 80rem)')
}

/** A narrower window has no room for the outline beside the plan. The same as in the CSS. */
export function useIsCompact(): boolean {
  return useMedia('(max-width: 59.99rem)')
}
