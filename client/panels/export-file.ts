import type { ExportKind } from '#shared/api/exports.ts'
import { AppError, errorTable, isErrorCode } from '#shared/errors.ts'

export type ExportRequest = {
  planId: string
  kind: ExportKind
  minSeq: number
  withGuidance?: boolean
  /** Word: as comments in the margin. */
  withComments?: boolean
  isPublic?: boolean
  isArchive?: boolean
  /** CSV: which table. */
  table?: string
  /** Id of a version; without it the plan as it is. */
  version?: string
  /** Id of an earlier version: with what changed since. */
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
  }))
    if (isOn) query.set(name, '1')
  if (table !== undefined) query.set('table', table)
  if (version !== undefined) query.set('version', version)
  if (since !== undefined) query.set('since', since)
  return `/api/plans/${encodeURIComponent(planId)}/export.${kind}?${query}`
}

/** Fetches the file; throws with a sentence that says what to do. */
export async function fetchExport(
  request: ExportRequest,
  signal: AbortSignal,
): Promise<{ blob: Blob; fileName: string | null }> {
  let response: Response
  try {
    response = await fetch(exportAddress(request), { signal, credentials: 'same-origin' })
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new Error(
      'Er is geen verbinding met de server. Controleer uw internet en probeer het opnieuw.',
      { cause },
    )
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null)
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
    throw isErrorCode(code) ? new AppError(code) : new Error(errorTable.internal.text)
  }
  return {
    blob: await response.blob(),
    fileName: fileNameOf(response.headers.get('content-disposition')),
  }
}

/** The name the server gives, also with accents (RFC 6266). */
export function fileNameOf(disposition: string | null): string | null {
  if (disposition === null) return null
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return null
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null
}
