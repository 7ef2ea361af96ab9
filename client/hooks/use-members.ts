import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Role } from '#shared/access.ts'
import {
  acceptInvite,
  createInvite,
  getInvite,
  leavePlan,
  linkMember,
  listInvites,
  listMembers,
  listPeople,
  type MadeInvite,
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
    queryFn: ({ signal }) => call(listInvites, { params: { planId }, signal }),
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
    // A changed role may be the user's own, which changes what the user may do in the plan.
    onSettled: () => invalidatePlan(client, planId),
  })
}

/** The persons that the current plan names. */
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
    // Also after a refusal, which means that the shown state was stale.
    onSettled: () => invalidatePlan(client, planId),
  })
}

export function useLeavePlan() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (planId: string) => call(leavePlan, { params: { planId } }),
    onSuccess: (_, planId) => {
      client.removeQueries({ queryKey: queryKeys.plan(planId) })
      return Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.plans }),
        client.invalidateQueries({ queryKey: queryKeys.inbox }),
      ])
    },
  })
}

export function useRemoveMember(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (userId: string) => call(removeMember, { params: { planId, userId } }),
    onSuccess: () => invalidatePlan(client, planId),
  })
}

/** A person to invite. `replaces`: their earlier invitation, which ends with this one. */
export type Wanted = {
  name: string | null
  email: string | null
  role: Role
  discipline: Discipline | null
  personRow: string | null
  sections: string[] | null
  replaces: string | null
}
export type InviteResult = {
  wanted: Wanted
  outcome: { kind: 'made'; invite: MadeInvite } | { kind: 'refused'; error: Error }
}

/** One request for each: a refusal of one keeps nobody else from being invited. */
export function useInviteTeam(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (people: readonly Wanted[]): Promise<InviteResult[]> => {
      const results: InviteResult[] = []
      for (const wanted of people) {
        const outcome = await call(createInvite, { params: { planId }, body: wanted }).then(
          (invite) => ({ kind: 'made' as const, invite }),
          (error: unknown) => ({
            kind: 'refused' as const,
            error: error instanceof Error ? error : new Error(String(error)),
          }),
        )
        results.push({ wanted, outcome })
      }
      return results
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.invites(planId) }),
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
