import * as Y from 'yjs'
import { type ByStorage, byStorage } from '#shared/format/columns.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import { initialOrder } from '#shared/order.ts'
import type { CellValue, PlanContent, Row } from '#shared/plan/content.ts'
import { fieldFragment, orderCell, planValues, rowCells, tableRows } from '#shared/plan/layout.ts'
import { rewriteFragment } from '#shared/richtext/fragment.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'

/**
 * Updates a local document to the content that the server sent. Only differences are written, so that a selection, a mark
 * in the text and the scroll position stay. The document is never sent.
 */
export function writeContent(doc: Y.Doc, format: Format, content: PlanContent): void {
  doc.transact(() => {
    writeValues(planValues(doc), content.values)
    for (const [id, text] of Object.entries(content.fields))
      rewriteFragment(fieldFragment(doc, id), text)
    for (const table of tablesOf(format)) writeRows(doc, table, content.tables[table.id] ?? [])
  })
}

function writeValues(values: Y.Map<unknown>, told: PlanContent['values']): void {
  for (const [id, value] of Object.entries(told)) setCell(values, id, value)
}

function writeRows(doc: Y.Doc, table: Table, rows: readonly Row[]): void {
  const there = tableRows(doc, table.id)
  const keys = initialOrder(rows.length)
  const ids = new Set(rows.map((row) => row.id))
  for (const id of [...there.keys()]) if (!ids.has(id)) there.delete(id)
  rows.forEach((row, index) => {
    if (!there.has(row.id)) there.set(row.id, new Y.Map())
    const cells = rowCells(doc, table.id, row.id)
    if (cells === null) return
    setCell(cells, orderCell, keys[index] ?? null)
    for (const column of table.columns) {
      byStorage(writers, column, cells, row[column.id] ?? null)
    }
  })
}

const writers: ByStorage<void, [cells: Y.Map<unknown>, value: CellValue]> = {
  plain: ({ id }, cells, value) => setCell(cells, id, value),
  richText: ({ id }, cells, value) => writeText(cells, id, value),
  computed: () => undefined,
}

function writeText(cells: Y.Map<unknown>, column: string, value: CellValue): void {
  if (!(cells.get(column) instanceof Y.XmlFragment)) cells.set(column, new Y.XmlFragment())
  const fragment = cells.get(column)
  if (fragment instanceof Y.XmlFragment && typeof value === 'object' && value !== null)
    rewriteFragment(fragment, value as RichDoc)
}

function setCell(cells: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === null) cells.delete(key)
  else if (cells.get(key) !== value) cells.set(key, value)
}
