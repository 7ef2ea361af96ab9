import type { Selectable } from 'kysely'

/** A frozen state of a plan. Storage refuses every change of a row, and its removal while there is the plan. */
export type VersionsTable = {
  id: string
  plan_id: string
  /** 1, 2, 3 … within the plan. */
  number: number
  name: string
  format_id: string
  format_version: number
  /** SHA-256 of the form as plans follow it, canonical: the questions belong to what was agreed. */
  format_hash: string
  epoch: string
  /** Last change that is in it. */
  seq: number
  total_cents: number | null
  /** PlanContent as canonical JSON in UTF-8, packed as `packing` says. */
  content: Uint8Array
  packing: 'none' | 'gzip'
  /** SHA-256 of the canonical JSON, whatever it is packed with. */
  hash: string
  created_at: number
  created_by: string
  /** SHA-256 over everything else here and the seal of the version before (docs/versions.md). */
  seal: string
}

export type VersionRow = Selectable<VersionsTable>
