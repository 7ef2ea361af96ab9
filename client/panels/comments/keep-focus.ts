import { untilDrawn } from '#client/ui/until-drawn.ts'
import { threadElementId } from './thread-element-id.ts'

const cards = () => [...document.querySelectorAll<HTMLElement>('[data-thread-card]')]

/** The box of an answer closed: the focus goes to its thread, once the box is gone. */
export function focusThreadCard(threadId: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body)
      document.getElementById(threadElementId(threadId))?.focus()
  })
}

/**
 * Called before a thread is closed, which may take it out of the list: the focus then goes to the thread after it, or to the head of
 * the list. Returns what to call once it is closed.
 */
export function keepFocusNear(threadId: string): () => void {
  const all = cards()
  const at = all.findIndex(({ id }) => id === threadElementId(threadId))
  const near = [all[at + 1], all[at - 1], document.querySelector<HTMLElement>('.comments__title')]
  return () =>
    untilDrawn(() => {
      if (document.getElementById(threadElementId(threadId)) !== null) return false
      if (document.activeElement !== document.body) return true
      near.find((element) => element?.isConnected === true)?.focus()
      return true
    })
}
