import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type AuditFilter, checkAuditChain, listAudit } from '#shared/api/audit.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

const pageSize = 100

/** The audit trail, newest line first, a page at a time. */
export function useAudit(planId: string, filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.audit(planId), filter],
    // A changed filter must not unmount the filter itself, because the focus is in it.
    placeholderData: keepPreviousData,
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, {
        params: { planId },
        query: { ...filter, limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ lines }) =>
      lines.length < pageSize ? null : (lines.at(-1)?.number ?? null),
  })
}

export function useAuditChain(planId: string) {
  return useQuery({
    queryKey: queryKeys.auditChain(planId),
    queryFn: ({ signal }) => call(checkAuditChain, { params: { planId }, signal }),
  })
}
