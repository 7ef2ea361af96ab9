import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useLocation, useSearch } from 'wouter'
import { askToFind, findStore } from '#client/hooks/find-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { FindBar } from './find-bar.tsx'

/**
 * The search of the plan that is shown; Ctrl+F opens it, and once more in it opens the browser's own. Not loaded on use: what
 * is typed after the key would end up in the plan. `slot`: under the header, where the search covers nothing.
 */
export function Find({ slot }: { slot: HTMLElement | null }) {
  const isOpen = useSource(findStore.isOpen)
  useLinkedSearch()
  useEffect(() => {
    findStore.canFind.set(true)
    return () => {
      findStore.canFind.set(false)
      findStore.isOpen.set(false)
    }
  }, [])
  return isOpen && slot !== null ? createPortal(<FindBar />, slot) : null
}

/** A link from the search over all plans: the same words, in the section that it found. */
function useLinkedSearch(): void {
  const { planId, sheet } = usePlanContext()
  const given = new URLSearchParams(useSearch())
  const words = given.get('zoek')
  const section = given.get('onderdeel')
  const [, navigate] = useLocation()
  useEffect(() => {
    if (words === null) return
    askToFind({ words, section })
    navigate(addressOfView(planId, { kind: 'plan' }, sheet), { replace: true })
  }, [words, section, navigate, planId, sheet])
}
