import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import type { Row } from '#shared/plan/content.ts'

/** Rows as a table draws them. Rich text draws itself, so typing in it must not draw its table again. */
export function useRows(tableId: string): readonly Row[] {
  const { session } = usePlanContext()
  return useSource(session.content, (content) =>
    (content.tables[tableId] ?? []).map(withoutRichText),
  )
}

function withoutRichText(row: Row): Row {
  const plain: Row = { id: row.id }
  for (const [column, cell] of Object.entries(row))
    if (typeof cell !== 'object' || cell === null) plain[column] = cell
  return plain
}
