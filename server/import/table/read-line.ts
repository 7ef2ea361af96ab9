import { type Column, isComputed, isReference } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { ImportedRow } from '#shared/import/import-result.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { isSharable } from '#shared/import/table/merged-cells.ts'
import { amountRange, readHundredths } from '#shared/import/table/read-number.ts'
import {
  type Remark,
  settleProduct,
  withoutWrongAmounts,
} from '#shared/import/table/settle-product.ts'
import type { RowInTable } from '#shared/import/table/sum-rows.ts'
import { foldedColumns, indexOf, type Meaning } from '#shared/import/table/table-columns.ts'
import { productColumn } from '#shared/plan/computed.ts'
import type { FileBlock } from '../file.ts'
import { blocksText, inlineAfter, inlineText } from '../file-text.ts'
import type { GridCell, GridRow } from './grid.ts'
import { readCellAs } from './read-cell.ts'
import { isLineNumber } from './table-segments.ts'

/** A row of a file, whose cells may hold rich text. */
type LineInTable = RowInTable & { row: GridRow }

type Cells = ImportedRow['cells']
/** One cell of the file, or a part of it, as a value of its column. */
type CellPart =
  | { kind: 'cell'; column: Column; cell: GridCell }
  | { kind: 'group'; name: string | null }
  | { kind: 'lineNumber'; text: string }
  | { kind: 'remark'; remark: Remark }

export type LineReading = {
  cells: Cells
  names: ImportedRow['names']
  /** Left out if the file has no column for it. */
  group?: string | null
  /** Unplaced content, in the order of the columns. */
  remarks: Remark[]
  lineNumbers: string[]
}

/** The content of one table row. */
export function readLine(at: LineInTable, ordinals: ReadonlySet<number>): LineReading {
  const reading: LineReading = { cells: {}, names: {}, remarks: [], lineNumbers: [] }
  for (const part of partsOf(at, ordinals))
    if (part.kind === 'remark') reading.remarks.push(part.remark)
    else if (part.kind === 'lineNumber') reading.lineNumbers.push(part.text)
    else if (part.kind === 'group') reading.group = part.name
    else if (isReference(part.column)) reading.names[part.column.id] = part.cell.text.trim()
    else if (isComputed(part.column))
      reading.remarks.push(...remarksOnComputed(part.column, part.cell))
    else {
      const { column, cell } = part
      const read = readCellAs(column, cell)
      if (read.kind === 'ok') reading.cells[column.id] = read.value
      else
        reading.remarks.push({
          text: `${column.label.replace(/:$/, '')}: ${cell.text.trim()}`,
          why: read.why,
        })
    }
  const settled = settleProduct(at.table, reading.cells)
  const kept = withoutWrongAmounts(at.table, settled.cells)
  return {
    ...reading,
    cells: kept.cells,
    remarks: [...reading.remarks, ...settled.remarks, ...kept.remarks],
  }
}

/** Cells of input columns in which the file holds a formula. */
export function formulaCells(at: LineInTable): GridCell[] {
  const { row, columns } = at
  const cells: readonly GridCell[] = row.cells
  return cells.filter((cell, x) => {
    const meaning = columns[x]
    return cell.isFormula && meaning?.kind === 'column' && isInput(meaning.column, at)
  })
}

function partsOf(at: LineInTable, ordinals: ReadonlySet<number>): readonly CellPart[] {
  return at.columns.flatMap((meaning, x) => {
    const cell = at.row.cells[x]
    if (cell === undefined) return []
    return meaning === null ? unnamedParts(cell, ordinals.has(x)) : namedParts(cell, meaning, at)
  })
}

/** Below an unknown group name, or none. */
function unnamedParts(cell: GridCell, isOrdinal: boolean): CellPart[] {
  const text = cell.text.trim()
  if (text === '') return []
  if (isOrdinal && isLineNumber(cell)) return [{ kind: 'lineNumber', text }]
  const why = 'De kolom waarin dit staat, staat niet in het formulier.'
  return labelKey(text) === notApplicable
    ? []
    : [{ kind: 'remark', remark: { text: cell.text, why } }]
}

function namedParts(cell: GridCell, meaning: Meaning, { table, columns }: LineInTable): CellPart[] {
  switch (meaning.kind) {
    case 'group':
      return [{ kind: 'group', name: cell.text.trim() === '' ? null : cell.text.trim() }]
    case 'folded':
      return unfolded(cell, meaning.head, foldedColumns(columns, table))
    case 'column': {
      const { column } = meaning
      // A merged name or choice counts for both rows; a merged amount would be counted twice.
      const text = isSharable[column.kind] ? (cell.shared ?? cell.text) : cell.text
      return [{ kind: 'cell', column, cell: { ...cell, text } }]
    }
    case 'rowKind':
      return []
  }
}

/**
 * Splits a cell that holds several columns, each with its name ("Spreekt namens: …"). Text before
 * the first name belongs to the column that the cell is named after.
 */
function unfolded(cell: GridCell, head: Column | null, columns: readonly Column[]): CellPart[] {
  if (cell.blocks === null) return head === null ? [] : [{ kind: 'cell', column: head, cell }]
  const parts: { column: Column; blocks: FileBlock[] }[] =
    head === null ? [] : [{ column: head, blocks: [] }]
  for (const block of cell.blocks) {
    const text = block.kind === 'paragraph' ? inlineText(block.inline) : ''
    const named =
      block.kind === 'paragraph' && block.list === null
        ? columns
            .map((column) => ({ column, letters: lettersOfLabel(text, column.label) }))
            .find(({ letters }) => letters > 0)
        : undefined
    if (named !== undefined && block.kind === 'paragraph')
      parts.push({
        column: named.column,
        blocks: [{ ...block, inline: inlineAfter(block.inline, named.letters) }],
      })
    else parts.at(-1)?.blocks.push(block)
  }
  return parts.map(({ column, blocks }) => ({
    kind: 'cell',
    column,
    cell: { ...cell, blocks, text: blocksText(blocks) },
  }))
}

/** Number of characters of a line that are the label and its colon; 0 if it begins otherwise. */
export function lettersOfLabel(text: string, label: string): number {
  const colon = /^[^:?]{0,200}[:?]\s*/.exec(text)?.[0] ?? ''
  if (colon !== '' && labelKey(colon) === labelKey(label)) return colon.length
  return labelKey(text) === labelKey(label) ? text.length : 0
}

/** A sum is computed; text in its place comes from the author. */
function remarksOnComputed(column: Column, cell: GridCell): Remark[] {
  return !cell.isFormula &&
    cell.number === undefined &&
    readHundredths(cell.text, amountRange).kind === 'bad'
    ? [{ text: `${column.label}: ${cell.text.trim()}`, why: 'Deze kolom rekenen wij zelf uit.' }]
    : []
}

/** Columns that users fill in: not the amount of a line that has a quantity and a rate. */
function isInput(column: Column, { table, row, columns }: RowInTable): boolean {
  if (isComputed(column)) return false
  const product = productColumn(table)
  if (product === undefined || column.id !== product.id) return true
  return !product.product.every((id) => /\d/.test(row.cells[indexOf(columns, id)]?.text ?? ''))
}
