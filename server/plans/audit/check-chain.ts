import type { VersionRecord } from '#server/plans/agreement/record.ts'
import { findBrokenLine } from '#server/storage/audit-trail.ts'
import { readRedactions } from '#server/storage/redactions.ts'
import type { Storage } from '#server/storage/tables.ts'

export type ChainCheck = { total: number; signedUpTo: number | null; fault: string | null }

/** Computes every line of a plan's trail anew, and looks whether the lines that were signed along with versions are still there. */
export async function checkChain(db: Storage, planId: string): Promise<ChainCheck> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  const records = await db
    .selectFrom('version_records')
    .innerJoin('rounds', 'rounds.version_id', 'version_records.version_id')
    .where('rounds.plan_id', '=', planId)
    .select('version_records.record')
    .execute()
  const signed = records
    .map(({ record }) => (JSON.parse(record) as VersionRecord).audit)
    .filter(({ number }) => number > 0)
  const signedUpTo = signed.length === 0 ? null : Math.max(...signed.map(({ number }) => number))
  const cutOff = signed.find(({ number, hash }) => rows[number - 1]?.hash !== hash)
  const fault =
    findBrokenLine(rows, await readRedactions(db, planId)) ??
    (cutOff === undefined
      ? null
      : `regel ${cutOff.number} van het controlespoor is niet meer die met een versie is ondertekend`)
  return { total: rows.length, signedUpTo, fault }
}
