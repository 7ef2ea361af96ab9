import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import { readPlan } from '#shared/plan/read.ts'
import { openIndexedDbCopy } from './indexeddb-copy.ts'
import { rescueFileName, rescueText } from './rescue.ts'
import type { Rescue } from './rescues.ts'

/** The text of a rescued copy, as a plain text file. */
export async function readRescue(
  rescue: Rescue,
  format: Format,
  nowMs: number,
): Promise<{ fileName: string; text: string }> {
  const doc = new Y.Doc()
  const copy = openIndexedDbCopy(rescue, doc)
  try {
    await copy.whenLoaded
    const content = readPlan(doc, format, { epoch: rescue.epoch, seq: 0 })
    return { fileName: rescueFileName(content, nowMs), text: rescueText(content, format) }
  } finally {
    copy.close()
    doc.destroy()
  }
}
