import { queryKeys } from '../../hooks/query-keys.ts'
import type { ImportReading } from '../../panels/import/use-import-file.ts'
import { queryClient } from '../../query-client.ts'

/**
 * What was read from a file stays for a while: who goes to the plan to paste something finds the rest again. Kept among the
 * answers of the server, which go when someone else signs in here.
 */
export function keptImport(planId: string): ImportReading {
  return queryClient.getQueryData<ImportReading>(queryKeys.imported(planId)) ?? { kind: 'idle' }
}

export function keepImport(planId: string, reading: ImportReading): void {
  const key = queryKeys.imported(planId)
  if (reading.kind !== 'read') return queryClient.removeQueries({ queryKey: key, exact: true })
  queryClient.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY })
  queryClient.setQueryData(key, reading)
}
