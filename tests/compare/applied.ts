import { sideOf } from '#shared/compare/compare-text.ts'
import type { Comparison, ContentDifference, RowDifference } from '#shared/compare/differences.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { CellValue, PlanContent, Row } from '#shared/plan/content.ts'
import { emptyDoc } from '#shared/richtext/plain-text.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'

type Written = Pick<PlanContent, 'values' | 'fields' | 'tables'>

/** Applies the shown differences to the old version, as a reader would. */
export function applied(old: Written, { sections }: Comparison, format: Format): Written {
  const result = structuredClone({ values: old.values, fields: old.fields, tables: old.tables })
  const differences = sections.flatMap((section) => section.differences)
  for (const difference of differences) {
    if (difference.kind === 'row') continue
    const { field = '' } = difference.target
    if (difference.content.kind === 'plain') result.values[field] = difference.content.new
    else result.fields[field] = changedOf(difference.content) as RichDoc
  }
  for (const table of tablesOf(format)) {
    const rows = differences.filter(
      (difference): difference is RowDifference =>
        difference.kind === 'row' && difference.table === table.id,
    )
    const empty = Object.fromEntries(
      table.columns.map((column) => [column.id, column.kind === 'richText' ? emptyDoc() : null]),
    )
    const changed = new Map(rows.map((row) => [row.row, row]))
    const withCells = (row: Row, difference: RowDifference): Row => ({
      ...row,
      ...Object.fromEntries(
        difference.cells.map(({ column, content }) => [column, changedOf(content)]),
      ),
    })
    const staying = (old.tables[table.id] ?? []).filter(
      (row) => changed.get(row.id)?.change !== 'removed' && changed.get(row.id)?.isMoved !== true,
    )
    const order = staying.map((row) => {
      const difference = changed.get(row.id)
      return difference === undefined ? row : withCells(row, difference)
    })
    const placed = rows
      .filter((row) => row.change === 'added' || row.isMoved)
      .toSorted((a, b) => (a.newIndex ?? 0) - (b.newIndex ?? 0))
    for (const row of placed) {
      const before =
        (old.tables[table.id] ?? []).find((candidate) => candidate.id === row.row) ??
        ({ id: row.row, ...empty } as Row)
      order.splice(row.newIndex ?? 0, 0, withCells(before, row))
    }
    result.tables[table.id] = order
  }
  return result
}

function changedOf(content: ContentDifference): CellValue {
  return content.kind === 'plain'
    ? content.new
    : ({ type: 'doc', content: sideOf(content.blocks, 'new') } as RichDoc)
}
