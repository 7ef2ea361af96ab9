import { MessageSquarePlus } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { beginThread } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import * as commentsText from '#client/text/comments.ts'
import { can } from '#shared/access.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import { type SelectedPlace, selectedPlace } from './selected-place.ts'
import './selection-comment.css'

/** The selection is read after the editor has read it, and not for each letter of a drag. */
const pauseMs = 150
const gap = 6
/** Enough for the button at the largest text size that fits beside the words. */
const room = { width: 160, height: 56 }

/**
 * The word *Reageren* under the selected words of a text, a value or a cell, for the mouse and for touch. With the keyboard
 * Ctrl+Alt+M does the same, so the button is no stop of the Tab key.
 */
export function SelectionComment() {
  const { format, role, parts } = usePlanContext()
  const [shown, setShown] = useState<SelectedPlace | null>(null)
  const look = useEffectEvent(() => {
    const found = can(role, 'comment') ? selectedPlace() : null
    setShown(found !== null && seesTarget(found.thread.target, format, parts) ? found : null)
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isPointerDown = false
    const soon = () => {
      clearTimeout(timer)
      if (!isPointerDown) timer = setTimeout(look, pauseMs)
    }
    const down = () => {
      isPointerDown = true
    }
    const up = () => {
      isPointerDown = false
      soon()
    }
    const listeners = [
      ['selectionchange', soon],
      ['select', soon],
      ['focusin', soon],
      ['scroll', soon],
      ['keyup', soon],
      ['pointerdown', down],
      ['pointerup', up],
      ['pointercancel', up],
    ] as const
    for (const [name, listener] of listeners) document.addEventListener(name, listener, true)
    window.addEventListener('resize', soon)
    return () => {
      clearTimeout(timer)
      for (const [name, listener] of listeners) document.removeEventListener(name, listener, true)
      window.removeEventListener('resize', soon)
    }
  }, [])
  if (shown === null) return null
  const { left, bottom } = shown.box
  return (
    <button
      type="button"
      className="selection-comment"
      tabIndex={-1}
      aria-keyshortcuts="Control+Alt+M"
      style={{
        left: Math.max(gap, Math.min(left, window.innerWidth - room.width)),
        top: Math.max(gap, Math.min(bottom + gap, window.innerHeight - room.height)),
      }}
      // The selection stays, and with it the words of the comment.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        beginThread(shown.thread)
        setShown(null)
      }}
    >
      <MessageSquarePlus size={16} aria-hidden="true" />
      <span>{commentsText.comment}</span>
    </button>
  )
}
