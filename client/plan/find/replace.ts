import { findHeld } from '#client/bsn-exceptions.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import * as findText from '#client/text/find.ts'
import { showToast } from '#client/ui/toasts.ts'
import type { PlanHit } from '#shared/find/find-in-plan.ts'
import { type Replaced, replaceInPlan } from '#shared/find/replace-in-plan.ts'

/**
 * Replaces one hit, or all of them, as one step that undo takes back. What stays is said: a choice or an amount is no text, and
 * a line that would become too long or would hold a likely BSN is left as it was.
 */
export function replaceFound(
  session: EditableSession,
  { query, by, only }: { query: string; by: string; only?: PlanHit },
): Replaced {
  const { undo, format } = session
  const content = session.content.get()
  let done: Replaced = { replaced: 0, fixed: 0, long: 0, held: 0 }
  undo.stopCapturing()
  session.change((doc) => {
    done = replaceInPlan(doc, {
      format,
      content,
      query,
      by,
      ...(only === undefined ? {} : { only }),
      isHeld: (text) => findHeld(text).length > 0,
    })
  })
  const step = undo.lastStep()
  undo.stopCapturing()
  if (only === undefined) reportAll(session, done, step)
  else if (done.long + done.held > 0) showToast({ text: whatStayed(done), tone: 'bad' })
  return done
}

function reportAll(session: EditableSession, done: Replaced, step: unknown): void {
  const text = [findText.replaced(done.replaced), whatStayed(done)].filter(Boolean).join(' ')
  if (done.replaced === 0) return void showToast({ text })
  showToast({
    text,
    action: { label: findText.undo, onPress: () => takeBack(session, step) },
  })
}

function whatStayed({ fixed, long, held }: Replaced): string {
  return [
    fixed === 0 ? '' : findText.fixedStay(fixed),
    long === 0 ? '' : findText.longStay(long),
    held === 0 ? '' : findText.heldStay(held),
  ]
    .filter(Boolean)
    .join(' ')
}

function takeBack({ undo }: EditableSession, step: unknown): void {
  if (step === null || undo.lastStep() !== step)
    return void showToast({ text: findText.changedSince, tone: 'bad' })
  undo.undo()
  showToast({ text: findText.undone })
}
