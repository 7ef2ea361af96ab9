import { readAnswers } from '#server/plans/agreement/rounds.ts'
import {
  digestOfAnswer,
  digestOfEnding,
  digestOfMandate,
  digestOfOverrule,
  digestOfRound,
  digestOfSubmission,
} from '#server/plans/agreement/told-digests.ts'
import { digestOfRedactions, readRedactions } from '#server/storage/redactions.ts'
import type { RedactionRow } from '#server/storage/tables/redactions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'

type Kept = {
  actions: readonly PlanEvent['type'][]
  what: string
  digests(db: Storage, planId: string): Promise<string[]>
}

/** Rows that are written once, with an event that tells of all of each. */
const kept: readonly Kept[] = [
  {
    actions: ['version.presented'],
    what: 'wat ter akkoord is voorgelegd',
    digests: async (db, planId) =>
      (await db.selectFrom('rounds').selectAll().where('plan_id', '=', planId).execute()).map(
        digestOfRound,
      ),
  },
  {
    actions: ['mandate.changed'],
    what: 'een mandaat',
    digests: async (db, planId) =>
      (await db.selectFrom('mandates').selectAll().where('plan_id', '=', planId).execute()).map(
        digestOfMandate,
      ),
  },
  {
    actions: ['approval.given', 'approval.withdrawn'],
    what: 'een antwoord op een versie',
    digests: async (db, planId) => (await readAnswers(db, planId)).map(digestOfAnswer),
  },
  {
    actions: ['overrule.added', 'overrule.removed'],
    what: 'een reden bij de controle',
    digests: async (db, planId) =>
      (await db.selectFrom('overrules').selectAll().where('plan_id', '=', planId).execute()).map(
        digestOfOverrule,
      ),
  },
  { actions: ['plan.submitted'], what: 'wat is ingediend', digests: submissionDigests },
]

const endings: Kept = {
  actions: ['plan.ended'],
  what: 'hoe het plan eindigde',
  digests: async (db, planId) =>
    (await db.selectFrom('plan_endings').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfEnding,
    ),
}

const takenOut: Kept = {
  actions: ['person.forgotten'],
  what: 'wat van een vergeten persoon is weggehaald',
  async digests(db, planId) {
    const batches = new Map<string, RedactionRow[]>()
    for (const row of await readRedactions(db, planId))
      batches.set(row.batch, [...(batches.get(row.batch) ?? []), row])
    return [...batches.values()].map(digestOfRedactions)
  },
}

/** Whether rounds, mandates, answers, reasons and what was handed in are still what the audit trail tells of them, all of them and no other. */
export const findUntoldRows = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, kept)
/** The same of the end of a plan. */
export const findUntoldEndings = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, [endings])

/** The same of what was taken out when a person was forgotten. */
export const findUntoldRedactions = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, [takenOut])

async function findUntold(db: Storage, plan: PlanRow, which: readonly Kept[]): Promise<string[]> {
  const faults: string[] = []
  for (const { actions, what, digests } of which) {
    const lines = await db
      .selectFrom('audit')
      .select('object')
      .where('plan_id', '=', plan.id)
      .where('action', 'in', actions)
      .where('result', '=', 'ok')
      .execute()
    const told = lines.map(
      ({ object }) => /(?:^| )digest=([0-9a-f]{64})(?: |$)/.exec(object)?.[1] ?? null,
    )
    const found = await digests(db, plan.id)
    const isGone = told.some((one) => one !== null && !found.includes(one))
    // Lines of before there were digests each tell of one row that nothing can be said of.
    const untold = found.filter((one) => !told.includes(one))
    const isForeign = untold.length > told.filter((one) => one === null).length
    if (isGone || isForeign) faults.push(`${what} is gewijzigd, verdwenen of erbij gezet`)
  }
  return faults
}

async function submissionDigests(db: Storage, planId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where('plan_id', '=', planId)
    .execute()
  const digests: string[] = []
  for (const row of rows) {
    const files = await db
      .selectFrom('submission_files')
      .select(['file_name', 'media_type', 'sha256'])
      .where('submission_id', '=', row.id)
      .execute()
    digests.push(digestOfSubmission(row, files))
  }
  return digests
}
