import { useSyncExternalStore } from 'react'

/** Below this a table of numbers does not fit, whether by a small screen or by zooming in. The same as in the CSS. */
const query = '(max-width: 47.99rem)'

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}
