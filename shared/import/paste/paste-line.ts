import { errorTable } from '#shared/errors.ts'
import {
  type Column,
  defaultOf,
  isComputed,
  isReference,
  isRichText,
} from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import { pasteLimits } from '#shared/limits/paste-limits.ts'
import { formatEuro } from '#shared/money.ts'
import { wrongAmounts } from '#shared/plan/amount-problems.ts'
import { isAmountRow, productColumn, productOf } from '#shared/plan/computed.ts'
import type { CellValue, PlanContent, Row } from '#shared/plan/content.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { plainDoc, plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { newRow } from '../new-row.ts'
import { rowByName } from '../resolve-names.ts'
import { settleLine } from '../settle-line.ts'
import { isSharable } from '../table/merged-cells.ts'
import { bad, ok, type Read } from '../table/read-number.ts'
import { readPlainCell } from '../table/read-plain-cell.ts'
import { settleProduct } from '../table/settle-product.ts'
import type { SourceCell, SourceRow } from '../table/source-cell.ts'
import type { PasteMeaning } from './paste-columns.ts'

/** The texts in the other cells of a row, before and after one. */
type Beside = { before: readonly string[]; after: readonly string[] }

export type PasteContext = {
  table: Table
  format: Format
  content: PlanContent
  /** Whether a text may hold a BSN, alone or together with the cells beside it (T7). */
  isHeld: (text: string, beside: Beside) => boolean
}

/** A cell that keeps its content, with the reason. */
export type RefusedCell = { column: Column; text: string; why: string }

export type LineContent = {
  /** Values to write, by column. */
  writes: Readonly<Record<string, CellValue>>
  /** Columns in which something else stood. */
  replaced: readonly string[]
  refused: readonly RefusedCell[]
}

/** One line of a range as values for a row of the plan, by the rules for files. */
export function readPasteLine(
  { cells }: SourceRow,
  meanings: readonly PasteMeaning[],
  { context, old }: { context: PasteContext; old: Row | undefined },
): LineContent & { found: Readonly<Record<string, CellValue>> } {
  const { table } = context
  const refused: RefusedCell[] = []
  const found: Record<string, CellValue> = {}
  for (const [x, column] of meanings.entries()) {
    const cell = cells[x]
    if (column === null || column === 'group' || cell === undefined || isComputed(column)) continue
    const text = isSharable[column.kind] ? (cell.shared ?? cell.text) : cell.text
    // The merged cell above is the one that has the amount.
    if (cell.shared !== undefined && text.trim() === '') continue
    const read = readCell(column, { ...cell, text }, { context, old })
    if (read === null) continue
    if (read.kind === 'ok') found[column.id] = read.value
    else refused.push({ column, text: text.trim(), why: read.why })
  }
  const settled = settleProduct(table, found)
  for (const { text, why } of settled.remarks) {
    const column = productColumn(table)
    if (column !== undefined) refused.push({ column, text: text, why })
  }
  const base =
    old === undefined ? newRow(table, { id: '', cells: settled.cells }) : stored(table, old)
  const row: Row = { ...base, ...settled.cells }
  for (const id of settleLine(table, row, { found: { cells: settled.cells }, old })) {
    const column = table.columns.find((candidate) => candidate.id === id)
    if (column !== undefined)
      refused.push({
        column,
        text: cells[meanings.indexOf(column)]?.text.trim() ?? '',
        why: 'Een regel heeft een aantal en een tarief, of een bedrag. Deze regel is een bedrag.',
      })
  }
  clearAmount(table, row, found)
  refused.push(...withoutWrong(table, row, base), ...withoutHeld(context, row, base))
  const changed = table.columns.filter(
    (column) => !isComputed(column) && (row[column.id] ?? null) !== (base[column.id] ?? null),
  )
  return {
    found: settled.cells,
    refused,
    writes: Object.fromEntries(
      (old === undefined ? table.columns.filter((column) => !isComputed(column)) : changed).map(
        ({ id }) => [id, row[id] ?? null],
      ),
    ),
    replaced:
      old === undefined
        ? []
        : changed.filter((column) => holdsContent(column, base)).map(({ id }) => id),
  }
}

