import { sql } from 'kysely'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { fold, wordsOfQuery } from '#shared/fold.ts'
import { limits } from '#shared/limits.ts'
import { isCoordinatedBy } from './coordinated-by.ts'
import type { PlanDescription } from './describe-plan.ts'
import { partsOf } from './parts-given.ts'
import { readCursor, searchTextHas, writeCursor } from './plan-pages.ts'

type ListDeps = { db: Storage; formats: Formats; description: PlanDescription }
type ListInput = {
  userId: string
  /**
   * For a session that a coordinator's handed link began: only plans of that coordinator. Null:
   * all.
   */
  ofCoordinator: string | null
  query: string
  cursor: string | undefined
  limit: number
}

/** Every word must occur in a plan. */
const mostWords = 10

export type ListedPlans = {
  plans: PlanSummary[]
  next?: string
  total?: number
  inApproval?: number
}

/**
 * A page of the plans of a member, last changed first; the first page also has the total. For a
 * user who was invited to parts, plans are ordered by creation: order and cursor would otherwise
 * reveal when others work on the hidden parts.
 */
export async function listPlans(
  { db, formats, description }: ListDeps,
  { userId, ofCoordinator, query, cursor, limit }: ListInput,
): Promise<ListedPlans> {
  const own = ownPlans(db, {
    userId,
    ofCoordinator,
    words: formatsNamed(formats, wordsOfQuery(query)),
  })
  const from = cursor === undefined ? null : readCursor(cursor)
  const size = Math.min(limit, limits.plansPerPage.max)
  const found = await own
    .select(['plans.id', sortedAt.as('at')])
    .$if(from !== null, (page) =>
      page.where((eb) =>
        eb.or([
          eb(sortedAt, '<', from?.at ?? 0),
          eb.and([eb(sortedAt, '=', from?.at ?? 0), eb('plans.id', '>', from?.id ?? '')]),
        ]),
      ),
    )
    .orderBy(sortedAt, 'desc')
    .orderBy('plans.id')
    .limit(size + 1)
    .execute()
  const page = found.slice(0, size)
  const last = page.at(-1)
  return {
    plans: await summariesOf(
      { db, description },
      userId,
      page.map(({ id }) => id),
    ),
    ...(found.length > size && last !== undefined ? { next: writeCursor(last) } : {}),
    ...(from === null ? await countsOf(own) : {}),
  }
}

const sortedAt = sql<number>`case when members.sections is null then plans.changed_at else plans.created_at end`

type Word = { text: string; formatIds: readonly string[] }

type OwnPlansInput = Pick<ListInput, 'userId' | 'ofCoordinator'> & { words: readonly Word[] }

function ownPlans(db: Storage, { userId, ofCoordinator, words }: OwnPlansInput) {
  let own = db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .$if(ofCoordinator !== null, (all) => all.where(isCoordinatedBy(ofCoordinator)))
  for (const { text, formatIds } of words)
    own = own.where((eb) => {
      const inText = searchTextHas(text)
      return formatIds.length === 0
        ? inText
        : eb.or([inText, eb('plans.format_id', 'in', formatIds)])
    })
  return own
}

/** A search by form matches the form's name, which only the form holds. */
function formatsNamed(formats: Formats, words: readonly string[]): Word[] {
  const named =
    words.length === 0 ? [] : formats.all().map(({ id, name }) => [id, fold(name)] as const)
  return words.slice(0, mostWords).map((text) => ({
    text,
    formatIds: [...new Set(named.flatMap(([id, name]) => (name.includes(text) ? [id] : [])))],
  }))
}

async function countsOf(
  own: ReturnType<typeof ownPlans>,
): Promise<{ total: number; inApproval: number }> {
  const counted = await own
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn
        .sum<number>(eb.case().when('plans.status', '=', 'approval').then(1).else(0).end())
        .as('inApproval'),
    ])
    .executeTakeFirstOrThrow()
  return { total: Number(counted.total), inApproval: Number(counted.inApproval ?? 0) }
}

async function summariesOf(
  { db, description }: Pick<ListDeps, 'db' | 'description'>,
  userId: string,
  planIds: readonly string[],
): Promise<PlanSummary[]> {
  if (planIds.length === 0) return []
  const members = await db
    .selectFrom('members')
    .select(['plan_id', 'role', 'sections'])
    .where('user_id', '=', userId)
    .where('plan_id', 'in', planIds)
    .execute()
  const as = new Map(
    members.map((row) => [row.plan_id, { role: row.role, parts: partsOf(row) }] as const),
  )
  return description.summaries(planIds, (planId) => as.get(planId) ?? null)
}
