import * as Y from 'yjs'
import type { Format } from '../format/schema.ts'
import type { PlanContent } from '../plan/content.ts'
import { readPlan } from '../plan/read.ts'
import { seedPlan } from '../plan/seed.ts'

/** An unfilled plan of this form, with its preset rows. */
export function emptyPlan(format: Format): PlanContent {
  let made = 0
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, { values: {} }, () => {
      made += 1
      return `vast${made}`
    }),
  )
  const content = readPlan(doc, format, { epoch: '', seq: 0 })
  doc.destroy()
  return content
}
