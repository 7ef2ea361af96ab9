import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { constant } from '../source.ts'
import type { FrozenView } from './session.ts'

/**
 * A state of a plan that never changes, in the shape in which the screens know an open one, so that it is shown by the
 * same components. It can't be changed and has no presence.
 */
export function openFrozenSession({
  planId,
  format,
  content,
}: {
  planId: string
  format: Format
  content: PlanContent
}): FrozenView {
  const doc = new Y.Doc()
  let made = 0
  Y.applyUpdate(
    doc,
    seedPlan(format, content, () => `rij-${made++}`),
  )
  return {
    kind: 'frozen',
    planId,
    doc,
    format,
    content: constant(content),
    savedSeq: () => content.seq,
    located: (thread) => thread,
    close: () => doc.destroy(),
  }
}
