import type { EditableSession } from '#client/sync/session/session.ts'
import { showToast } from '#client/ui/toasts.ts'
import { type Chosen, restoreFrom } from '#shared/compare/restore-from.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'

/**
 * Restores the chosen parts of a version, as far as `format` knows them, as one undoable step of this user, and shows `done` with an undo. Throws if the
 * plan refuses it.
 */
export function restoreInto(
  session: EditableSession,
  {
    version,
    format,
    chosen,
    done,
  }: { version: PlanContent; format: Format; chosen: Chosen; done: string },
): void {
  const { undo } = session
  undo.stopCapturing()
  session.change((doc) => restoreFrom(doc, format, { version, chosen }))
  const step = undo.lastStep()
  undo.stopCapturing()
  showToast({
    text: done,
    action: { label: 'Ongedaan maken', onPress: () => takeBack(session, step) },
  })
}

function takeBack({ undo }: EditableSession, step: unknown): void {
  if (step !== null && undo.lastStep() === step) {
    undo.undo()
    showToast({ text: 'Ongedaan gemaakt: het plan is weer zoals het daarvoor was.' })
  }
  // The last step is another one by now, and undo would take that back.
  else
    showToast({
      text: 'U heeft daarna nog iets gewijzigd. Ga stap voor stap terug met Ongedaan maken (Ctrl+Z).',
      tone: 'bad',
    })
}
