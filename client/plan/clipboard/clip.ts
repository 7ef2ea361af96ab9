/** A range of cells, or lines of text, on the clipboard. */
export type Clip = {
  text: string
  html: string
  /** Lines of text that may be a list, or one text with line breaks. */
  isLoose: boolean
}

const cellTag = /<t[dh][\s>]/gi

/** Null for a single value, which is pasted into its input like any text. */
export function clipOf(data: DataTransfer): Clip | null {
  const text = data.getData('text/plain')
  const html = data.getData('text/html')
  const cells = html.match(cellTag)?.length ?? 0
  // Excel ends also a single value with a line break.
  const bare = text.replace(/\r\n$|[\r\n]$/, '')
  if (cells < 2 && !/[\t\r\n]/.test(bare)) return null
  return { text, html: cells === 0 ? '' : html, isLoose: cells === 0 && !bare.includes('\t') }
}
