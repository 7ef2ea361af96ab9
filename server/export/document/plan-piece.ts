import type { Section, Table } from '#shared/format/schema.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import type { TypedValue } from './document-tree.ts'

/**
 * The content of a plan, block by block in the order of the form, with names instead of ids: the
 * only input of a document. Nothing here decides how it prints.
 */
export type PlanSection = { section: Section; pieces: readonly PlanPiece[] }

/** `label`: null if the heading directly above says the same. `id`: of the block. */
export type PlanPiece =
  | { kind: 'text'; id: string; label: string | null; doc: RichNode }
  | { kind: 'value'; id: string; label: string; text: string }
  | { kind: 'checklist'; id: string; label: string | null; items: readonly CheckedItem[] }
  | {
      kind: 'questionnaire'
      id: string
      label: string | null
      moments: readonly { label: string; date: string }[]
      /** The answers of its question set; null where each is written by hand. */
      answers: readonly string[] | null
      table: PlanTable
    }
  | {
      kind: 'table'
      id: string
      label: string | null
      table: PlanTable
      /** Rows that its total leaves out, and why. */
      notes: readonly string[]
      balances: readonly Balance[]
    }
  /** The sums of a table's groups, where the form has no place for them. */
  | { kind: 'sums'; id: string; label: string; sums: readonly { label: string; text: string }[] }
  /**
   * The form's own repeated part (`Thema 1:`). At least one card: the form prints its first one
   * empty.
   */
  | {
      kind: 'cards'
      id: string
      table: Table
      cards: readonly PlanCard[]
      balances: readonly Balance[]
    }

export type CheckedItem = {
  label: string
  /** Id of the answer; null where there is none. */
  answer: string | null
  /** Null where there is none. */
  note: { label: string; text: string } | null
}

/** `number`: as the form prints it, with its place among all rows. */
export type PlanCard = { number: string; title: string; row: PlanRow }

export type PlanTable = {
  table: Table
  /** In order, those of every group together. */
  rows: readonly PlanRow[]
  /** Null in a table without groups. */
  groups: readonly PlanGroup[] | null
  /** Null where nothing is added up. */
  sums: Sums | null
}
export type PlanGroup = {
  id: string
  label: string
  /** Whether each of its lines is an amount without a quantity. */
  isOnlyAmounts: boolean
  rows: readonly PlanRow[]
  sums: Sums | null
}
/** By column, in the unit of the column. */
export type Sums = ReadonlyMap<string, number>

/** Cells by column. */
export type PlanRow = { id: string; cells: ReadonlyMap<string, PlanCell> }
export type PlanCell = {
  isFilled: boolean
  /** As one text. */
  text: string
  /** Left out for words. */
  value?: TypedValue
  /** Left out for a cell without a rich text. */
  doc?: RichNode
}

/** An amount below the budget, with the words for how it was reached. */
export type Balance = { name: string; cents: number; sum: string }
