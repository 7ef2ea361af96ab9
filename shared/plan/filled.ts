import { type ByBlockKind, byBlockKind, contentOfBlock } from '../format/blocks.ts'
import { defaultOf, isComputed } from '../format/columns.ts'
import { questionnaireTable } from '../format/kinds/blocks/questionnaire.ts'
import type { Block, Section, Table } from '../format/schema.ts'
import { isEmptyDoc } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import { isEmptyCell, isProduct } from './computed.ts'
import type { CellValue, PlanContent, Row } from './content.ts'

type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

/** Whether a cell has content from a person; a rich text counts if it has words. */
export function isFilledCell(cell: CellValue | undefined): boolean {
  return typeof cell === 'object' && cell !== null
    ? !isEmptyDoc(cell as RichNode)
    : !isEmptyCell(cell)
}

/**
 * Whether a row equals the printed form: its text and numbers equal a preset row (Z14). Such rows
 * are no content.
 */
export function isUntouchedPreset(table: Table, row: Row): boolean {
  return table.presetRows.some((preset) =>
    table.columns.every((column) => {
      if (isComputed(column) || isProduct(column)) return !row[column.id]
      const cell = row[column.id]
      const original = preset[column.id] ?? defaultOf(column)
      return cell === 'nvt' || (original === undefined ? !isFilledCell(cell) : cell === original)
    }),
  )
}

/** Whether anyone entered anything in a block. Rows without a word do not count. */
export function isFilledBlock(block: Block, content: Readable): boolean {
  return byBlockKind(filled, block, content)
}

const hasValue = ({ id }: Block, content: Readable) => isFilledCell(content.values[id])
const hasRow = (table: Table, content: Readable) =>
  (content.tables[table.id] ?? []).some(
    (row) =>
      !isUntouchedPreset(table, row) &&
      table.columns.some((column) => column.id !== 'group' && isFilledCell(row[column.id])),
  )

const filled: ByBlockKind<boolean, [content: Readable]> = {
  richText: ({ id }, content) => isFilledCell(content.fields[id]),
  line: hasValue,
  date: hasValue,
  number: hasValue,
  money: hasValue,
  choice: hasValue,
  checklist: ({ items }, { values }) =>
    items.some(({ id }) => isFilledCell(values[id]) || isFilledCell(values[`${id}Note`])),
  questionnaire: (block, content) =>
    contentOfBlock(block, '').values?.some(({ id }) => isFilledCell(content.values[id])) === true ||
    hasRow(questionnaireTable(block), content),
  table: hasRow,
}

/** Progress of a section, for the outline: filled parts and all parts. A table is one part. */
export function sectionProgress(content: Readable, section: Section): { done: number; of: number } {
  const found = section.blocks.flatMap((block) => byBlockKind(parts, block, content))
  return { done: found.filter(Boolean).length, of: found.length }
}

const oneValue = ({ id }: Block, content: Readable) => [isFilledCell(content.values[id])]

/** The parts of a block that can be filled in. */
const parts: ByBlockKind<boolean[], [content: Readable]> = {
  richText: ({ id }, content) => [isFilledCell(content.fields[id])],
  line: oneValue,
  date: oneValue,
  number: oneValue,
  money: oneValue,
  choice: oneValue,
  checklist: ({ items }, content) => items.map(({ id }) => isFilledCell(content.values[id])),
  questionnaire: ({ id }, content) => [(content.tables[id] ?? []).length > 0],
  table: (table, content) => [
    (content.tables[table.id] ?? []).some((row) => !isUntouchedPreset(table, row)),
  ],
}
