import { questionnaireTable } from '../format/lookup.ts'
import type { Block, Section, Table } from '../format/schema.ts'
import { isEmptyDoc } from '../richtext/plain-text.ts'
import { isEmptyCell } from './computed.ts'
import type { CellValue, PlanContent, RichNode, Row } from './content.ts'

type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

/** Whether a cell holds something a person put there; a rich text counts when it has words. */
export function isFilledCell(cell: CellValue | undefined): boolean {
  return typeof cell === 'object' && cell !== null
    ? !isEmptyDoc(cell as RichNode)
    : !isEmptyCell(cell)
}

/**
 * Whether a row is still what the form printed: its text and numbers equal a preset row (Z14). Such rows are no content.
 */
export function isUntouchedPreset(table: Table, row: Row): boolean {
  return table.presetRows.some((preset) =>
    table.columns.every((column) => {
      if (column.kind === 'computed' || (column.kind === 'money' && column.product !== undefined))
        return !row[column.id]
      const cell = row[column.id]
      const original = preset[column.id] ?? ('default' in column ? column.default : undefined)
      return cell === 'nvt' || (original === undefined ? !isFilledCell(cell) : cell === original)
    }),
  )
}

/** How far a section is filled, for the outline: parts done of parts there are. A table is one part. */
export function sectionProgress(content: Readable, section: Section): { done: number; of: number } {
  const parts = section.blocks.flatMap((block) => blockParts(content, block))
  return { done: parts.filter(Boolean).length, of: parts.length }
}

function blockParts(content: Readable, block: Block): boolean[] {
  switch (block.kind) {
    case 'richText': {
      const field = content.fields[block.id]
      return [field !== undefined && !isEmptyDoc(field)]
    }
    case 'checklist':
      return block.items.map((item) => isFilledCell(content.values[item.id]))
    case 'questionnaire': {
      const table = questionnaireTable(block)
      return [(content.tables[table.id] ?? []).length > 0]
    }
    case 'table':
      return [(content.tables[block.id] ?? []).some((row) => !isUntouchedPreset(block, row))]
    default:
      return [isFilledCell(content.values[block.id])]
  }
}
