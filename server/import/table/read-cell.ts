import {
  type Column,
  type ComputedColumn,
  isRichText,
  type ReferenceColumn,
} from '#shared/format/columns.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { ValueDefinition } from '#shared/format/kinds/values.ts'
import type { Format } from '#shared/format/schema.ts'
import {
  amountRange,
  ok,
  type Read,
  readCount,
  readDate,
  readHundredths,
} from '#shared/import/table/read-number.ts'
import { readChoice, readLineText, readPlainCell } from '#shared/import/table/read-plain-cell.ts'
import type { FileBlock } from '../file.ts'
import { richDoc } from '../file-text.ts'
import type { GridCell } from './grid.ts'

/**
 * The value of a cell for its column. References are not resolved here: the rows they name are not
 * known yet.
 */
export function readCellAs(
  column: Exclude<Column, ComputedColumn | ReferenceColumn>,
  cell: GridCell,
): Read {
  return isRichText(column)
    ? ok(richDoc(cell.blocks ?? paragraphs(cell.text), 0))
    : readPlainCell(column, cell)
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

type ValueBlock = { unit?: string | undefined; options?: readonly { id: string; label: string }[] }

/** A single value of the plan. */
export function readValueAs(
  definition: ValueDefinition,
  text: string,
  block: ValueBlock,
): Read<PlainValue> {
  switch (definition.kind) {
    case 'line':
      return ok(readLineText(text))
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
