import { type Kysely, type Migration, sql } from 'kysely'
import { fold } from '#shared/fold.ts'

type PlanNames = {
  plans: { id: string; title: string; wijk: string; team: string; search_text: string }
}

/**
 * Data for listing plans without opening them: the last change of the document, the words a search
 * matches, and the last change of each thread. No plan is read here: a stale summary stays stale
 * until the plan is listed or opened.
 */
export const summaries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('plans')
      .addColumn('document_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('plans')
      .addColumn('search_text', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    // Events were counted too: too high a number costs one reading of the plan, too low a number
    // would show an old title.
    await sql`update plans set document_seq = seq`.execute(db)
    await fillSearchText(db as Kysely<PlanNames>)

    await db.schema
      .alterTable('threads')
      .addColumn('changed_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
    await sql`update threads set changed_seq = seq`.execute(db)
    await db.schema
      .createIndex('threads_changed_idx')
      .on('threads')
      .columns(['plan_id', 'changed_seq'])
      .execute()
    await sql`create index threads_open_idx on threads (plan_id) where resolved_at is null and deleted_at is null`.execute(
      db,
    )
  },
}

async function fillSearchText(db: Kysely<PlanNames>): Promise<void> {
  const plans = await db.selectFrom('plans').select(['id', 'title', 'wijk', 'team']).execute()
  for (const { id, title, wijk, team } of plans)
    await db
      .updateTable('plans')
      .set({ search_text: fold(`${title} ${wijk} ${team}`) })
      .where('id', '=', id)
      .execute()
}
