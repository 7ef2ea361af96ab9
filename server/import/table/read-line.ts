import { type Column, type ColumnKind, isComputed, isReference } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import type { ImportedRow, Unplaced } from '#shared/import/import-result.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { formatEuro, limits } from '#shared/money.ts'
import { wrongAmounts } from '#shared/plan/amount-problems.ts'
import { productColumn, productOf } from '#shared/plan/computed.ts'
import { amountWords } from '#shared/plan/words.ts'
import type { FileBlock } from '../file.ts'
import { blocksText, inlineAfter, inlineText } from '../file-text.ts'
import type { GridCell } from './grid.ts'
import { readCellAs } from './read-cell.ts'
import { amountRange, readHundredths } from './read-number.ts'
import type { RowInTable } from './sum-rows.ts'
import { foldedColumns, indexOf, type Meaning } from './table-columns.ts'
import { isLineNumber } from './table-segments.ts'

const isSharable: Readonly<Record<ColumnKind, boolean>> = {
  line: true,
  richText: false,
  choice: true,
  date: true,
  count: false,
  quantity: false,
  money: false,
  reference: true,
  computed: false,
}

type Cells = ImportedRow['cells']
type Remark = Pick<Unplaced, 'text' | 'why'>
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
export function readLine(at: RowInTable, ordinals: ReadonlySet<number>): LineReading {
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

/**
 * Input columns in which the file holds a formula: such a row is not read. Empty if there are none.
 */
export function formulaCells(at: RowInTable): string[] {
  const { row, columns } = at
  return columns.flatMap((meaning, x) =>
    meaning?.kind === 'column' && isInput(meaning.column, at) && row.cells[x]?.isFormula === true
      ? [row.cells[x]?.at ?? '']
      : [],
  )
}

function partsOf(at: RowInTable, ordinals: ReadonlySet<number>): readonly CellPart[] {
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

function namedParts(cell: GridCell, meaning: Meaning, { table, columns }: RowInTable): CellPart[] {
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

/**
 * A line has either a quantity and a rate, or an amount, whatever its group asks. A surplus value
 * is reported and not imported: an amount that does not follow from the other two, or a single
 * factor beside an amount.
 */
function settleProduct(table: Table, read: Cells): { cells: Cells; remarks: Remark[] } {
  const product = productColumn(table)
  if (product === undefined) return { cells: read, remarks: [] }
  const amount = read[product.id]
  const [quantity] = product.product
  const cells = { ...read }
  // An author who types an amount beside the printed 0 means the amount.
  if (cells[quantity] === 0 && typeof amount === 'number' && amount !== 0) cells[quantity] = null
  const computed = productOf(table, { ...cells, id: '' })
  if (computed !== null && computed > limits.amountCents) {
    const factors = product.product.map((id) => amountWords(Number(cells[id]), kindOf(table, id)))
    const why = `Een regel is hoogstens ${formatEuro(limits.amountCents)}. Splits de regel op.`
    for (const id of [product.id, ...product.product]) delete cells[id]
    return { cells, remarks: [{ text: factors.join(' × '), why }] }
  }
  if (computed !== null) {
    delete cells[product.id]
    const isOther = typeof amount === 'number' && amount !== computed
    return {
      cells,
      remarks: isOther
        ? [
            {
              text: `${product.label}: ${formatEuro(amount)}`,
              why: 'Dit bedrag is niet aantal keer tarief. Wij rekenen het bedrag uit: controleer aantal en tarief.',
            },
          ]
        : [],
    }
  }
  const factors = product.product.map((id) => cells[id])
  if (typeof amount !== 'number') delete cells[product.id]
  if (typeof amount !== 'number' && !factors.includes(notApplicable)) return { cells, remarks: [] }
  const remarks: Remark[] = []
  for (const id of product.product) {
    const factor = cells[id]
    if (!(id in cells)) continue
    if (typeof factor === 'number')
      remarks.push({
        text: `${table.columns.find((column) => column.id === id)?.label ?? id}: ${amountWords(factor, kindOf(table, id))}`,
        why: 'Een regel heeft een aantal en een tarief, of een bedrag. Wij nemen het bedrag over.',
      })
    cells[id] = notApplicable
  }
  return { cells, remarks }
}

/** An amount below zero is read only in a correction; it is reported and not imported elsewhere. */
function withoutWrongAmounts(table: Table, read: Cells): { cells: Cells; remarks: Remark[] } {
  const cells = { ...read }
  const remarks: Remark[] = []
  for (const { column, message } of wrongAmounts(table, { ...cells, id: '' })) {
    const label = table.columns.find(({ id }) => id === column)?.label ?? column
    remarks.push({ text: `${label}: ${formatEuro(Number(cells[column]))}`, why: message })
    delete cells[column]
  }
  return { cells, remarks }
}

function kindOf(table: Table, columnId: string): ColumnKind {
  return table.columns.find((column) => column.id === columnId)?.kind ?? 'quantity'
}
