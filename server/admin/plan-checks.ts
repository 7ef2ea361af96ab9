import type { MigrationName } from '#server/storage/database.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
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
  find(db: Storage, plan: PlanRow): Promise<string[]>
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
    // Read again: beside a running server the plan may have changed or been deleted.
    const plan = await db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (plan === undefined) continue
    const faults: string[] = []
    for (const check of checks)
      faults.push(...(await check.find(db, plan).catch((error: unknown) => [explain(error)])))
    yield { plan, faults: faults.map((fault) => plainLine(fault)) }
  }
}

/** The name of a plan for the operator. */
export function nameOf({ id, title, wijk }: Pick<PlanRow, 'id' | 'title' | 'wijk'>): string {
  return `${id} ${plainLine(title || wijk || 'zonder titel', 80)}`
}
