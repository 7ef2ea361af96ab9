import { useCallback } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { isReference } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { type ReferenceGroup, referenceOptions } from '../cells/references.ts'

export type References = Readonly<Record<string, readonly ReferenceGroup[]>>

/** The options of the reference columns of a table, computed once for all its rows. */
export function useReferences(table: Table): References {
  const { session, format } = usePlanContext()
  const select = useCallback(
    ({ tables }: PlanContent): References =>
      Object.fromEntries(
        table.columns.flatMap((column) =>
          isReference(column) ? [[column.id, referenceOptions(column, format, tables)]] : [],
        ),
      ),
    [table, format],
  )
  return useSource(session.content, select)
}
