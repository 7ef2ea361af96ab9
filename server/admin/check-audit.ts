import { readAnswers } from '#server/plans/agreement/rounds.ts'
import {
  digestOfAdoption,
  digestOfAnswer,
  digestOfChoice,
  digestOfEnding,
  digestOfMandate,
  digestOfOverrule,
  digestOfRound,
  digestOfSubmission,
} from '#server/plans/agreement/row-digests.ts'
import { digestOfLink, readPersonLinks } from '#server/plans/person-links.ts'
import { AuditChain } from '#server/storage/audit-chain.ts'
import { digestOfRedactions, readRedactions } from '#server/storage/redactions.ts'
import { eachOfPlan } from '#server/storage/row-slices.ts'
import type { AuditRow } from '#server/storage/tables/audit.ts'
import type { RedactionRow } from '#server/storage/tables/redactions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { WitnessEventType } from '#shared/protocol/events.ts'

type AuditedRows = {
  what: string
  digests(db: Storage, planId: string): Promise<string[]>
}

const rounds: AuditedRows = {
  what: 'wat ter akkoord is voorgelegd',
  digests: async (db, planId) =>
    (await db.selectFrom('rounds').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfRound,
    ),
}

const mandates: AuditedRows = {
  what: 'een mandaat',
  digests: async (db, planId) =>
    (await db.selectFrom('mandates').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfMandate,
    ),
}

const answers: AuditedRows = {
  what: 'een antwoord op een versie',
  digests: async (db, planId) => (await readAnswers(db, planId)).map(digestOfAnswer),
}

const overrules: AuditedRows = {
  what: 'een reden bij de controle',
  digests: async (db, planId) =>
    (await db.selectFrom('overrules').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfOverrule,
    ),
}

const choices: AuditedRows = {
  what: 'een keuze wat verplicht is',
  digests: async (db, planId) =>
    (
      await db.selectFrom('requirement_choices').selectAll().where('plan_id', '=', planId).execute()
    ).map(digestOfChoice),
}

const adoptions: AuditedRows = {
  what: 'een versie die zonder alle akkoorden is vastgesteld',
  digests: async (db, planId) =>
    (await db.selectFrom('adoptions').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfAdoption,
    ),
}

const submissions: AuditedRows = { what: 'wat is ingediend', digests: submissionDigests }

const endings: AuditedRows = {
  what: 'hoe het plan eindigde',
  digests: async (db, planId) =>
    (await db.selectFrom('plan_endings').selectAll().where('plan_id', '=', planId).execute()).map(
      digestOfEnding,
    ),
}

