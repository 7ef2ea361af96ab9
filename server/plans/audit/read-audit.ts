import { namesOf } from '#server/plans/names-of.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { AuditRow } from '#server/storage/tables/audit.ts'
import type { Storage } from '#server/storage/tables.ts'
import { addDays, fromAmsterdam } from '#shared/amsterdam.ts'
import { type AuditFilter, type AuditLine, byInstallation } from '#shared/api/audit.ts'
import { actionsOfKind, kindOfLine } from '#shared/audit/kinds.ts'
import { type AuditNames, auditSentence } from '#shared/audit/sentence.ts'

/** The lines of a plan that pass a filter. An invalid date does not filter. */
export function auditOf(db: Storage, planId: string, { who, kind, from, to }: AuditFilter = {}) {
  let query = db.selectFrom('audit').where('plan_id', '=', planId)
  if (who !== undefined)
    query =
      who === byInstallation ? query.where('actor', 'is', null) : query.where('actor', '=', who)
  const start = from === undefined ? null : fromAmsterdam(from, '00:00')
  if (start !== null) query = query.where('at', '>=', start)
  const end = to === undefined ? null : fromAmsterdam(addDays(to, 1), '00:00')
  if (end !== null) query = query.where('at', '<', end)
  if (kind === undefined) return query
  if (kind === 'refused') return query.where('result', '!=', 'ok')
  const actions = actionsOfKind(kind)
  // A download is recorded by its address.
  return actions === null
    ? query.where('result', '=', 'ok').where('action', 'like', 'GET %')
    : query.where('result', '=', 'ok').where('action', 'in', actions)
}

export async function describeAudit(
  { db, formats }: { db: Storage; formats: Formats },
  planId: string,
  rows: readonly AuditRow[],
): Promise<AuditLine[]> {
  const people = await namesOf(
    db,
    rows.flatMap((row) => [
      ...(row.actor === null ? [] : [row.actor]),
      ...(row.object.match(/(?<=(?:userId|handedBy)=)\S+/g) ?? []),
    ]),
  )
  const names = await namesIn({ db, formats }, planId, people)
  return rows.map(({ plan_id: _, actor: by, on_behalf_of: onBehalfOf, at, ...row }) => {
    const actor = by === null ? null : { id: by, name: people.get(by) ?? '' }
    return {
      ...row,
      at: new Date(at).toISOString(),
      actor,
      onBehalfOf,
      kind: kindOfLine(row),
      text: auditSentence({ ...row, onBehalfOf, actor }, names),
    }
  })
}

async function namesIn(
  { db, formats }: { db: Storage; formats: Formats },
  planId: string,
  people: ReadonlyMap<string, string>,
): Promise<AuditNames> {
  const versions = await db
    .selectFrom('versions')
    .select(['id', 'number'])
    .where('plan_id', '=', planId)
    .execute()
  const numbers = new Map(versions.map((version) => [version.id, version.number]))
  const plan = await db
    .selectFrom('plans')
    .select(['format_id', 'format_version'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const format = plan === undefined ? null : formats.find(plan.format_id, plan.format_version)
  const seats = new Map(
    format?.approval?.seats.flatMap((seat) =>
      seat.kind === 'fixed' ? [[seat.id, seat.label] as const] : [],
    ),
  )
  return {
    person: (id) => people.get(id) ?? null,
    versionNumber: (id) => numbers.get(id) ?? null,
    seat: (id) => seats.get(id) ?? null,
    requirement: (id) => format?.requirements.find((one) => one.id === id)?.label ?? null,
  }
}
