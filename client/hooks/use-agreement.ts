import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type Agreement,
  answerVersion,
  getAgreement,
  giveMandate,
  presentVersion,
  remindAnswer,
  withdrawAnswer,
} from '#shared/api/agreement.ts'
import { updatePlan } from '#shared/api/plans.ts'
import { getProblems } from '#shared/api/readiness.ts'
import { getSubmission, submitPlan } from '#shared/api/submission.ts'
import { call } from '../api.ts'
import { invalidatePlan, queryKeys } from './query-keys.ts'

/** The events of the plan refresh it: those of an open plan, or `usePlanEvents`. */
export function useAgreement(planId: string, { isEnabled = true }: { isEnabled?: boolean } = {}) {
  return useQuery({
    enabled: isEnabled,
    queryKey: queryKeys.agreement(planId),
    queryFn: ({ signal }) => call(getAgreement, { params: { planId }, signal }),
  })
}

export function useServerProblems(planId: string) {
  return useQuery({
    queryKey: queryKeys.problems(planId),
    queryFn: ({ signal }) => call(getProblems, { params: { planId }, signal }),
  })
}

export function useSubmission(planId: string) {
  return useQuery({
    queryKey: queryKeys.submission(planId),
    queryFn: ({ signal }) => call(getSubmission, { params: { planId }, signal }),
  })
}

/** Each mutation returns the new agreement, which is shown at once. */
export function useAgreeing(planId: string) {
  const client = useQueryClient()
  const onSuccess = (agreement: Agreement) => {
    client.setQueryData(queryKeys.agreement(planId), agreement)
    return Promise.all([
      client.invalidateQueries({ queryKey: queryKeys.plan(planId), exact: true }),
      client.invalidateQueries({ queryKey: queryKeys.plans }),
      client.invalidateQueries({ queryKey: queryKeys.problems(planId) }),
    ])
  }
  // A refusal often means that another member was first, so the shown agreement is stale.
  const onError = () => client.invalidateQueries({ queryKey: queryKeys.agreement(planId) })
  const onMoved = () => invalidatePlan(client, planId)
  return {
    present: useMutation({
      mutationFn: (body: z.input<NonNullable<(typeof presentVersion)['body']>>) =>
        call(presentVersion, { params: { planId }, body }),
      onSuccess,
    }),
    answer: useMutation({
      mutationFn: ({
        versionId,
        ...body
      }: { versionId: string } & z.input<NonNullable<(typeof answerVersion)['body']>>) =>
        call(answerVersion, { params: { versionId }, body }),
      onSuccess,
      onError,
    }),
    withdraw: useMutation({
      mutationFn: ({ versionId, discipline }: { versionId: string; discipline: string }) =>
        call(withdrawAnswer, { params: { versionId }, body: { discipline } }),
      onSuccess,
      onError,
    }),
    mandate: useMutation({
      mutationFn: (body: z.input<NonNullable<(typeof giveMandate)['body']>>) =>
        call(giveMandate, { params: { planId }, body }),
      onSuccess,
      onError,
    }),
    remind: useMutation({
      mutationFn: () => call(remindAnswer, { params: { planId } }),
      onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.agreement(planId) }),
    }),
    submit: useMutation({
      mutationFn: (body: z.input<NonNullable<(typeof submitPlan)['body']>>) =>
        call(submitPlan, { params: { planId }, body }),
      onSuccess: onMoved,
    }),
    recall: useMutation({
      mutationFn: () => call(updatePlan, { params: { planId }, body: { status: 'concept' } }),
      onSuccess: onMoved,
      onError,
    }),
  }
}
