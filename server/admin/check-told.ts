import { readAnswers } from '#server/plans/agreement/rounds.ts'
import {
  digestOfAnswer,
  digestOfEnding,
  digestOfMandate,
  digestOfOverrule,
  digestOfRound,
  digestOfSubmission,
} from '#server/plans/agreement/row-digests.ts'
import { digestOfRedactions, readRedactions } from '#server/storage/redactions.ts'
import type { RedactionRow } from '#server/storage/tables/redactions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { WitnessEventType } from '#shared/protocol/events.ts'

type Kept = {
  what: string
  digests(db: Storage, planId: string): Promise<string[]>
}

const rounds: Kept = {
  what: 'wat ter akkoord is voorgelegd',
  digests: async (db, planId) =>
    (await db.selectFrom('rounds').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfRound,
    ),
}

const mandates: Kept = {
  what: 'een mandaat',
  digests: async (db, planId) =>
    (await db.selectFrom('mandates').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfMandate,
    ),
}

const answers: Kept = {
  what: 'een antwoord op een versie',
  digests: async (db, planId) => (await readAnswers(db, planId)).map(digestOfAnswer),
}

const overrules: Kept = {
  what: 'een reden bij de controle',
  digests: async (db, planId) =>
    (await db.selectFrom('overrules').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfOverrule,
    ),
}

const submissions: Kept = { what: 'wat is ingediend', digests: submissionDigests }

const endings: Kept = {
  what: 'hoe het plan eindigde',
  digests: async (db, planId) =>
    (await db.selectFrom('plan_endings').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfEnding,
    ),
}

const takenOut: Kept = {
  what: 'wat van een vergeten persoon is weggehaald',
  async digests(db, planId) {
    const batches = new Map<string, RedactionRow[]>()
    for (const row of await readRedactions(db, planId))
      batches.set(row.batch, [...(batches.get(row.batch) ?? []), row])
    return [...batches.values()].map(digestOfRedactions)
  },
}

/**
 * The rows whose digest an event holds. An event with a digest that nothing checks does not
 * compile.
 */
const toldBy: Readonly<Record<WitnessEventType, Kept | 'in check-person-links.ts'>> = {
  'version.presented': rounds,
  'mandate.changed': mandates,
  'approval.given': answers,
  'approval.withdrawn': answers,
  'overrule.added': overrules,
  'overrule.removed': overrules,
  'plan.submitted': submissions,
  'plan.ended': endings,
  'person.forgotten': takenOut,
  // A member has one link, for which the last line counts.
  'person.linked': 'in check-person-links.ts',
}

/** Rows that are written once, with an event that holds the digest of the whole row. */
const kept: readonly Kept[] = [...new Set(Object.values(toldBy))].filter(
  (rows): rows is Kept => typeof rows === 'object' && rows !== endings && rows !== takenOut,
)

/**
 * Checks that rounds, mandates, answers, reasons and submissions match the audit trail: none
 * changed, missing or added.
 */
export const findUntoldRows = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, kept)
/** The same for the end of a plan. */
export const findUntoldEndings = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, [endings])

/** The same for redactions made when a person was forgotten. */
export const findUntoldRedactions = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUntold(db, plan, [takenOut])

async function findUntold(db: Storage, plan: PlanRow, which: readonly Kept[]): Promise<string[]> {
  const faults: string[] = []
  for (const rows of which) {
    const { what, digests } = rows
    const actions = Object.entries(toldBy).flatMap(([action, its]) =>
      its === rows ? [action] : [],
    )
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
    // Lines from before digests existed each stand for one row that can't be checked.
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
