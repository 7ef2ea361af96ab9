import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  answerConsultation,
  type Consultation,
  changeConsultation,
  closeConsultation,
  getConsultation,
  type OpenConsultation,
  openConsultation,
  setReplacement,
} from '#shared/api/consultation.ts'
import {
  createReadLink,
  listReadLinks,
  readByLink,
  revokeReadLink,
} from '#shared/api/read-links.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

type Answer = { consultation: Consultation | null }

/** The current consultation, or the last one. */
export function useConsultation(planId: string) {
  return useQuery({
    queryKey: queryKeys.consultation(planId),
    queryFn: async ({ signal }) =>
      (await call(getConsultation, { params: { planId }, signal })).consultation,
  })
}

function refresh(client: QueryClient, planId: string, { consultation }: Answer): Promise<unknown> {
  client.setQueryData(queryKeys.consultation(planId), consultation)
  return Promise.all([
    client.invalidateQueries({ queryKey: queryKeys.plan(planId), exact: true }),
    client.invalidateQueries({ queryKey: queryKeys.readLinks(planId) }),
    client.invalidateQueries({ queryKey: queryKeys.plans }),
  ])
}

export function useConsultationActions(planId: string) {
  const client = useQueryClient()
  const params = { planId }
  const onSuccess = (answer: Answer) => refresh(client, planId, answer)
  return {
    open: useMutation({
      mutationFn: (body: OpenConsultation) => call(openConsultation, { params, body }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: (body: { deadline?: string; message?: string }) =>
        call(changeConsultation, { params, body }),
      onSuccess,
    }),
    close: useMutation({ mutationFn: () => call(closeConsultation, { params }), onSuccess }),
    answer: useMutation({
      mutationFn: (noRemarks: boolean) => call(answerConsultation, { params, body: { noRemarks } }),
      onSuccess,
    }),
    replace: useMutation({
      mutationFn: (body: { userId?: string; replacementId: string | null }) =>
        call(setReplacement, { params, body }),
      onSuccess,
    }),
  }
}

export function useReadLinks(planId: string) {
  return useQuery({
    queryKey: queryKeys.readLinks(planId),
    queryFn: async ({ signal }) =>
      (await call(listReadLinks, { params: { planId }, signal })).links,
  })
}

export function useReadLinkActions(planId: string) {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: queryKeys.readLinks(planId) })
  return {
    create: useMutation({
      mutationFn: (label: string) => call(createReadLink, { params: { planId }, body: { label } }),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (linkId: string) => call(revokeReadLink, { params: { planId, linkId } }),
      onSettled,
    }),
  }
}

/** Never cached on the device: a revoked link must not go on working from a copy. */
export function useReadPage(token: string) {
  return useQuery({
    queryKey: queryKeys.readPage(token),
    enabled: token !== '',
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) => call(readByLink, { params: { token }, signal }),
  })
}
