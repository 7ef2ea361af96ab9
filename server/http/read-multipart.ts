/** The one file of a form that a browser sends. `name` as the browser gave it. */
export type SentFile = { name: string; bytes: Uint8Array }

const longestHead = 4_096

/**
 * Reads `multipart/form-data` with exactly one part, named `file`; null for any other body. Looks for two boundaries and
 * no more, so that a body of a million parts costs nothing.
 */
export function readMultipart(body: Uint8Array, contentType: string | null): SentFile | null {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  )
  if (boundary === null) return null
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const first = Buffer.from(`--${boundary[1] ?? boundary[2]}\r\n`)
  const last = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}--`)
  if (!bytes.subarray(0, first.length).equals(first)) return null
  const headEnd = bytes.subarray(0, longestHead).indexOf('\r\n\r\n', first.length)
  const end = bytes.lastIndexOf(last)
  if (headEnd === -1 || end < headEnd + 4) return null
  const content = bytes.subarray(headEnd + 4, end)
  if (content.includes(`\r\n${first}`)) return null
  const head = bytes.toString('utf8', first.length, headEnd)
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1] ?? ''
  if (/(?:^|;)\s*name="?file"?\s*(?:;|$)/i.exec(disposition) === null) return null
  const name = /;\s*filename="([^"]*)"/i.exec(`;${disposition}`)?.[1] ?? ''
  // Browsers write a quotation mark and a line end in a name like this, and nothing else.
  const written = name.replace(/%22/g, '"').replace(/%0[DA]/gi, ' ')
  return { name: written, bytes: new Uint8Array(content) }
}
