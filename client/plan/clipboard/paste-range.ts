import { findHeldBeside } from '#client/bsn-exceptions.ts'
import { cellPlace } from '#client/sync/place.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import { pasteResult, pasteTexts } from '#client/text/paste-texts.ts'
import { showToast } from '#client/ui/toasts.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import { applyPaste } from '#shared/import/paste/apply-paste.ts'
import type { PasteMeaning } from '#shared/import/paste/paste-columns.ts'
import {
  needsPreview,
  type PastePlan,
  type PasteRequest,
  planPaste,
} from '#shared/import/paste/plan-paste.ts'
import type { SourceRow } from '#shared/import/table/source-cell.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { focusPlaceSoon } from '../focus/focus.ts'
import type { Clip } from './clip.ts'
import { readClip } from './read-clip.ts'

/** Where a range is pasted, as the screen has it. */
export type PastePlace = Pick<PasteRequest, 'at' | 'shown' | 'below'> & {
  table: Table
  format: Format
  edit: EditableSession
}

/** A range on its way into a table. */
export type Pasting = PastePlace & {
  clip: Clip
  rows: readonly SourceRow[]
  hidden: number
  ids: readonly string[]
}

/** Pastes a range at once if it changes nothing else. Otherwise the answer is to be shown first. */
export function beginPaste(clip: Clip, place: PastePlace): Pasting | null {
  const read = readClip(clip)
  if (read.kind === 'tooMuch') {
    showToast({ text: pasteTexts.tooMuch, tone: 'bad' })
    return null
  }
  if (read.kind === 'value') {
    insertText(read.text)
    return null
  }
  // What was typed in this cell comes first.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const pasting: Pasting = {
    ...place,
    clip,
    rows: read.rows,
    hidden: read.hidden,
    ids: read.rows.map(() => crypto.randomUUID()),
  }
  const plan = planOf(pasting, place.edit.content.get())
  if (plan === null || (!clip.isLoose && !needsPreview(plan))) {
    finishPaste(pasting, plan)
    return null
  }
  return pasting
}

/** The changes relative to what the plan holds now; null when the row where the user stood is gone. */
export function planOf(
  { table, format, at, shown, below, rows, ids }: Pasting,
  content: PlanContent,
  chosen?: readonly PasteMeaning[],
): PastePlan | null {
  if (content.tables[table.id]?.some(({ id }) => id === at.row) !== true) return null
  return planPaste({
    table,
    format,
    content,
    rows,
    at,
    shown,
    below,
    chosen,
    newRowId: (line) => ids[line] ?? '',
    isHeld: (text, beside) => findHeldBeside(text, beside).length > 0,
  })
}

/** Writes a planned paste as one step, tells what happened and returns the focus. */
export function finishPaste(pasting: Pasting, plan: PastePlan | null): void {
  const { edit, table, hidden } = pasting
  if (plan === null) return void showToast({ text: pasteTexts.rowGone, tone: 'bad' })
  edit.change((doc) => applyPaste(doc, table, plan.lines))
  edit.undo.stopCapturing()
  const step = edit.undo.lastStep()
  const isUndoable = plan.lines.some(({ writes }) => Object.keys(writes).length > 0)
  backTo(pasting)
  showToast({
    text: pasteResult(plan, table, hidden),
    ...(isUndoable
      ? {
          action: {
            label: 'Ongedaan maken',
            onPress: () => {
              if (edit.undo.lastStep() === step) edit.undo.undo()
              backTo(pasting)
            },
          },
        }
      : {}),
  })
}

export function backTo({ table, at }: PastePlace): void {
  focusPlaceSoon([cellPlace(table.id, at.row, at.column)])
}

/** As typed text, so that the input notices it and the browser can take it back. */
export function insertText(text: string): void {
  document.execCommand('insertText', false, text)
}
