import type {
  Column,
  ComputedColumn,
  ReferenceColumn,
  RichTextColumn,
} from '#shared/format/columns.ts'
import { notApplicable, type PlainValue } from '#shared/format/kinds/plain-value.ts'
import { labelKey } from '../label-key.ts'
import {
  amountRange,
  bad,
  hundredthsOf,
  ok,
  quantityRange,
  type Read,
  rateRange,
  readCount,
  readDate,
  readHundredths,
} from './read-number.ts'
import type { SourceCell } from './source-cell.ts'

/** A column whose cells are read from their own text or number alone. */
export type SelfReadColumn = Exclude<Column, ComputedColumn | ReferenceColumn | RichTextColumn>

/** The value of a cell for its column: the same for a file and for the clipboard. */
export function readPlainCell(column: SelfReadColumn, cell: SourceCell): Read<PlainValue> {
  switch (column.kind) {
    case 'line':
      return ok(readLineText(cell.text))
    case 'choice':
      return readChoice(cell.text, column.options)
    case 'date':
      if (cell.date !== undefined) return ok(cell.date)
      return cell.number === undefined
        ? readDate(cell.text)
        : bad('Dit is een getal en geen datum.')
    case 'count':
      if (labelKey(cell.text) === notApplicable) return ok(notApplicable)
      return cell.number === undefined
        ? readCount(cell.text, { max: column.max })
        : readWhole(cell.number, column.max)
    case 'quantity':
      return readAmount(cell, quantityRange)
    case 'money':
      return readAmount(cell, column.isRate ? rateRange : amountRange)
  }
}

/** A line holds no line breaks. */
export function readLineText(text: string): string | null {
  return text.replace(/\s+/g, ' ').trim() || null
}

function readAmount(cell: SourceCell, range: { min: number; max: number }): Read<PlainValue> {
  if (cell.date !== undefined) return bad('Dit is een datum en geen getal.')
  return cell.number === undefined
    ? readHundredths(cell.text, range)
    : hundredthsOf(cell.number, range)
}

function readWhole(value: number, max: number): Read<number> {
  return Number.isInteger(value) && value >= 0 && value <= max
    ? ok(value)
    : bad('Dit is geen heel getal.')
}

export function readChoice(
  text: string,
  options: readonly { id: string; label: string }[],
): Read<string | null> {
  const key = labelKey(text)
  if (key === '') return ok(null)
  const option =
    options.find((candidate) => labelKey(candidate.label) === key) ??
    options.find((candidate) => candidate.id.toLowerCase() === key)
  return option === undefined
    ? bad(`Kies uit: ${options.map((candidate) => candidate.label).join(', ')}.`)
    : ok(option.id)
}
