import type { MigrationName } from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { PlanRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import { findAgreementFaults } from './check-agreement.ts'
import {
  findAuditFaults,
  findUnauditedChoices,
  findUnauditedEndings,
  findUnauditedLinks,
  findUnauditedRedactions,
  findUnauditedRows,
} from './check-audit.ts'
import { findDocumentFaults } from './check-document.ts'
import {
  findDamagedBytes,
  findDamagedDays,
  findDamagedFiles,
  findLoweredByChoices,
  findLoweredNumber,
} from './check-stored.ts'
import { findChangedVersions } from './check-versions.ts'
import { readKnownSchema } from './database-checks.ts'
import { explain, plainLine } from './terminal.ts'

type PlanCheck = {
  /** The migration that created what this check reads; an older database is skipped. */
  since: MigrationName
  /** Returns the faults of the plan, as sentences; may also throw. */
  find(db: StorageTransaction, plan: PlanRow): Promise<string[]>
}

/** The checks of every plan: a new check is a new line. */
const planChecks: readonly PlanCheck[] = [
  { since: '0001-initial', find: findDocumentFaults },
  { since: '0002-checksums', find: findDamagedBytes },
  { since: '0008-versions', find: findChangedVersions },
  { since: '0009-readiness-and-audit', find: findAuditFaults },
  { since: '0010-agreement', find: findAgreementFaults },
  { since: '0010-agreement', find: findUnauditedRows },
  { since: '0012-endings-and-days', find: findDamagedDays },
  { since: '0012-endings-and-days', find: findUnauditedEndings },
  { since: '0020-redactions', find: findUnauditedRedactions },
  { since: '0020-redactions', find: findLoweredNumber },
  { since: '0014-person-links', find: findUnauditedLinks },
  { since: '0031-requirements', find: findUnauditedChoices },
  { since: '0031-requirements', find: findLoweredByChoices },
  { since: '0045-files', find: findDamagedFiles },
]

export type PlanReport = { plan: PlanRow; faults: string[] }

/**
 * Deleted plans are no longer served and are left out. One plan at a time: an open document takes
 * memory.
 */
export async function* checkPlans(db: Storage): AsyncGenerator<PlanReport> {
  const applied = await readKnownSchema(db)
  const checks = planChecks.filter((check) => applied.has(check.since))
  const ids = await db
    .selectFrom('plans')
    .select('id')
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  for (const { id } of ids) {
    let checked: PlanRow | undefined
    const faults: string[] = []
    for (const { find } of checks) {
      const found = await findTogether(db, id, find)
      if (found === null) break
      checked = found.plan
      faults.push(...found.faults)
    }
    if (checked !== undefined)
      yield { plan: checked, faults: faults.map((fault) => plainLine(fault)) }
  }
}

/**
 * Null for a deleted plan. A check sees one moment, the row of the plan included: beside a running
 * server it would otherwise compare that with rows of later changes, and find faults in a sound plan.
 */
function findTogether(
  db: Storage,
  id: string,
  find: PlanCheck['find'],
): Promise<PlanReport | null> {
  return engineOf(db).readTogether(async (trx) => {
    const plan = await trx
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (plan === undefined) return null
    return { plan, faults: await find(trx, plan).catch((error: unknown) => [explain(error)]) }
  })
}

/** The name of a plan for the operator. */
export function nameOf({ id, title, wijk }: Pick<PlanRow, 'id' | 'title' | 'wijk'>): string {
  return `${id} ${plainLine(title || wijk || 'zonder titel', 80)}`
}
