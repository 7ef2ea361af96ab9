import type * as Y from 'yjs'
import { isReference } from '../format/columns.ts'
import { tablesOf } from '../format/lookup.ts'
import { type Parts, partsOfFormat } from '../format/parts-of-format.ts'
import type { Format, Table } from '../format/schema.ts'
import type { Steps } from '../steps.ts'
import type { CellValue, PlanContent, Row } from './content.ts'
import { type Group, groupOf, groupsOf, otherGroup } from './groups.ts'
import { readPlanInSteps } from './read.ts'
import { rowOf } from './row-places.ts'

/**
 * A plan limited to the sections that a member was invited to, with the form of just those
 * sections. Everything the server sends to such a member is made from this: hidden fields, tables
 * and columns are never read, and the content does not name their rows.
 */
export function* readParts(
  doc: Y.Doc,
  whole: Format,
  parts: Parts,
  at: { epoch: string; seq: number },
): Steps<{ content: PlanContent; format: Format }> {
  const format = partsOfFormat(whole, parts)
  const content = yield* readPlanInSteps(doc, format, at)
  return { content: parts === null ? content : yield* withoutHiddenRows(content, format), format }
}

function* withoutHiddenRows(content: PlanContent, format: Format): Steps<PlanContent> {
  const tables: Record<string, Row[]> = {}
  for (const table of tablesOf(format)) {
    const around = { tables: content.tables, groups: groupsOf(table, content.tables) }
    const rows: Row[] = []
    for (const row of content.tables[table.id] ?? []) {
      rows.push(withoutHiddenCells(row, table, around))
      yield table.columns.length
    }
    tables[table.id] = rows
  }
  return { ...content, tables }
}

function withoutHiddenCells(
  row: Row,
  table: Table,
  { tables, groups }: { tables: PlanContent['tables']; groups: readonly Group[] },
): Row {
  const hidden: Record<string, CellValue> = {}
  for (const column of table.columns) {
    if (!isReference(column)) continue
    const isShown = column.tables.some((id) => rowOf(tables[id], row[column.id]) !== undefined)
    if (!isShown) hidden[column.id] = null
  }
  // The group of a line may be a hidden theme; the line then counts among those without a group.
  if (table.groups !== undefined && !isKnownGroup(row['group'], groups)) hidden['group'] = null
  return { ...row, ...hidden }
}

function isKnownGroup(id: unknown, groups: readonly Group[]): boolean {
  return typeof id === 'string' && id !== otherGroup && groupOf(groups, id) !== undefined
}
