import type { Format } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanContent, Target } from '../plan/content.ts'
import { foldedQuery, occurrences } from './occurrences.ts'
import { type PieceKind, piecesOf } from './plan-pieces.ts'

/** A place of the plan where the words of a query stand. `index`: which occurrence in that place, from 0. */
export type PlanHit = {
  kind: PieceKind
  /** The id of its section. */
  section: string
  target: Target
  index: number
}
/** A comment with the words of a query. */
export type CommentHit = { kind: 'comment'; threadId: string; commentId: string; index: number }
export type Hit = PlanHit | CommentHit

/** `isCut`: there are more than are listed. */
export type Hits = { hits: readonly Hit[]; isCut: boolean }

type FoundThread = {
  id: string
  comments: readonly { id: string; body: string; deletedAt?: string | undefined }[]
}

/** Everything in a plan that matches, in reading order: first the plan, then the comments on it. */
export function findInPlan(
  query: string,
  {
    format,
    content,
    threads,
  }: { format: Format; content: PlanContent; threads: readonly FoundThread[] },
): Hits {
  const folded = foldedQuery(query)
  const hits: Hit[] = []
  if (folded === null) return { hits, isCut: false }
  const most = limits.findHits.max
  for (const { section, target, kind, text } of piecesOf(format, content))
    for (const [index] of occurrences(text, folded).entries()) {
      if (hits.length === most) return { hits, isCut: true }
      hits.push({ kind, section: section.id, target, index })
    }
  for (const thread of threads)
    for (const comment of thread.comments) {
      if (comment.deletedAt !== undefined) continue
      for (const [index] of occurrences(comment.body, folded).entries()) {
        if (hits.length === most) return { hits, isCut: true }
        hits.push({ kind: 'comment', threadId: thread.id, commentId: comment.id, index })
      }
    }
  return { hits, isCut: false }
}
