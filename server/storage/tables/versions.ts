import type { Selectable } from 'kysely'

/**
 * A frozen state of a plan. Storage refuses every update of a row, and its deletion while the plan
 * exists.
 */
export type VersionsTable = {
  id: string
  plan_id: string
  /** 1, 2, 3 … within the plan. */
  number: number
  name: string
  format_id: string
  format_version: number
  /** SHA-256 of the form in canonical JSON: the questions are part of what was agreed. */
  format_hash: string
  epoch: string
  /** Last change that it contains. */
  seq: number
  total_cents: number | null
  /** PlanContent as canonical JSON in UTF-8, compressed as `packing` says. */
  content: Uint8Array
  packing: 'none' | 'gzip'
  /** SHA-256 of the canonical JSON, independent of the compression. */
  hash: string
  created_at: number
  created_by: string
  /**
   * SHA-256 over all other columns here and the seal of the previous version (docs/versions.md).
   */
  seal: string
}

export type VersionRow = Selectable<VersionsTable>
