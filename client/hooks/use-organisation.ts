import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as deviceText from '#client/text/device.ts'
import {
  answerOidc,
  beginOidcLink,
  beginOidcSignIn,
  getOidc,
  listOrganisationAccounts,
  unlinkOrganisationAccount,
} from '#shared/api/oidc.ts'
import { call } from '../api.ts'
import { rememberReturn } from '../session.ts'
import { tellTabs } from '../session-tabs.ts'
import { showToast } from '../ui/toasts.ts'
import { queryKeys } from './query-keys.ts'
import { changePerson } from './use-me.ts'

const waysInQuery = queryOptions({
  queryKey: queryKeys.organisation,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => call(getOidc, { signal }),
})

/** The organisation whose accounts sign in here; null if there is none, and while that is unknown. */
export function useOrganisation(): string | null {
  return useQuery(waysInQuery).data?.name ?? null
}

/** Whether links are mailed here; true while that is unknown. */
export function useSendsMail(): boolean {
  return useQuery(waysInQuery).data?.isMailConfigured ?? true
}

export const organisationAccountsQuery = queryOptions({
  queryKey: queryKeys.organisationAccounts,
  queryFn: ({ signal }) => call(listOrganisationAccounts, { signal }),
})

export function useOrganisationAccounts() {
  return useQuery(organisationAccountsQuery)
}

/** The pages of the organisation are elsewhere: the browser leaves ours. */
const leaveFor = ({ url }: { url: string }) => window.location.assign(url)

/** `token`: of an invitation to accept. `returnPath`: the page to come back to. */
export function useSignInAtOrganisation() {
  return useMutation({
    mutationFn: ({ token, returnPath }: { token?: string; returnPath: string | null }) => {
      rememberReturn(returnPath)
      return call(beginOidcSignIn, { body: token === undefined ? {} : { token } })
    },
    onSuccess: leaveFor,
  })
}

export function useLinkOrganisation() {
  return useMutation({ mutationFn: () => call(beginOidcLink), onSuccess: leaveFor })
}

export function useUnlinkOrganisation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call(unlinkOrganisationAccount, { params: { accountId: id } }),
    onSuccess: () => showToast({ text: deviceText.organisationUnlinked }),
    // One that is gone already is gone from the list as well.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.organisationAccounts }),
  })
}

/** Hands over the query with which the organisation sent the browser back. */
export function useAnswerOfOrganisation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (search: string) => call(answerOidc, { body: { oidcAnswer: search } }),
    onSuccess: ({ me }) => {
      changePerson(client, me)
      tellTabs()
    },
  })
}
