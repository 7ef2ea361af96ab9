import { useCallback, useEffect, useState } from 'react'
import { onThreadAsked, onThreadBegun } from '../hooks/comment-ui-store.ts'
import { focusThreadSoon } from '../panels/comments/comments-panel.tsx'
import { changeSettings, useSettings } from '../settings.ts'
import type { ScreenTab } from './screen-tabs.tsx'
import { useIsCompact, useIsWide } from './use-is-narrow.ts'

export type SideName = 'comments' | 'history'
export type Side = {
  /** The panel beside the plan, which replaces the plan on a small screen. */
  shown: SideName | null
  isCompact: boolean
  /** Shows or hides the panel. */
  toggle: (name: SideName) => void
  /** Whether the plan had open comments when it was opened. */
  setHadComments: (had: boolean) => void
}

/**
 * Comments or history, one at a time. The comments open by themselves where there is room and something in them; a
 * requested thread opens them from any view.
 */
export function useSide(
  tab: ScreenTab,
  setTab: (tab: ScreenTab) => void,
  startsWithHistory: boolean,
): Side {
  const { comments } = useSettings()
  const [isHistory, setHistory] = useState(startsWithHistory)
  const isWide = useIsWide()
  const isCompact = useIsCompact()
  // A thread that comes later does not push the text aside.
  const [hadComments, setHadComments] = useState(false)
  const areComments = comments === 'shown' || (comments === 'auto' && isWide && hadComments)
  const beside = isHistory ? 'history' : areComments ? 'comments' : null
  const shown = isCompact ? (tab === 'comments' || tab === 'history' ? tab : null) : beside
  useEffect(() => {
    const show = () => {
      if (isCompact) return setTab('comments')
      setHistory(false)
      if (!areComments) changeSettings({ comments: 'shown' })
    }
    const stopAsked = onThreadAsked(({ threadId, takesFocus }) => {
      show()
      if (takesFocus) focusThreadSoon(threadId)
    })
    const stopBegun = onThreadBegun(show)
    return () => {
      stopAsked()
      stopBegun()
    }
  }, [isCompact, areComments, setTab])
  const toggle = useCallback(
    (name: SideName) => {
      if (isCompact) return setTab(shown === name ? 'plan' : name)
      if (name === 'history') return setHistory(shown !== 'history')
      setHistory(false)
      changeSettings({ comments: shown === 'comments' ? 'hidden' : 'shown' })
    },
    [shown, isCompact, setTab],
  )
  return { shown, isCompact, toggle, setHadComments }
}