/** Whether a person put something in a cell: not what the form prints in it. */
function holdsContent(column: Column, row: Row): boolean {
  const cell = row[column.id]
  return isFilledCell(cell) && cell !== notApplicable && cell !== defaultOf(column)
}

/** Null: the cell says nothing about its column. */
function readCell(
  column: Exclude<Column, { kind: 'computed' }>,
  cell: SourceCell,
  { context, old }: { context: PasteContext; old: Row | undefined },
): Read | null {
  if (isRichText(column)) {
    if (cell.text.trim() === '') return null
    return isFilledCell(old?.[column.id])
      ? bad('Hier staat al tekst. Plak de nieuwe tekst erin.')
      : ok(plainDoc(cell.text))
  }
  if (isReference(column)) {
    const name = cell.text.trim()
    if (name === '') return ok(null)
    const { format, content } = context
    const row = rowByName(
      name,
      { ids: column.tables, content: content.tables, format },
      old?.[column.id],
    )
    if (row.kind === 'row') return ok(row.id)
    return bad(
      row.kind === 'several'
        ? 'Deze naam komt vaker voor. Kies zelf wie of wat bedoeld is.'
        : 'Deze naam staat niet in het plan. Voeg de naam toe en kies daarna zelf.',
    )
  }
  const read = readPlainCell(column, cell)
  return read.kind === 'ok' &&
    typeof read.value === 'string' &&
    read.value.length > pasteLimits.lineLength.max
    ? bad('Deze regel is te lang. Zet lange tekst in een tekstvak.')
    : read
}

/** The row as it is stored: without computed values. */
function stored(table: Table, row: Row): Row {
  const result: Row = { ...row }
  const product = productColumn(table)
  if (product !== undefined && productOf(table, row) !== null && !isAmountRow(table, row))
    result[product.id] = null
  for (const column of table.columns) if (isComputed(column)) delete result[column.id]
  return result
}

/** An empty cell over the amount of a line that has no other amount. */
function clearAmount(table: Table, row: Row, found: Readonly<Record<string, CellValue>>): void {
  const product = productColumn(table)
  if (product === undefined || found[product.id] !== null) return
  if (product.product.every((id) => typeof found[id] !== 'number')) row[product.id] = null
}

/** Takes back amounts that no row may hold. */
function withoutWrong(table: Table, row: Row, base: Row): RefusedCell[] {
  const product = productColumn(table)
  return wrongAmounts(table, row).flatMap(({ column: id, message }) => {
    const column = table.columns.find((candidate) => candidate.id === id)
    if (column === undefined) return []
    const ids = id === product?.id ? [id, ...product.product] : [id]
    if (ids.every((one) => (row[one] ?? null) === (base[one] ?? null))) return []
    const cents = product?.id === id ? (productOf(table, row) ?? row[id]) : row[id]
    for (const one of ids) row[one] = base[one] ?? null
    return [{ column, text: formatEuro(Number(cents)), why: message }]
  })
}

/** Takes back texts that may hold a BSN: those are asked about one by one, where they are typed. */
function withoutHeld({ table, isHeld }: PasteContext, row: Row, base: Row): RefusedCell[] {
  const columns = table.columns.filter(({ kind }) => kind === 'line' || kind === 'richText')
  const lines = columns.filter(({ kind }) => kind === 'line')
  const textOf = ({ id }: Column) => (typeof row[id] === 'string' ? row[id] : '')
  return columns.flatMap((column) => {
    const value = row[column.id] ?? null
    if (value === null || value === (base[column.id] ?? null)) return []
    const at = lines.indexOf(column)
    const isRefused =
      at === -1
        ? isHeld(plainText(value as RichNode), { before: [], after: [] })
        : isHeld(textOf(column), {
            before: lines.slice(0, at).map(textOf),
            after: lines.slice(at + 1).map(textOf),
          })
    if (!isRefused) return []
    row[column.id] = base[column.id] ?? null
    // Without the text itself: the digits stay on the clipboard.
    return [{ column, text: '', why: errorTable['bsn-found'].text }]
  })
}
