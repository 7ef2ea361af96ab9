import { type SelectQueryBuilder, sql } from 'kysely'
import { nextTurn } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage, Tables } from '#server/storage/tables.ts'
import type { SearchHit } from '#shared/api/search.ts'
import { snippetOf } from '#shared/find/snippet.ts'
import { wordsIn } from '#shared/find/words-in.ts'
import { limits } from '#shared/limits.ts'
import { isCoordinatedBy } from '../coordinated-by.ts'
import { partsOf } from '../parts-given.ts'

export type SearchDeps = {
  db: Storage
  formats: Formats
  /** Reads plans whose words are outdated, a few at once and the others in the background. */
  words: { refresh(planIds: readonly string[]): Promise<unknown> }
}

export type SearchInput = {
  userId: string
  /** For a session that a coordinator's handed link began: only plans of that coordinator. Null: all. */
  ofCoordinator: string | null
  query: string
}

/** One letter is in every text. */
const shortestQuery = 2

/**
 * The sections that hold all words of a query, of plans and parts that the user may read. Plans are ordered as in the list of
 * plans, which reveals nothing of parts that a member was not invited to.
 */
export async function searchPlans(
  { db, formats, words: kept }: SearchDeps,
  { userId, ofCoordinator, query }: SearchInput,
): Promise<{ hits: SearchHit[]; isCut: boolean }> {
  const words = wordsIn(query).slice(0, limits.searchWords.max)
  if (words.join('').length < shortestQuery) return { hits: [], isCut: false }
  await kept.refresh(await outdated(db, { userId, ofCoordinator }))
  const found = await readable(db, { userId, ofCoordinator })
    .innerJoin('plan_words', 'plan_words.plan_id', 'plans.id')
    .where(engineOf(db).words.has(words))
    .where((eb) =>
      eb.or([
        eb('members.sections', 'is', null),
        // The ids of a form hold no quotes.
        sql<boolean>`replace(members.sections, '"' || plan_words.section || '"', '') <> members.sections`,
      ]),
    )
    .select([
      'plans.id',
      'plans.title',
      'plans.format_id',
      'plans.format_version',
      'members.sections',
      'plan_words.section',
      'plan_words.body',
    ])
    .orderBy(
      sql`case when members.sections is null then plans.changed_at else plans.created_at end`,
      'desc',
    )
    .orderBy('plans.id')
    .orderBy('plan_words.section')
    .limit(limits.searchHits.max + 1)
    .execute()
  const hits: (SearchHit & { order: number })[] = []
  for (const row of found.slice(0, limits.searchHits.max)) {
    const parts = partsOf(row)
    const sections = formats.find(row.format_id, row.format_version)?.sections ?? []
    const order = sections.findIndex(({ id }) => id === row.section)
    const section = sections[order]
    const snippet = snippetOf(row.body, words)
    // Long texts take milliseconds each.
    await nextTurn()
    if (section === undefined || snippet === null) continue
    if (parts !== null && !parts.includes(section.id)) continue
    hits.push({
      planId: row.id,
      title: row.title,
      section: section.id,
      place: section.shortTitle,
      ...snippet,
      order,
    })
  }
  return { hits: inOrderOfForm(hits), isCut: found.length > limits.searchHits.max }
}

/** The plans keep their order, and the sections of each come as in its form. */
function inOrderOfForm(hits: readonly (SearchHit & { order: number })[]): SearchHit[] {
  const plans = [...new Set(hits.map(({ planId }) => planId))]
  return plans.flatMap((planId) =>
    hits
      .filter((hit) => hit.planId === planId)
      .sort((a, b) => a.order - b.order)
      .map(({ order: _, ...hit }) => hit),
  )
}

function readable(
  db: Storage,
  { userId, ofCoordinator }: Omit<SearchInput, 'query'>,
): SelectQueryBuilder<Tables & { plans: PlanRow }, 'members' | 'plans', object> {
  return db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .$if(ofCoordinator !== null, (all) => all.where(isCoordinatedBy(ofCoordinator))) as never
}

async function outdated(db: Storage, input: Omit<SearchInput, 'query'>): Promise<string[]> {
  const rows = await readable(db, input)
    .whereRef('plans.words_seq', '<', 'plans.document_seq')
    .select('plans.id')
    .orderBy('plans.changed_at', 'desc')
    .limit(limits.summariesWaiting.max)
    .execute()
  return rows.map(({ id }) => id)
}
