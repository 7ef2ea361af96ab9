import { placesOf, sectionOf } from '#client/sync/place.ts'
import * as commentsText from '#client/text/comments.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { blocksOf, tableOf, valuesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'

export const filters = [
  { value: 'open', label: commentsText.open },
  { value: 'unread', label: commentsText.unreadOnes },
  { value: 'mine', label: commentsText.mine },
  { value: 'discipline', label: commentsText.forDiscipline },
  { value: 'discuss', label: commentsText.toDiscuss },
  { value: 'resolved', label: commentsText.resolved },
  { value: 'all', label: commentsText.all },
] as const
export type Filter = (typeof filters)[number]['value']

export type Reader = {
  userId: string
  discipline: Discipline | null
  /** Threads read since the panel was opened: they stay in the list while the user reads them. */
  justSeen: ReadonlySet<string>
}

export function isShown(
  thread: Thread,
  filter: Filter,
  { userId, discipline, justSeen }: Reader,
): boolean {
  switch (filter) {
    case 'open':
      return !thread.resolved
    case 'unread':
      return thread.isUnread || justSeen.has(thread.id)
    case 'mine':
      return (
        !thread.resolved &&
        thread.comments.some(
          (comment) =>
            comment.author.id === userId || comment.mentions.some((person) => person.id === userId),
        )
      )
    case 'discipline':
      return !thread.resolved && discipline !== null && thread.askedDiscipline === discipline
    case 'discuss':
      return thread.toDiscuss && !thread.resolved
    case 'resolved':
      return thread.resolved
    case 'all':
      return true
  }
}

type Tables = Pick<PlanContent, 'tables'>

/** Threads in reading order of the plan; threads at a removed row come apart. */
export function inPlanOrder(
  threads: readonly Thread[],
  format: Format,
  content: Tables,
): { here: Thread[]; removed: Thread[] } {
  const rank = ranksOf(format)
  const rankOf = ({ target }: Thread) => {
    const table = target.table === undefined ? undefined : tableOf(format, target.table)
    const row =
      target.row === undefined
        ? -1
        : (content.tables[target.table ?? '']?.findIndex(({ id }) => id === target.row) ?? -1)
    const column = table?.columns.findIndex(({ id }) => id === target.column) ?? -1
    const part =
      target.kind === 'plan'
        ? -1
        : (rank.get(target.table ?? target.field ?? target.section ?? '') ?? rank.size)
    return [part, row, column]
  }
  const ranked = threads.map((thread) => ({ thread, ranks: rankOf(thread) }))
  ranked.sort(
    (a, b) =>
      a.ranks
        .map((one, index) => one - (b.ranks[index] ?? 0))
        .find((difference) => difference !== 0) ?? a.thread.seq - b.thread.seq,
  )
  const isGone = ({ target }: Thread) =>
    target.row !== undefined &&
    content.tables[target.table ?? '']?.some(({ id }) => id === target.row) !== true
  return {
    here: ranked.flatMap(({ thread }) => (isGone(thread) ? [] : [thread])),
    removed: ranked.flatMap(({ thread }) => (isGone(thread) ? [thread] : [])),
  }
}

function ranksOf(format: Format): ReadonlyMap<string, number> {
  const rank = new Map<string, number>()
  for (const { section, block } of blocksOf(format)) {
    if (!rank.has(section.id)) rank.set(section.id, rank.size)
    rank.set(block.id, rank.size)
    for (const value of valuesOf({ ...format, sections: [{ ...section, blocks: [block] }] }))
      if (!rank.has(value.id)) rank.set(value.id, rank.size)
  }
  return rank
}

/** Open threads per place, each counted at its own place, at its row and in its section. */
export function countPlaces(
  threads: readonly Thread[],
  format: Format,
  content: Tables,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { target, resolved } of threads) {
    if (
      resolved ||
      (target.row !== undefined &&
        content.tables[target.table ?? '']?.some(({ id }) => id === target.row) !== true)
    )
      continue
    for (const name of countedAt(target, format)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

function countedAt(target: Target, format: Format): string[] {
  if (target.kind === 'plan' || sectionOf(target, format) === null) return []
  return placesOf(target, format)
}
