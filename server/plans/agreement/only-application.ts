import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import {
  type Application,
  judgeApplication,
  missingData,
  type SubmittedApplication,
} from '#shared/agreement/application.ts'
import { formatDate } from '#shared/dates.ts'
import { AppError } from '#shared/errors.ts'

type Found = SubmittedApplication & { contact: string; handedInOn: string }

/**
 * Rejects with `application-incomplete` if the plan does not say for which neighbourhood and period
 * it applies, `already-applied` with the contact of the first application, and `near-application`
 * with the names that a person has to judge, except those in `otherThan`.
 */
export async function mustBeOnlyApplication(
  db: Storage | StorageTransaction,
  { planId, ...wanted }: Application & { planId: string },
  otherThan: readonly string[],
): Promise<void> {
  const missing = missingData(wanted)
  if (missing.length > 0)
    throw new AppError('application-incomplete', {
      fields: missing.map((path) => ({ path, message: missingMessages[path] })),
    })
  const judgement = judgeApplication(wanted, await readApplications(db, { ...wanted, planId }))
  if (judgement.kind === 'taken')
    throw new AppError('already-applied', {
      detail: `Ingediend op ${formatDate(judgement.by.handedInOn)}. Contact van die aanvraag: ${judgement.by.contact}.`,
    })
  if (judgement.kind === 'free') return
  const asked = judgement.to.filter(({ id }) => !otherThan.includes(id))
  if (asked.length > 0)
    throw new AppError('near-application', {
      fields: asked.map((found) => ({ path: found.id, message: nearWords(found) })),
    })
}

const missingMessages = {
  wijk: 'De wijk is nog leeg.',
  gemeente: 'De gemeente is nog leeg.',
  periodFrom: 'De begindatum van de looptijd is nog leeg.',
  periodTo: 'De einddatum van de looptijd is nog leeg.',
} as const

function nearWords({ wijk, gemeente, handedInOn, contact }: Found): string {
  const place = gemeente === '' ? `‘${wijk}’` : `‘${wijk}’ in ${gemeente}`
  return `${place}, ingediend op ${formatDate(handedInOn)}. Contact: ${contact}.`
}

/**
 * The applications of the same scheme whose period overlaps. Ended plans released their claim, and a
 * plan that is corrected takes over its own.
 */
async function readApplications(
  db: Storage | StorageTransaction,
  { planId, scheme, periodFrom, periodTo }: Application & { planId: string },
): Promise<Found[]> {
  const rows = await db
    .selectFrom('submissions')
    .select(['id', 'scheme', 'wijk', 'gemeente', 'period_from', 'period_to'])
    .select(['contact', 'handed_in_on'])
    .where('plan_id', '!=', planId)
    .where('scheme', '=', scheme)
    .where('claim', 'is not', null)
    .where('period_from', '<=', periodTo)
    .where('period_to', '>=', periodFrom)
    .orderBy('submitted_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    scheme: row.scheme,
    wijk: row.wijk,
    gemeente: row.gemeente,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    contact: row.contact,
    handedInOn: row.handed_in_on,
  }))
}
