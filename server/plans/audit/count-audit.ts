import { namesOf } from '#server/plans/names-of.ts'
import { nextTurn } from '#server/runtime.ts'
import { lastLine } from '#server/storage/audit-trail.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { AuditFilter } from '#shared/api/audit.ts'
import { auditOf } from './read-audit.ts'

export type AuditCounts = {
  /** The number of all lines, and of those that pass the filter. */
  total: number
  matching: number
  /** Every actor of a line, by name. */
  people: { id: string; name: string }[]
}

/** Lines per page: some milliseconds; other requests run between two pages. */
const countedAtOnce = 5_000

/**
 * A trail of years is counted a page at a time. Line numbers have no gaps, so the last number is
 * the total.
 */
export async function countAudit(
  db: Storage,
  planId: string,
  filter: AuditFilter,
): Promise<AuditCounts> {
  const total = (await lastLine(db, planId))?.number ?? 0
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const ids = new Set<string>()
  let matching = isFiltered ? 0 : total
  for (let after = 0; after < total; after += countedAtOnce) {
    const part = (which: AuditFilter) =>
      auditOf(db, planId, which)
        .where('number', '>', after)
        .where('number', '<=', Math.min(total, after + countedAtOnce))
    for (const { actor } of await part({}).select('actor').distinct().execute())
      if (actor !== null) ids.add(actor)
    if (isFiltered) {
      const counted = await part(filter)
        .select((eb) => eb.fn.countAll<number>().as('lines'))
        .executeTakeFirstOrThrow()
      matching += Number(counted.lines)
    }
    await nextTurn()
  }
  const names = await namesOf(db, [...ids])
  const people = [...ids]
    .map((id) => ({ id, name: names.get(id) ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'nl'))
  return { total, matching, people }
}
