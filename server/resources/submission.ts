import type { FileMaker } from '#server/export/file-maker.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { Router } from '#server/http/router.ts'
import { mustBeOnlyApplication } from '#server/plans/agreement/only-application.ts'
import type { AgreementDeps } from '#server/plans/agreement/present.ts'
import { readChoices } from '#server/plans/agreement/requirement-choices.ts'
import { lastSubmission, missingApprovals, readRounds } from '#server/plans/agreement/rounds.ts'
import { readSignSheet } from '#server/plans/agreement/sign-sheet.ts'
import { applicationOf, type SubmissionFile, submit } from '#server/plans/agreement/submit.ts'
import { readPictures } from '#server/plans/files/read-pictures.ts'
import { namesOf } from '#server/plans/names-of.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { readOverrules } from '#server/plans/readiness/overrules.ts'
import { readVersionContent } from '#server/plans/versions/read-versions.ts'
import { canonicalJsonInSteps } from '#server/plans/versions/seal.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import { isEnded, planStatusLabels } from '#shared/agreement/status.ts'
import { isoDayOf } from '#shared/amsterdam.ts'
import {
  getSubmission,
  getSubmissionFile,
  type Submission,
  submitPlan,
} from '#shared/api/submission.ts'
import { AppError } from '#shared/errors.ts'
import { exportFormats, exportKindNames, formatOf } from '#shared/export-formats.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { mustAllAgree, withChoices } from '#shared/plan/chosen-requirements.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { withYear } from '#shared/plan/form-content.ts'
import { findProblemsInSteps } from '#shared/plan/problems.ts'
import { pointsLeft, withOverrules } from '#shared/plan/readiness.ts'
import { summarize } from '#shared/plan/summary.ts'

export type SubmissionDependencies = AgreementDeps & {
  formats: Formats
  files: FileMaker
  reading: PlanReading
  publicUrl: string
}

/**
 * The submitted files: the form as the receiver knows it, an archival copy, and the amounts as a
 * workbook.
 */
const kinds = exportKindNames.filter((kind) => formatOf(kind).isSubmitted)

