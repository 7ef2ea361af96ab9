import * as exportText from '#client/text/export.ts'
import type { ExportKind } from '#shared/export-formats.ts'

export type ExportRequest = {
  planId: string
  kind: ExportKind
  minSeq: number
  withGuidance?: boolean
  /** Word: as comments in the margin. */
  withComments?: boolean
  isPublic?: boolean
  isArchive?: boolean
  /** Only what the form asks. */
  isFormOnly?: boolean
  isRunning?: boolean
  /** Only this table. */
  table?: string
  /** Id of a version; without it the current plan. */
  version?: string
  /** Id of an earlier version: adds the changes since then. */
  since?: string
}

export function exportAddress({
  planId,
  kind,
  minSeq,
  withGuidance,
  withComments,
  isPublic,
  isArchive,
  isFormOnly,
  isRunning,
  table,
  version,
  since,
}: ExportRequest): string {
  const query = new URLSearchParams({ minSeq: String(minSeq) })
  for (const [name, isOn] of Object.entries({
    guidance: withGuidance,
    comments: withComments,
    public: isPublic,
    archive: isArchive,
    formOnly: isFormOnly,
    running: isRunning,
  }))
    if (isOn) query.set(name, '1')
  if (table !== undefined) query.set('table', table)
  if (version !== undefined) query.set('version', version)
  if (since !== undefined) query.set('since', since)
  return `/api/plans/${encodeURIComponent(planId)}/export.${kind}?${query}`
}

/** `259 kB`, as people read the size of a file. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return exportText.bytes(bytes)
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${amount < 10 ? amount.toFixed(1).replace('.', ',').replace(',0', '') : Math.round(amount)} ${unit}`
}
