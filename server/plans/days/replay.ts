import * as Y from 'yjs'
import type { LoadedPlan } from '#server/sync/plan-log.ts'
import { addDays, fromAmsterdam, toAmsterdam } from '#shared/amsterdam.ts'

/** A day in the Netherlands on which a plan was changed, and the last change of it. */
export type WorkedDay = { day: string; seq: number }

/** Moments between which a day lies: from the first up to and without the second. Null for what is no date. */
export function momentsOfDay(day: string): { from: number; before: number } | null {
  const from = fromAmsterdam(day, '00:00')
  if (from === null) return null
  const before = fromAmsterdam(addDays(day, 1), '00:00')
  return before === null ? null : { from, before }
}

/** Days by the last of their changes. Changes come in the order of the log; where the clock was set back, they count for the day that had begun. */
export function daysOf(changes: Iterable<{ seq: number; at: number }>): WorkedDay[] {
  const days: WorkedDay[] = []
  let before = Number.NEGATIVE_INFINITY
  for (const { seq, at } of changes) {
    const last = days.at(-1)
    if (last !== undefined && at < before) {
      last.seq = seq
      continue
    }
    const day = toAmsterdam(at).date
    before = momentsOfDay(day)?.before ?? Number.POSITIVE_INFINITY
    days.push({ day, seq })
  }
  return days
}

/**
 * Builds a plan from what its log still holds and stops after each of these changes, in order. Updates are applied one by
 * one, as a room does: in one go Yjs may clear up what others hang on. `look` must not keep the document.
 */
export function replay(
  { snapshot, changes }: LoadedPlan,
  stops: readonly number[],
  look: (doc: Y.Doc, seq: number) => void,
): void {
  const doc = new Y.Doc()
  try {
    if (snapshot !== null) Y.applyUpdate(doc, snapshot)
    const left = [...stops]
    for (const { seq, body } of changes) {
      if (left.length === 0) return
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
      if (seq === left[0]) {
        left.shift()
        look(doc, seq)
      }
    }
  } finally {
    doc.destroy()
  }
}
