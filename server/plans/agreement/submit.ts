import { sha256Of } from '#server/plans/versions/seal.ts'
import { isTaken } from '#server/storage/storage-faults.ts'
import type { SubmissionRow } from '#server/storage/tables/submissions.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { type Application, applicationKey } from '#shared/agreement/application.ts'
import { nextStatus } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { mustBeOnlyApplication } from './only-application.ts'
import { moveStatus } from './plan-status.ts'
import type { AgreementDeps } from './present.ts'
import { settleRound } from './present.ts'
import { lastSubmission, readRounds } from './rounds.ts'
import { digestOfSubmission } from './row-digests.ts'

/**
 * A file of the version, made before the transaction: making one takes too long to block the
 * database.
 */
export type SubmissionFile = { fileName: string; mediaType: string; bytes: Uint8Array }

type SubmitInput = {
  planId: string
  userId: string
  versionId: string
  recipient: string
  handedInOn: string
  /** The contact for this application; a refused second applicant is shown it. */
  contact: string
  pointsLeft: number
  place: Omit<Application, 'scheme'>
  /** Ids of submissions with a similar name that the coordinator said are for another wijk. */
  otherThan: readonly string[]
  format: Format
  files: readonly SubmissionFile[]
}

/**
 * Submits an adopted version, completely or not at all. Where a neighbourhood can apply once per
 * period, the second application is refused with the contact of the first (`already-applied`), also
 * with concurrent requests: applications are compared while those of the scheme are locked, and the
 * database backs this up: a constraint on PostgreSQL, a unique index for equal periods on both.
 */
export async function submit(
  given: AgreementDeps,
  {
    planId,
    userId,
    versionId,
    recipient,
    handedInOn,
    contact,
    pointsLeft,
    place,
    otherThan,
    format,
    files,
  }: SubmitInput,
): Promise<void> {
  const { writer, clock, ids } = given
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const step = nextStatus(plan.row.status, { type: 'submit', pointsLeft })
    if (step.kind === 'refused') throw new AppError(step.code)
    // The files were made of the version that was current then.
    if ((await readRounds(tx, planId)).at(-1)?.version_id !== versionId)
      throw new AppError('version-replaced')
    const application = applicationOf(format, place)
    const { scheme } = application
    const claimKey = format.submission?.onePer === undefined ? null : applicationKey(application)
    if (format.submission?.onePer !== undefined) {
      // The lock of this plan does not block other plans, and an index finds no similar names.
      await plan.lockName(`applications ${scheme}`)
      await mustBeOnlyApplication(tx, { ...application, planId }, otherThan)
    }
    // A correction takes over the place of what it corrects, also with another period.
    const corrects = await lastSubmission(tx, planId)
    if (corrects !== undefined)
      await tx
        .updateTable('submissions')
        .set({ claim: null, claim_key: null })
        .where('plan_id', '=', planId)
        .execute()
    const id = ids.next()
    const row = {
      id,
      plan_id: planId,
      version_id: versionId,
      scheme,
      wijk_key: place.wijk,
      period_from: place.periodFrom,
      period_to: place.periodTo,
      claim_key: claimKey,
      claim:
        claimKey === null ? null : JSON.stringify([claimKey, place.periodFrom, place.periodTo]),
      wijk: place.wijk,
      gemeente: place.gemeente,
      recipient,
      handed_in_on: handedInOn,
      contact,
      submitted_by: userId,
      submitted_at: clock.now(),
    }
    await insertFirst(tx, row)
    const kept = files.map(({ fileName, mediaType, bytes }) => ({
      id: ids.next(),
      submission_id: id,
      file_name: fileName,
      media_type: mediaType,
      sha256: sha256Of(bytes),
      bytes: Buffer.from(bytes),
    }))
    for (const file of kept) await tx.insertInto('submission_files').values(file).execute()
    await plan.append({
      type: 'plan.submitted',
      versionId,
      submissionId: id,
      ...(corrects === undefined ? {} : { isCorrection: true }),
      digest: digestOfSubmission(row, kept),
    })
    await moveStatus(tx, plan, { type: 'submit', pointsLeft })
    await settleRound(tx, plan, given)
  })
}

/** The constraint refuses what the search could not see, such as the row of another program. */
async function insertFirst(tx: StorageTransaction, row: SubmissionRow): Promise<void> {
  try {
    await tx.insertInto('submissions').values(row).execute()
  } catch (error) {
    throw isTaken(error) ? new AppError('already-applied', { cause: error }) : error
  }
}

/** The application of a plan, as it is compared with others. */
export function applicationOf(
  { id, submission }: Format,
  place: Omit<Application, 'scheme'>,
): Application {
  return { scheme: submission?.scheme ?? id, ...place }
}
