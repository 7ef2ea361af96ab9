import { AppError, errorTable, isErrorCode } from '#shared/errors.ts'

/** Fetches the file; throws an error whose message names the next step. */
export async function fetchFile(
  address: string,
  signal: AbortSignal,
): Promise<{ blob: Blob; fileName: string | null }> {
  let response: Response
  try {
    response = await fetch(address, { signal, credentials: 'same-origin' })
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
    blob: await wholeOf(response, signal),
    fileName: fileNameOf(response.headers.get('content-disposition')),
  }
}

/** A streamed response may break off halfway; then the caller gets an error and never half a file. */
async function wholeOf(response: Response, signal: AbortSignal): Promise<Blob> {
  try {
    return await response.blob()
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new Error('Het bestand kwam niet helemaal aan. Probeer het opnieuw.', { cause })
  }
}

/** The file name from the server, also with accents (RFC 6266). */
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