export function mountSubmission(
  router: Router,
  { formats, files: maker, reading, publicUrl, ...agreeing }: SubmissionDependencies,
): void {
  const { db, clock, turns } = agreeing

  /** Last first: a correction, and before it what it corrected. */
  async function readAll(planId: string): Promise<Submission[]> {
    const rows = await db
      .selectFrom('submissions')
      .innerJoin('versions', 'versions.id', 'submissions.version_id')
      .selectAll('submissions')
      .select('versions.number')
      .where('submissions.plan_id', '=', planId)
      .orderBy('versions.number', 'desc')
      .execute()
    // PostgreSQL has no empty list.
    if (rows.length === 0) return []
    const files = await db
      .selectFrom('submission_files')
      .select(['id', 'submission_id', 'file_name', 'media_type', 'sha256'])
      .select((eb) => eb.fn<number>('length', ['bytes']).as('size'))
      .where(
        'submission_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('file_name')
      .execute()
    const names = await namesOf(
      db,
      rows.map(({ submitted_by }) => submitted_by),
    )
    return rows.map((row, index) => ({
      id: row.id,
      versionId: row.version_id,
      versionNumber: row.number,
      recipient: row.recipient,
      handedInOn: row.handed_in_on,
      submittedBy: { id: row.submitted_by, name: names.get(row.submitted_by) ?? 'Onbekend' },
      submittedAt: new Date(row.submitted_at).toISOString(),
      isCorrection: index < rows.length - 1,
      files: files
        .filter(({ submission_id }) => submission_id === row.id)
        .map((file) => ({
          id: file.id,
          fileName: file.file_name,
          mediaType: file.media_type,
          sha256: file.sha256,
          bytes: file.size,
        })),
    }))
  }

  router.member(getSubmission, async ({ planId }) => {
    const [submission, ...earlier] = await readAll(planId)
    return { submission: submission ?? null, earlier }
  })

  router.member(submitPlan, async ({ planId, actor, body, signal }) => {
    const plan = await findPlan(db, planId)
    const round = (await readRounds(db, planId)).at(-1)
    // Checked again in the transaction; checked here so that no files are made for a plan that
    // can't be submitted.
    if (plan.status === 'submitted') throw new AppError('already-submitted')
    if (isEnded(plan.status)) throw new AppError('plan-ended')
    if (plan.status !== 'adopted' || round === undefined) throw new AppError('not-adopted')
    const content = await readVersionContent(db, round.version_id)
    const format = formats.find(content.format.id, content.format.version)
    if (format === null) throw new AppError('plan-unreadable')
    if (format.submission?.onePer !== undefined && !body.isOnlyApplication)
      throw new AppError('invalid-values', {
        fields: [
          {
            path: 'isOnlyApplication',
            message: 'Geef aan dat er voor deze wijk en periode geen andere aanvraag is.',
          },
        ],
      })
    const now = await reading.content(plan, plan.seq)
    const place = placeOf(content)
    if (format.submission?.onePer !== undefined)
      await mustBeOnlyApplication(db, { ...applicationOf(format, place), planId }, body.otherThan)
    const checked = withChoices(format, await readChoices(db, planId))
    // The coordinator may have adopted it without some seats, and made their akkoord required since.
    const missing = mustAllAgree(checked) ? await missingApprovals(db, plan) : []
    const left = pointsLeft(
      withOverrules(
        await turns.take(
          actor.userId,
          findProblemsInSteps(withYear(content, now.content, format), checked, {
            missingApprovals: missing,
          }),
        ),
        await readOverrules(db, planId),
      ),
    )
    if (left.length > 0)
      throw new AppError('not-ready', {
        fields: left.map(({ rule, message }) => ({ path: rule, message })),
      })

    const corrects = await lastSubmission(db, planId)
    const generatedAt = new Date(clock.now()).toISOString()
    const files: SubmissionFile[] = []
    const { title } = summarize(content, format)
    const signatures =
      (await readSignSheet(db, { planId, versionId: round.version_id }))?.signatures ?? []
    const verification = { code: round.code, url: `${publicUrl}/controle?code=${round.code}` }
    const options = {
      signatures,
      verification,
      guidance: false,
      untouchedPresets: false,
      title,
      status: statusOfFiles(corrects),
      generatedAt,
      seq: content.seq,
      version: round.number,
    }
    const nameOf = (kind: string) =>
      exportFileName(content, format, {
        version: round.number,
        kind,
        isCorrection: corrects !== undefined,
      })
    // Without a PDF renderer the other files are submitted: a missing program must not block a
    // submission.
    for (const kind of kinds.filter((candidate) => maker.kinds.has(candidate)))
      files.push({
        fileName: nameOf(kind),
        mediaType: formatOf(kind).mediaType,
        bytes: await maker.write(
          kind,
          {
            content,
            format: formOf(format),
            options,
            archive: true,
            pictures: formatOf(kind).holdsPictures
              ? await readPictures(agreeing.db, planId, content)
              : [],
          },
          { person: actor.userId, signal },
        ),
      })
    // The bytes over which the version's hash was computed: the other files can be compared with
    // them.
    files.push({
      fileName: nameOf('json'),
      mediaType: exportFormats.json.mediaType,
      bytes: await turns.take(actor.userId, canonicalJsonInSteps(content)),
    })
    await submit(agreeing, {
      planId,
      userId: actor.userId,
      versionId: round.version_id,
      recipient: body.recipient,
      handedInOn: body.handedInOn ?? isoDayOf(generatedAt),
      contact: contactOf(content) ?? `${actor.name}, coördinator`,
      pointsLeft: left.length,
      place,
      otherThan: body.otherThan,
      format,
      files,
    })
    const [submission] = await readAll(planId)
    if (submission === undefined) throw new AppError('internal')
    return submission
  })

  router.member(getSubmissionFile, async ({ planId, params }) => {
    const file = await db
      .selectFrom('submission_files')
      .innerJoin('submissions', 'submissions.id', 'submission_files.submission_id')
      .where('submissions.plan_id', '=', planId)
      .where('submission_files.id', '=', params.fileId)
      .select([
        'submission_files.file_name',
        'submission_files.media_type',
        'submission_files.bytes',
      ])
      .executeTakeFirst()
    if (file === undefined) throw new AppError('not-found')
    return {
      fileName: file.file_name,
      mediaType: file.media_type,
      bytes: new Uint8Array(file.bytes),
    }
  })
}

/** The names and days by which an application is told from another; empty ones as ''. */
function placeOf({ values }: PlanContent) {
  const text = (id: string) => (typeof values[id] === 'string' ? values[id] : '')
  return {
    wijk: text('wijk'),
    gemeente: text('gemeente'),
    periodFrom: text('periodFrom'),
    periodTo: text('periodTo'),
  }
}

/** Printed under the title: the receiver sees that it replaces what they have. */
function statusOfFiles(corrects: Awaited<ReturnType<typeof lastSubmission>>): string {
  const adopted = planStatusLabels.adopted
  if (corrects === undefined) return adopted
  const { versionNumber, handedInOn } = corrects
  return `${adopted} · Correctie: vervangt versie ${versionNumber}, ingediend op ${handedInOn.split('-').toReversed().join('-')}`
}

/**
 * Function and organisation of the plan's contact (M4, Z16): a refused second applicant need not
 * know the person.
 */
function contactOf({ tables }: PlanContent): string | null {
  const contact = (tables['people'] ?? []).find((row) => row['contact'] === 'ja')
  if (contact === undefined) return null
  const party = (tables['parties'] ?? []).find((row) => row.id === contact['party'])
  const parts = [contact['name'], contact['position'], party?.['name']].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  )
  return parts.length === 0 ? null : parts.join(', ')
}
