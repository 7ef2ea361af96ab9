import { useQuery } from '@tanstack/react-query'
import { listExportKinds } from '#shared/api/exports.ts'
import type { ExportKind } from '#shared/export-formats.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

/** Whether this installation makes a kind of file. Until that is known it does: the server refuses what it can't make. */
export function useExportKinds(): (kind: ExportKind) => boolean {
  const { data } = useQuery({
    queryKey: queryKeys.exportKinds,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call(listExportKinds, { signal }),
  })
  return (kind) => data?.kinds.includes(kind) ?? true
}
