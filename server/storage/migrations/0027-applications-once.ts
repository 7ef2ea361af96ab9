import { type Kysely, type Migration, sql } from 'kysely'
import { engineOf } from '../engine.ts'

type Stored = {
  submissions: {
    id: string
    scheme: string
    wijk_key: string
    claim: string | null
    claim_key: string | null
  }
}

/**
 * Makes PostgreSQL itself refuse a second application of a neighbourhood for an overlapping period
 * (Z3). The server locks the neighbourhood and finds the first application, and can say whose it
 * is; this is for every other writer. `claim_key` is the neighbourhood without the period, however
 * it is made; it is null if a neighbourhood may apply more often. SQLite has one writer, and no
 * exclusion constraints.
 *
 * GiST compares ranges by itself, and other types only with an extension (btree_gist), which a
 * server may lack: so the key is a range of one text.
 */
export const applicationsOnce: Migration = {
  async up(untyped: Kysely<unknown>) {
    const db = untyped.withTables<Stored>()
    await db.schema.alterTable('submissions').addColumn('claim_key', 'text').execute()
    const held = await db
      .selectFrom('submissions')
      .select(['id', 'scheme', 'wijk_key'])
      .where('claim', 'is not', null)
      .execute()
    for (const { id, scheme, wijk_key } of held)
      await db
        .updateTable('submissions')
        .set({ claim_key: JSON.stringify([scheme, wijk_key]) })
        .where('id', '=', id)
        .execute()
    if (engineOf(untyped).name !== 'postgres') return
    await sql`create type text_span as range (subtype = text, collation = "C")`.execute(db)
    await sql`alter table submissions add constraint submissions_once exclude using gist (
      text_span(claim_key, claim_key, '[]') with &&,
      (case when period_from <= period_to then text_span(period_from, period_to, '[]') end) with &&
    ) where (claim is not null and claim_key is not null)`.execute(db)
  },
}
