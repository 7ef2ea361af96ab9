import type { Column, ComputedColumn, ReferenceColumn } from '#shared/format/columns.ts'
import { notApplicable, type PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { ValueDefinition } from '#shared/format/kinds/values.ts'
import type { Format } from '#shared/format/schema.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileBlock } from '../file.ts'
import { richDoc } from '../file-text.ts'
import type { GridCell } from './grid.ts'
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

/**
 * The value of a cell for its column. References are not resolved here: the rows they name are not
 * known yet.
 */
export function readCellAs(
  column: Exclude<Column, ComputedColumn | ReferenceColumn>,
  cell: GridCell,
): Read {
  switch (column.kind) {
    case 'line':
      return ok(cell.text.replace(/\s+/g, ' ').trim() || null)
    case 'richText':
      return ok(richDoc(cell.blocks ?? paragraphs(cell.text), 0))
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

function readAmount(cell: GridCell, range: { min: number; max: number }): Read {
  if (cell.date !== undefined) return bad('Dit is een datum en geen getal.')
  return cell.number === undefined
    ? readHundredths(cell.text, range)
    : hundredthsOf(cell.number, range)
}

function readWhole(value: number, max: number): Read {
  return Number.isInteger(value) && value >= 0 && value <= max
    ? ok(value)
    : bad('Dit is geen heel getal.')
}

function paragraphs(text: string): FileBlock[] {
  return text.split(/\r\n?|\n/).map((line) => ({
    kind: 'paragraph',
    level: null,
    isQuote: false,
    list: null,
    inline: line === '' ? [] : [{ type: 'text', text: line }],
  }))
}

function readChoice(
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

type ValueBlock = { unit?: string | undefined; options?: readonly { id: string; label: string }[] }

/** A single value of the plan. */
export function readValueAs(
  definition: ValueDefinition,
  text: string,
  block: ValueBlock,
): Read<PlainValue> {
  switch (definition.kind) {
    case 'line':
      return ok(text.replace(/\s+/g, ' ').trim() || null)
    case 'date':
      return readDate(text)
    case 'number':
      return readCount(text, { unit: block.unit })
    case 'money':
      return readHundredths(text, amountRange)
    case 'choice':
      return readChoice(text, block.options ?? [])
  }
}

/** The block of a value, for its unit and its choices. */
export function blockOfValue(format: Format, id: string): ValueBlock {
  for (const section of format.sections)
    for (const block of section.blocks) {
      if (block.id !== id) continue
      return {
        ...('options' in block ? { options: block.options } : {}),
        ...('unit' in block ? { unit: block.unit } : {}),
      }
    }
  return {}
}
