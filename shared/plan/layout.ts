import * as Y from 'yjs'
import { fieldIdsOf, tablesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'

/**
 * Every name inside a plan's Y.Doc. The structure consists of root types, which exist by being
 * named, so that two people who open a new plan can't create its parts twice. Rich text is in
 * fragments of its own, so that no select-all and no schema repair can remove a section (DESIGN 3).
 */
const fieldPrefix = 'field:'
const rowsPrefix = 'rows:'
const valuesName = 'values'

/** Cells of every row besides its columns. */
export const orderCell = 'order'
/**
 * Set if a row was removed: a mark, so that concurrent edits in it are kept and the row can be
 * restored.
 */
export const removedCell = 'removed'

export function fieldFragment(doc: Y.Doc, fieldId: string): Y.XmlFragment {
  return doc.getXmlFragment(`${fieldPrefix}${fieldId}`)
}

export function tableRows(doc: Y.Doc, tableId: string): Y.Map<unknown> {
  return doc.getMap(`${rowsPrefix}${tableId}`)
}

export function planValues(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(valuesName)
}

export type PlanPart =
  | { kind: 'field'; id: string }
  | { kind: 'table'; id: string }
  | { kind: 'values' }

/** The part of a plan in a root type; null for a root that is not ours. */
export function partOfRoot(name: string): PlanPart | null {
  if (name === valuesName) return { kind: 'values' }
  if (name.startsWith(fieldPrefix)) return { kind: 'field', id: name.slice(fieldPrefix.length) }
  if (name.startsWith(rowsPrefix)) return { kind: 'table', id: name.slice(rowsPrefix.length) }
  return null
}

/** All root types of a plan, in a fixed order: the scope of the undo stack. */
export function rootTypes(doc: Y.Doc, format: Format): (Y.XmlFragment | Y.Map<unknown>)[] {
  return [
    planValues(doc),
    ...fieldIdsOf(format).map((id) => fieldFragment(doc, id)),
    ...tablesOf(format).map((table) => tableRows(doc, table.id)),
  ]
}

/** The cells of a row, or null if a client stored something else under that id. */
export function rowCells(doc: Y.Doc, tableId: string, rowId: string): Y.Map<unknown> | null {
  const row = tableRows(doc, tableId).get(rowId)
  return row instanceof Y.Map ? row : null
}
