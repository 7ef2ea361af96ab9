import { canonicalJson, sha256Of } from '#server/plans/versions/seal.ts'
import type { ApprovalRow, MandateRow, RoundRow } from '#server/storage/tables/agreement.ts'
import type { PlanEndingRow } from '#server/storage/tables/endings.ts'
import type { OverrulesTable } from '#server/storage/tables/readiness.ts'
import type {
  AdoptionsTable,
  RequirementChoicesTable,
} from '#server/storage/tables/requirements.ts'
import type { SubmissionFileRow, SubmissionRow } from '#server/storage/tables/submissions.ts'

/**
 * A SHA-256 of a whole row, in hex, that its event carries. The event is a line of the audit trail,
 * which is chained and signed, so that a row changed afterwards no longer matches its event. Left
 * out are `seq`, which the log assigns, the claim of a submission with its key, which is released
 * when the plan ends, and the names of its neighbourhood, which follow from the plan.
 */
export const digestOfRound = ({
  seq: _,
  ...row
}: Omit<RoundRow, 'seq'> & { seq?: number }): string => digest(row)
export const digestOfMandate = (row: MandateRow): string => digest(row)
export const digestOfOverrule = ({
  seq: _,
  ...row
}: Omit<OverrulesTable, 'seq'> & { seq?: number }): string => digest(row)
export const digestOfChoice = ({
  seq: _,
  ...row
}: Omit<RequirementChoicesTable, 'seq'> & { seq?: number }): string => digest(row)
export const digestOfAdoption = ({
  seq: _,
  ...row
}: Omit<AdoptionsTable, 'seq'> & { seq?: number }): string => digest(row)
export const digestOfEnding = (row: PlanEndingRow): string => digest(row)

type KeptFile = Pick<SubmissionFileRow, 'file_name' | 'media_type' | 'sha256'>
type Claim = 'claim' | 'claim_key'
export function digestOfSubmission(
  {
    claim: _,
    claim_key: __,
    wijk: _wijk,
    gemeente: _gemeente,
    ...row
  }: Omit<SubmissionRow, Claim> & Partial<Pick<SubmissionRow, Claim>>,
  files: readonly KeptFile[],
): string {
  const named = files
    .map(({ file_name, media_type, sha256 }) => ({ file_name, media_type, sha256 }))
    .sort((a, b) => (a.file_name < b.file_name ? -1 : 1))
  return digest({ ...row, files: named })
}

/**
 * Of a whole answer, including name and remark. Columns that were added later count from the first
 * row in which one has a value, so that the digests in earlier records stay the same; emptying or
 * filling such a column afterwards still changes the digest.
 */
export function digestOfAnswer({
  person_row,
  person_name,
  linked_by,
  statement,
  signed_in_by,
  corrected,
  versionId: _,
  ...row
}: ApprovalRow & { versionId?: string }): string {
  const later = Object.entries({
    person_row,
    person_name,
    linked_by,
    statement,
    signed_in_by,
    corrected,
  })
  // Undefined in a database that is older than the column.
  return digest({
    ...row,
    ...Object.fromEntries(later.filter(([, value]) => value !== null && value !== undefined)),
  })
}

const digest = (row: object): string => sha256Of(canonicalJson(row))