const redactions: AuditedRows = {
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
const rowsOfEvent: Readonly<
  Record<WitnessEventType, AuditedRows | 'checked by findUnauditedLinks'>
> = {
  'version.presented': rounds,
  'mandate.changed': mandates,
  'approval.given': answers,
  'approval.withdrawn': answers,
  'overrule.added': overrules,
  'overrule.removed': overrules,
  'requirement.chosen': choices,
  'version.adopted': adoptions,
  'plan.submitted': submissions,
  'plan.ended': endings,
  'person.forgotten': redactions,
  // A member has one link, for which the last line counts.
  'person.linked': 'checked by findUnauditedLinks',
}

/** Of later releases than the first checks: each has a check of its own. */
const added: readonly AuditedRows[] = [endings, redactions, choices, adoptions]

/** Rows that are written once, with an event that holds the digest of the whole row. */
const writtenOnce: readonly AuditedRows[] = [...new Set(Object.values(rowsOfEvent))].filter(
  (rows): rows is AuditedRows => typeof rows === 'object' && !added.includes(rows),
)

/**
 * Checks that rounds, mandates, answers, reasons and submissions match the audit trail: none
 * changed, missing or added.
 */
export const findUnauditedRows = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUnaudited(db, plan, writtenOnce)

/** The same for the end of a plan. */
export const findUnauditedEndings = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUnaudited(db, plan, [endings])

/** The same for what a coordinator chose to require, and for versions adopted without an akkoord. */
export const findUnauditedChoices = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUnaudited(db, plan, [choices, adoptions])

/** The same for redactions made when a person was forgotten. */
export const findUnauditedRedactions = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findUnaudited(db, plan, [redactions])

async function findUnaudited(
  db: Storage,
  plan: PlanRow,
  which: readonly AuditedRows[],
): Promise<string[]> {
  const faults: string[] = []
  for (const rows of which) {
    const { what, digests } = rows
    const actions = Object.entries(rowsOfEvent).flatMap(([action, its]) =>
      its === rows ? [action] : [],
    )
    const lines = await db
      .selectFrom('audit')
      .select('object')
      .where('plan_id', '=', plan.id)
      .where('action', 'in', actions)
      .where('result', '=', 'ok')
      .execute()
    const audited = lines.map(
      ({ object }) => /(?:^| )digest=([0-9a-f]{64})(?: |$)/.exec(object)?.[1] ?? null,
    )
    const found = await digests(db, plan.id)
    const isGone = audited.some((one) => one !== null && !found.includes(one))
    // Lines from before digests existed each stand for one row that can't be checked.
    const unaudited = found.filter((one) => !audited.includes(one))
    const isForeign = unaudited.length > audited.filter((one) => one === null).length
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

/**
 * Checks that each line of the plan's audit trail is unchanged, up to the last one that was
 * written.
 */
export async function findAuditFaults(db: Storage, plan: PlanRow): Promise<string[]> {
  const chain = new AuditChain(await readRedactions(db, plan.id))
  let last: Pick<AuditRow, 'number' | 'hash'> | undefined
  for await (const row of eachOfPlan(db, 'audit', plan.id)) {
    chain.read(row)
    last = { number: row.number, hash: row.hash }
  }
  const fault = chain.fault()
  // A plan from before the end of its trail was stored, in a database that was not migrated.
  const { trail_number: number = null, trail_hash: hash = null } = plan
  const isCut = number !== null && (last?.number ?? 0) !== number
  const isOther = number !== null && !isCut && (last?.hash ?? '') !== hash
  return [
    ...(fault === null ? [] : [fault]),
    ...(isCut ? [`het logboek eindigt bij regel ${last?.number ?? 0}, en niet bij ${number}`] : []),
    ...(isOther ? ['de laatste regel van het logboek is een andere dan is bewaard'] : []),
  ]
}

/**
 * Checks that each member is linked to the person that the audit trail names: a link inserted or
 * changed in the database would let its member sign with somebody else's function and mandate. The
 * last line about a member counts.
 */
export async function findUnauditedLinks(db: Storage, { id }: PlanRow): Promise<string[]> {
  const lines = await db
    .selectFrom('audit')
    .select(['action', 'object'])
    .where('plan_id', '=', id)
    .where('action', 'in', ['person.linked', 'person.unlinked', 'member.removed'])
    .where('result', '=', 'ok')
    .orderBy('number')
    .execute()
  const audited = new Map<string, string | null>()
  for (const { action, object } of lines) {
    const userId = /(?:^| )userId=(\S+)/.exec(object)?.[1]
    const digest = /(?:^| )digest=([0-9a-f]{64})(?: |$)/.exec(object)?.[1] ?? null
    if (userId !== undefined) audited.set(userId, action === 'person.linked' ? digest : null)
  }
  const links = await readPersonLinks(db, id)
  const members = await db
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', id)
    .execute()
  const isChanged = links.some((link) => audited.get(link.user_id) !== digestOfLink(link))
  const isGone = [...audited].some(
    ([userId, digest]) =>
      digest !== null &&
      members.some((member) => member.user_id === userId) &&
      !links.some((link) => link.user_id === userId),
  )
  return isChanged || isGone ? ['wie wie is in het plan, is gewijzigd buiten het logboek om'] : []
}
