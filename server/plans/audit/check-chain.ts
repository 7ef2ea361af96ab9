import type { VersionRecord } from '#server/plans/agreement/signed-record.ts'
import { nextTurn } from '#server/runtime.ts'
import { AuditChain } from '#server/storage/audit-chain.ts'
import { lastLine } from '#server/storage/audit-trail.ts'
import { readRedactions } from '#server/storage/redactions.ts'
import type { Storage } from '#server/storage/tables.ts'

export type ChainCheck = { total: number; signedUpTo: number | null; fault: string | null }

/**
 * Lines per page: reading and hashing them takes some 10 ms; other requests run between two pages.
 */
const pageSize = 500

/**
 * Recomputes every line of a plan's trail, and checks that the lines signed with versions still
 * exist.
 */
export async function checkChain(db: Storage, planId: string): Promise<ChainCheck> {
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
  const signedLines = new Set(signed.map(({ number }) => number))
  const hashes = new Map<number, string>()

  const chain = new AuditChain(await readRedactions(db, planId))
  // Up to the line that was last when the check began; the next check covers later lines.
  const upTo = (await lastLine(db, planId))?.number ?? 0
  for (let after = 0; after < upTo; await nextTurn()) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('plan_id', '=', planId)
      .where('number', '>', after)
      .where('number', '<=', upTo)
      .orderBy('number')
      .limit(pageSize)
      .execute()
    for (const row of page) {
      chain.read(row)
      if (signedLines.has(chain.total)) hashes.set(chain.total, row.hash)
    }
    after = page.length < pageSize ? upTo : (page.at(-1)?.number ?? upTo)
  }
  const cutOff = signed.find(({ number, hash }) => hashes.get(number) !== hash)
  const fault =
    chain.fault() ??
    (cutOff === undefined
      ? null
      : `regel ${cutOff.number} van het logboek is niet meer die met een versie is ondertekend`)
  return { total: chain.total, signedUpTo, fault }
}
