/** A table cell from outside, of a file or of the clipboard: its text, and what more is known. */
export type SourceCell = {
  text: string
  /** The number itself, where the source has it beside the text that it shows. */
  number?: number
  /** ISO, where the source marks the cell as a date. */
  date?: string
  isFormula: boolean
  /** The text of the merged cell above that extends into this one. */
  shared?: string
}
export type SourceRow = { cells: readonly SourceCell[] }
