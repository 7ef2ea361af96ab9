import { type Kysely, type Migration, sql } from 'kysely'
import { applicationKey } from '#shared/agreement/application.ts'

type Before = {
  submissions: {
    id: string
    scheme: string
    wijk_key: string
    period_from: string
    period_to: string
    claim: string | null
    claim_key: string | null
    wijk: string
    gemeente: string
  }
  submission_files: { submission_id: string; media_type: string; bytes: Uint8Array }
}

/**
 * The names of the neighbourhood of each submission, and a key with its gemeente and without its
 * article. Submissions so far had no gemeente: it is read from the file that holds the plan as
 * data. Two that turn out to be for one neighbourhood stay as they were submitted.
 */
export const applicationKeys: Migration = {
  async up(database: Kysely<unknown>) {
    for (const name of ['wijk', 'gemeente'])
      await database.schema
        .alterTable('submissions')
        .addColumn(name, 'text', (c) => c.notNull().defaultTo(''))
        .execute()
    const db = database.withTables<Before>()
    const rows = await db.selectFrom('submissions').selectAll().orderBy('id').execute()
    const kept: { key: string; from: string; to: string }[] = []
    for (const { id, scheme, wijk_key, claim, claim_key, period_from, period_to } of rows) {
      const values = await submittedValues(db, id)
      const wijk = values['wijk'] ?? wijk_key
      const gemeente = values['gemeente'] ?? ''
      const key = applicationKey({ scheme, wijk, gemeente })
      const isOther =
        key !== null &&
        claim !== null &&
        !kept.some((one) => one.key === key && one.from <= period_to && period_from <= one.to)
      if (isOther) kept.push({ key, from: period_from, to: period_to })
      await db
        .updateTable('submissions')
        .set({ wijk, gemeente, claim_key: isOther ? key : claim_key })
        .where('id', '=', id)
        .execute()
    }
  },
}

async function submittedValues(
  db: Kysely<Before>,
  submissionId: string,
): Promise<Partial<Record<string, string>>> {
  const file = await db
    .selectFrom('submission_files')
    .select('bytes')
    .where('submission_id', '=', submissionId)
    .where('media_type', '=', sql.lit('application/json'))
    .executeTakeFirst()
  if (file === undefined) return {}
  try {
    const plan: unknown = JSON.parse(new TextDecoder().decode(file.bytes))
    const values =
      typeof plan === 'object' && plan !== null && 'values' in plan ? Object(plan.values) : {}
    return Object.fromEntries(
      ['wijk', 'gemeente'].flatMap((name) =>
        typeof values[name] === 'string' ? [[name, values[name]]] : [],
      ),
    )
  } catch {
    // A file that was damaged: `admin verify` reports it.
    return {}
  }
}
