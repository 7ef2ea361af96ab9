import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  createVersion,
  getDayContent,
  getHistory,
  getVersionContent,
  listVersions,
  type Version,
} from '#shared/api/versions.ts'
import { call } from '../api.ts'
import { wholeView } from '../sync/session/session.ts'
import { usePlanContext } from './plan-context.ts'
import { queryKeys } from './query-keys.ts'

export function useVersions() {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.versions(planId),
    queryFn: async ({ signal }) =>
      (await call(listVersions, { params: { planId }, signal })).versions,
  })
}

/** The content of a version never changes, so it is fetched once. */
export function useVersionContent(versionId: string | null) {
  return useQuery({
    queryKey: queryKeys.version(versionId ?? ''),
    enabled: versionId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      call(getVersionContent, { params: { versionId: versionId ?? '' }, signal }),
  })
}

/** A past day never changes either; the current day may have more at the next request. */
export function useDayContent(day: string | null) {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.day(planId, day ?? ''),
    enabled: day !== null,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call(getDayContent, { params: { planId, day: day ?? '' }, signal }),
  })
}

export function useHistory() {
  const { planId } = usePlanContext()
  return useQuery({
    queryKey: queryKeys.history(planId),
    queryFn: async ({ signal }) => (await call(getHistory, { params: { planId }, signal })).days,
  })
}

/** Creates a version of the plan with everything this screen shows: it waits until all edits are saved. */
export function useMakeVersion() {
  const { planId, session } = usePlanContext()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (name: string): Promise<Version> => {
      await wholeView(session)?.whenSaved()
      return call(createVersion, { params: { planId }, body: { name, minSeq: session.savedSeq() } })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.versions(planId) }),
  })
}
