import type * as Y from 'yjs'

/** What was seen of a change counts from here on: it is in the log. */
export type Note = (change: {
  seq: number
  at: number /** Null for the installation itself. */
  actor: string | null
}) => void

/**
 * Looks on at what updates change, for anyone who wants to tell of it later. An update is tried before it is committed, and what
 * was there before is known only at that moment: so it is looked at then, and counts when the answer is called. On the way
 * of every keystroke: quick, and never throws. The transaction is not to be kept.
 */
export type Look = (transaction: Y.Transaction) => Note

export type ChangeWatch = { look(planId: string, transaction: Y.Transaction): Note }
