export type SubmissionRow = {
  id: string
  plan_id: string
  version_id: string
  scheme: string
  wijk_key: string
  period_from: string
  period_to: string
  claim: string | null
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
