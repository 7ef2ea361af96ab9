import { contentOfBlock } from '../format/blocks.ts'
import { isRichText } from '../format/columns.ts'
import { blocksOf, tableOf, valuesOf } from '../format/lookup.ts'
import type { Block, Format } from '../format/schema.ts'
import { isRowId } from '../ids.ts'
import type { Target } from '../plan/content.ts'

/**
 * `holdsText`: has words that a range can point at. `gone`: the form has this target, but the plan
 * does not (any more).
 */
export type CheckedTarget =
  | { kind: 'found'; target: Target; holdsText: boolean }
  | { kind: 'unknown' }
  | { kind: 'gone' }

const unknown: CheckedTarget = { kind: 'unknown' }

/**
 * Parses the target of a thread: a place of the form, or an existing row of the plan. Returns it
 * without superfluous keys.
 */
export function checkTarget(
  target: Target,
  format: Format,
  hasRow: (tableId: string, rowId: string) => boolean,
): CheckedTarget {
  switch (target.kind) {
    case 'plan':
      return found({ kind: 'plan' })
    case 'section':
      return format.sections.some((section) => section.id === target.section)
        ? found({ kind: 'section', section: target.section })
        : unknown
    case 'field':
    case 'value':
      return checkField(target.field, format)
    case 'table':
      return target.table !== undefined && tableOf(format, target.table) !== undefined
        ? found({ kind: 'table', table: target.table })
        : unknown
    case 'row':
    case 'cell':
      return checkRow(target, format, hasRow)
  }
}

function found(target: Target, holdsText = false): CheckedTarget {
  return { kind: 'found', target, holdsText }
}

/** A block of the form, an item of a checklist or its note, by either of its two names. */
function checkField(id: string | undefined, format: Format): CheckedTarget {
  if (id === undefined) return unknown
  if (valuesOf(format).some((value) => value.id === id)) return found({ kind: 'value', field: id })
  const block = blockOf(format, id)
  if (block === undefined) return unknown
  const { tables, fields } = contentOfBlock(block, '')
  if (tables?.some((table) => table.id === id)) return found({ kind: 'table', table: id })
  return found({ kind: 'field', field: id }, fields?.includes(id) ?? false)
}

function checkRow(
  { kind, table: tableId, row, column: columnId }: Target,
  format: Format,
  hasRow: (tableId: string, rowId: string) => boolean,
): CheckedTarget {
  const table = tableId === undefined ? undefined : tableOf(format, tableId)
  if (table === undefined || row === undefined || !isRowId(row)) return unknown
  const column = table.columns.find((candidate) => candidate.id === columnId)
  if (kind === 'cell' && column === undefined) return unknown
  if (!hasRow(table.id, row)) return { kind: 'gone' }
  return kind === 'row'
    ? found({ kind, table: table.id, row })
    : found(
        { kind: 'cell', table: table.id, row, column: columnId },
        column !== undefined && isRichText(column),
      )
}

function blockOf(format: Format, id: string): Block | undefined {
  for (const { block } of blocksOf(format)) if (block.id === id) return block
  return undefined
}
