import { contentOfBlock } from '../format/blocks.ts'
import { isRichText } from '../format/columns.ts'
import { notApplicable } from '../format/kinds/plain-value.ts'
import { blocksOf } from '../format/lookup.ts'
import type { Format, Section, Table } from '../format/schema.ts'
import type { CellValue, PlanContent, Row, Target } from '../plan/content.ts'
import { sortNameColumn } from '../plan/sort-name.ts'
import { cellWords, valueWords } from '../plan/words.ts'
import type { RichNode } from '../richtext/rich-doc.ts'

/**
 * `text`: a rich text. `line`: a line that people typed. `shown`: a choice, number, date, reference or computed amount,
 * in the words that the screen shows.
 */
export type PieceKind = 'text' | 'line' | 'shown'

/** What people filled in at one place of a plan. */
export type Piece = { section: Section; target: Target; kind: PieceKind; text: string }

type Written = Pick<PlanContent, 'values' | 'fields' | 'tables'>

/** The filled places of a plan, in the order of its form. A format with fewer sections gives fewer places. */
export function* piecesOf(format: Format, content: Written): Generator<Piece> {
  for (const { section, block } of blocksOf(format)) {
    const { fields, values, tables } = contentOfBlock(block, section.title)
    for (const field of fields ?? []) {
      const doc = content.fields[field]
      const target: Target = { kind: 'field', field }
      if (doc !== undefined) yield { section, target, kind: 'text', text: wordsOfText(doc) }
    }
    for (const value of values ?? []) {
      const stored = content.values[value.id] ?? null
      if (stored === null) continue
      const target: Target = { kind: 'field', field: value.id }
      const kind = value.kind === 'line' ? 'line' : 'shown'
      yield { section, target, kind, text: valueWords(stored, value, format) }
    }
    for (const table of tables ?? [])
      for (const row of content.tables[table.id] ?? [])
        yield* piecesOfRow(section, { table, row }, content)
  }
}

function* piecesOfRow(
  section: Section,
  { table, row }: { table: Table; row: Row },
  content: Written,
): Generator<Piece> {
  for (const column of table.columns) {
    const cell: CellValue = row[column.id] ?? null
    if (cell === null || cell === '' || cell === notApplicable) continue
    // Computed from the name, and on the screen only where it differs from that.
    if (column.id === sortNameColumn) continue
    const target: Target = { kind: 'cell', table: table.id, row: row.id, column: column.id }
    if (isRichText(column)) {
      if (typeof cell === 'object')
        yield { section, target, kind: 'text', text: wordsOfText(cell as RichNode) }
    } else {
      const kind = column.kind === 'line' && typeof cell === 'string' ? 'line' : 'shown'
      yield { section, target, kind, text: cellWords(cell, column, content) }
    }
  }
}

/**
 * The words of a rich text, with a line break wherever something other than a letter stands between two of them: nothing
 * is found over it, here and in the shared document alike.
 */
function wordsOfText(node: RichNode): string {
  if (node.type === 'text') return node.text ?? ''
  let words = ''
  for (const child of node.content ?? [])
    words += child.type === 'text' ? (child.text ?? '') : `\n${wordsOfText(child)}\n`
  return words
}
