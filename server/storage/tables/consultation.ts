import type { Selectable } from 'kysely'

export type ConsultationsTable = {
  id: string
  plan_id: string
  opened_by: string
  opened_at: number
  deadline: number
  /** Message of the coordinator; may be empty. */
  message: string
  /** JSON of the presented PlanContent: what read links show. */
  content: string
  /** Null if there is no time for a reminder. */
  remind_at: number | null
  reminded_at: number | null
  /** Never later than the deadline, however late the server closed it. */
  closed_at: number | null
  /** Null if the deadline closed it. */
  closed_by: string | null
}

export type ConsultationRow = Selectable<ConsultationsTable>

export type ReadLinksTable = {
  id: string
  consultation_id: string
  /** SHA-256 of the token, as with invitations. */
  token_hash: string
  /** The intended readers, in the words of the user who made the link. */
  name: string
  created_by: string
  created_at: number
  revoked_at: number | null
}
