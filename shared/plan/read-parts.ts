import type * as Y from 'yjs'
import { tablesOf } from '../format/lookup.ts'
import { type Parts, partsOfFormat } from '../format/parts.ts'
import type { Format, Table } from '../format/schema.ts'
import type { CellValue, PlanContent, Row } from './content.ts'
import { groupsOf, otherGroup } from './groups.ts'
import { readPlan } from './read.ts'

/**
 * A plan as far as someone was invited to it, with the form of just those parts. Everything that leaves the server for
 * such a person is made from this: hidden fields, tables and columns are never read, and what is read names no row of them.
 */
export function readParts(
  doc: Y.Doc,
  whole: Format,
  parts: Parts,
  at: { epoch: string; seq: number },
): { content: PlanContent; format: Format } {
  const format = partsOfFormat(whole, parts)
  const content = readPlan(doc, format, at)
  return { content: parts === null ? content : withoutHiddenRows(content, format), format }
}

function withoutHiddenRows(content: PlanContent, format: Format): PlanContent {
  const tables: Record<string, Row[]> = {}
  for (const table of tablesOf(format))
    tables[table.id] = (content.tables[table.id] ?? []).map((row) =>
      withoutHiddenCells(row, table, content.tables),
    )
  return { ...content, tables }
}

function withoutHiddenCells(row: Row, table: Table, tables: PlanContent['tables']): Row {
  const hidden: Record<string, CellValue> = {}
  for (const column of table.columns) {
    if (column.kind !== 'reference') continue
    const isShown = column.tables.some((id) =>
      (tables[id] ?? []).some((other) => other.id === row[column.id]),
    )
    if (!isShown) hidden[column.id] = null
  }
  // The group of a line may be a theme that is hidden; the line then counts under what has no group.
  if (
    table.groups !== undefined &&
    !groupsOf(table, tables).some((group) => group.id !== otherGroup && group.id === row['group'])
  )
    hidden['group'] = null
  return { ...row, ...hidden }
}
