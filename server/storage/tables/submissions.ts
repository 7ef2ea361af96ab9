export type SubmissionRow = {
  id: string
  plan_id: string
  version_id: string
  scheme: string
  wijk_key: string
  period_from: string
  period_to: string
  /** Null if a neighbourhood may apply more than once, and after the plan ended. */
  claim: string | null
  /** The neighbourhood that the claim is about, without the period. */
  claim_key: string | null
  /** As the plan spells them: similar names are shown to the next applicant. */
  wijk: string
  gemeente: string
  recipient: string
  handed_in_on: string
  contact: string
  submitted_by: string
  submitted_at: number
}

export type SubmissionFileRow = {
  id: string
  submission_id: string
  file_name: string
  media_type: string
  sha256: string
  bytes: Uint8Array
}
