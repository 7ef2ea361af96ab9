import type { Target } from '#shared/plan/content.ts'
import { createSignal } from '../sync/source.ts'

/** The number of attachments per place, for all rows of the screen together: a query for each row would be thousands. */
export const attachmentCounts = createSignal<ReadonlyMap<string, number>>(new Map())

export function attachmentKey({ section, table, row }: Target): string {
  return section ?? `${table}/${row}`
}

/** Whether a row of this table has attachments. */
export function hasAttachments(counts: ReadonlyMap<string, number>, tableId: string): boolean {
  for (const key of counts.keys()) if (key.startsWith(`${tableId}/`)) return true
  return false
}
