import type { Selectable } from 'kysely'

export type ConsultationsTable = {
  id: string
  plan_id: string
  opened_by: string
  opened_at: number
  deadline: number
  /** Of the coordinator; may be empty. */
  message: string
  /** JSON of the PlanContent that was put forward: what read links show. */
  content: string
  /** Null when there is no time for a reminder. */
  remind_at: number | null
  reminded_at: number | null
  /** Never later than the deadline, however late the server found out. */
  closed_at: number | null
  /** Null when the deadline closed it. */
  closed_by: string | null
}

export type ConsultationRow = Selectable<ConsultationsTable>

export type ReadLinksTable = {
  id: string
  consultation_id: string
  /** SHA-256 of the token, as with invitations. */
  token_hash: string
  /** For whom it is, in the words of the person who made it. */
  name: string
  created_by: string
  created_at: number
  revoked_at: number | null
}
