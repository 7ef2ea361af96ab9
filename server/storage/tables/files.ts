import type { FileKind } from '#shared/files/file-kinds.ts'

/** Bytes as they were cleaned, once per plan: never shared between plans, so that none learns what another holds. */
export type PlanFileBodiesTable = { plan_id: string; sha256: string; bytes: Uint8Array }

export type PlanFilesTable = {
  /** The id of the plan, a dot, and an id that the client made (`shared/files/file-id.ts`). */
  id: string
  plan_id: string
  sha256: string
  kind: FileKind
  /** Bytes. */
  size: number
  /** Pixels, as shown; null for a file that is no picture. */
  width: number | null
  height: number | null
  /** Null for a picture in a text: the name on the device of its author is nobody's business. */
  name: string | null
  /** JSON of the target of an attachment; null for a picture in a text. */
  place: string | null
  added_by: string
  added_at: number
  /** Of an attachment. */
  removed_by: string | null
  removed_at: number | null
  /** The last time that a background job looked whether the picture is in use, at first `added_at`. */
  checked_at: number
  unused_since: number | null
}
