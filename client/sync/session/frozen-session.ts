import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { Source } from '../source.ts'
import type { PlanSession } from './session.ts'
import { createPlanUndo } from './undo.ts'

/**
 * A state of a plan that never changes, in the shape in which the screens know an open one, so that it is shown by the
 * same components. Nothing can be changed in it, and nobody is in it.
 */
export function openFrozenSession({
  planId,
  format,
  content,
}: {
  planId: string
  format: Format
  content: PlanContent
}): PlanSession {
  const doc = new Y.Doc()
  let made = 0
  Y.applyUpdate(
    doc,
    seedPlan(format, content, () => `rij-${made++}`),
  )
  const awareness = new Awareness(doc)
  const undo = createPlanUndo(doc, format)
  const nothing = () => {}
  return {
    planId,
    doc,
    format,
    awareness,
    undo,
    content: always(content),
    save: always({ kind: 'saved', at: null }),
    connection: always({ kind: 'waiting' }),
    isLoaded: always(true),
    role: always('reader'),
    isOverHalf: always(false),
    hasUnsaved: always(false),
    people: always([]),
    recentChanges: always(new Map()),
    change: nothing,
    setPlace: nothing,
    setComposing: nothing,
    onEvent: () => nothing,
    savedSeq: () => content.seq,
    located: (thread) => thread,
    pointAt: (_target, range) => ({ range }),
    whenSaved: async () => {},
    rescueCopy: () => ({ fileName: '', text: '' }),
    isKept: () => true,
    reconnect: nothing,
    forgetLocalCopy: nothing,
    leaveLocalCopy: nothing,
    close() {
      undo.destroy()
      awareness.destroy()
      doc.destroy()
    },
  }
}

function always<T>(value: T): Source<T> {
  return { get: () => value, subscribe: () => () => {} }
}
