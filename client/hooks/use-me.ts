import {
  type QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { navigate } from 'wouter/use-browser-location'
import * as deviceText from '#client/text/device.ts'
import { getMe, type Me, MeSchema, signOut, updateMe } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { call } from '../api.ts'
import { tellTabs } from '../session-tabs.ts'
import { dropBegunTexts } from '../sync/device/drop-begun-texts.ts'
import { cachedMe } from '../sync/device/offline-cache.ts'
import { removeLocalCopies } from '../sync/device/remove-local-copies.ts'
import { showToast } from '../ui/toasts.ts'
import { orKept } from './or-kept.ts'
import { queryKeys } from './query-keys.ts'

/**
 * Null for a visitor who is not signed in, which is a normal answer on public pages. Without `asks` it only reads the
 * cache: for components on every page, including pages that never ask for the user.
 */
export function useMe({ asks = true }: { asks?: boolean } = {}): UseQueryResult<Me | null> {
  const client = useQueryClient()
  return useQuery({
    queryKey: queryKeys.me,
    enabled: asks,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Me | null> => {
      const before = personChanges
      try {
        return await orKept<Me | null>({
          client,
          queryKey: queryKeys.me,
          ask: () => call(getMe, { signal }),
          kept: cachedMe,
        })
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not-signed-in')) throw error
        // Asked before a sign-in that ended first: its answer is the later one.
        return before === personChanges ? null : (client.getQueryData(queryKeys.me) ?? null)
      }
    },
  })
}

export function useUpdateMe() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; email?: string }) => call(updateMe, { body }),
    onSuccess: (saved) => client.setQueryData(queryKeys.me, MeSchema.parse(saved)),
  })
}

/** How often the signed-in user changed in this tab: an answer to an earlier question about them is outdated. */
let personChanges = 0
export const countPersonChanges = (): number => personChanges

/**
 * The signed-in user changed or signed out: the data of the previous user is removed. The cache is not cleared, because an
 * open screen would then miss the change.
 */
export function changePerson(client: QueryClient, me: Me | null): void {
  personChanges++
  client.removeQueries({
    predicate: ({ queryKey }) => queryKey[0] !== queryKeys.me[0] && queryKey[0] !== 'invite',
  })
  client.setQueryData(queryKeys.me, me)
}

function sayWhatStays(count: number): void {
  if (count === 0) return
  showToast({
    text: deviceText.workStays(count),
    tone: 'bad',
  })
}

/** Without `stays` the page goes to sign-in afterwards. */
export function useSignOut({ stays = false }: { stays?: boolean } = {}) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(signOut),
    onSuccess: ({ organisationUrl }) => {
      const person = client.getQueryData<Me | null>(queryKeys.me)
      if (person !== undefined && person !== null) dropBegunTexts(person.id)
      const cleared =
        person === undefined || person === null
          ? Promise.resolve()
          : removeLocalCopies(person.id).then(sayWhatStays)
      changePerson(client, null)
      tellTabs()
      if (!stays) navigate('/sign-in', { replace: true })
      showToast({ text: deviceText.signedOut })
      // The session at the organisation would sign the next user of this computer in with one press.
      if (!stays && organisationUrl !== null)
        void cleared.finally(() => window.location.assign(organisationUrl))
    },
    onError: (error) => showToast({ text: deviceText.signOutFailed(error.message), tone: 'bad' }),
  })
}
