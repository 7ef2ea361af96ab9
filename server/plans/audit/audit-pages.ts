import { nextTurn } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { AuditFilter, AuditLine } from '#shared/api/audit.ts'
import { auditOf, describeAudit } from './read-audit.ts'

/**
 * Lines per page: reading and formatting them takes some 10 ms; other requests run between two
 * pages.
 */
const pageSize = 250

/**
 * The lines of a plan that pass a filter, oldest first, a page at a time as the reader consumes
 * them: a trail grows for years. Ends at the line that was last when the reading began.
 */
export async function* auditPages(
  given: { db: Storage; formats: Formats },
  planId: string,
  filter: AuditFilter = {},
): AsyncGenerator<AuditLine[]> {
  const last = await given.db
    .selectFrom('audit')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const upTo = Number(last?.number ?? 0)
  for (let after = 0; after < upTo; ) {
    const rows = await auditOf(given.db, planId, filter)
      .selectAll()
      .where('number', '>', after)
      .where('number', '<=', upTo)
      .orderBy('number')
      .limit(pageSize)
      .execute()
    if (rows.length > 0) yield await describeAudit(given, planId, rows)
    after = rows.length < pageSize ? upTo : (rows.at(-1)?.number ?? upTo)
    await nextTurn()
  }
}
