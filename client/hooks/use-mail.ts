import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  getMailSettings,
  type MailRhythm,
  unsubscribe,
  updateMailSettings,
} from '#shared/api/mail.ts'
import { call } from '../api.ts'
import { queryKeys } from './query-keys.ts'

export function useMailSettings() {
  return useQuery({
    queryKey: queryKeys.mail,
    queryFn: ({ signal }) => call(getMailSettings, { signal }),
  })
}

export function useUpdateMailSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rhythm: MailRhythm) => call(updateMailSettings, { body: { rhythm } }),
    onSuccess: (settings) => client.setQueryData(queryKeys.mail, settings),
  })
}

export function useUnsubscribe(token: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(unsubscribe, { params: { token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.mail }),
  })
}
