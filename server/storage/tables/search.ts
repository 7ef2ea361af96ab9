/** The text of a section of a plan, for searching. */
export type PlanWordsRow = {
  plan_id: string
  section: string
  /** Random: by which the full-text index of SQLite knows the row. */
  number: number
  /** As it is written, a line for each place. */
  body: string
  /** Its words, folded, each once. */
  words: string
}
