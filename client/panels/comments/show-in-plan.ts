import type { Thread } from '#shared/api/comments.ts'
import { focusWords } from '../../editor/comment-highlights.ts'
import { commentDesk } from '../../hooks/comment-desk.ts'
import type { PlanContextValue } from '../../hooks/plan-context.ts'

/** From a thread back to the plan: to its words when these are there, else to its place. */
export function showThreadInPlan({ id, target }: Thread, goTo: PlanContextValue['goTo']): void {
  commentDesk.active.set(id)
  // On a small screen the plan is not in view yet; going there keeps what is focused inside the place.
  goTo(target)
  requestAnimationFrame(() => focusWords(id))
}
