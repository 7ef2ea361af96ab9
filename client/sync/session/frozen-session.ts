import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { constant } from '../source.ts'
import type { FrozenView } from './session.ts'

/**
 * A past state of a plan in the shape of an open plan, so that the same components show it. It never changes, can't be edited
 * and has no presence.
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
