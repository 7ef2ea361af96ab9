import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Role } from '#shared/access.ts'
import {
  acceptInvite,
  type CreateInviteSchema,
  createInvite,
  getInvite,
  linkMember,
  listInvites,
  listMembers,
  listPeople,
  removeMember,
  updateMember,
  withdrawInvite,
} from '#shared/api/members.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { call } from '../api.ts'
import { tellTabs } from '../session-tabs.ts'
import { invalidatePlan, queryKeys } from './query-keys.ts'

export function useMembers(planId: string) {
  return useQuery({
    queryKey: queryKeys.members(planId),
    queryFn: async ({ signal }) =>
      (await call(listMembers, { params: { planId }, signal })).members,
  })
}

export function useInvites(planId: string, options: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.invites(planId),
    enabled: options.isEnabled,
    queryFn: async ({ signal }) =>
      (await call(listInvites, { params: { planId }, signal })).invites,
  })
}

export function useUpdateMember(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({
      userId,
      ...body
    }: {
      userId: string
      role?: Role
      discipline?: Discipline | null
      sections?: string[] | null
    }) => call(updateMember, { params: { planId, userId }, body }),
    // It can be one's own, and then changes what this person may do in the plan.
    onSettled: () => invalidatePlan(client, planId),
  })
}

/** The persons that the plan names now. */
export function usePeople(planId: string, options: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.people(planId),
    enabled: options.isEnabled,
    queryFn: async ({ signal }) => (await call(listPeople, { params: { planId }, signal })).people,
  })
}

export function useLinkMember(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ userId, rowId }: { userId: string; rowId: string | null }) =>
      call(linkMember, { params: { planId, userId }, body: { rowId } }),
    // Also after a refusal: then what was shown is old.
    onSettled: () => invalidatePlan(client, planId),
  })
}

export function useRemoveMember(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (userId: string) => call(removeMember, { params: { planId, userId } }),
    onSuccess: () => invalidatePlan(client, planId),
  })
}

export function useCreateInvite(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof CreateInviteSchema>) =>
      call(createInvite, { params: { planId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.invites(planId) }),
  })
}

export function useWithdrawInvite(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (inviteId: string) => call(withdrawInvite, { params: { planId, inviteId } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.invites(planId) }),
  })
}

export function useInvite(token: string) {
  return useQuery({
    queryKey: queryKeys.invite(token),
    enabled: token !== '',
    queryFn: ({ signal }) => call(getInvite, { params: { token }, signal }),
  })
}

export function useAcceptInvite(token: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name?: string; email?: string }) =>
      call(acceptInvite, { params: { token }, body }),
    onSuccess: ({ me }) => {
      client.setQueryData(queryKeys.me, me)
      tellTabs()
      return client.invalidateQueries({ queryKey: queryKeys.plans })
    },
  })
}
