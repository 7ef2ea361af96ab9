import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import type { Row } from '#shared/plan/content.ts'

/** The rows for a table. A rich text renders itself, so typing in it must not render its table again. */
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
