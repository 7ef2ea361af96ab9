import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endSession, exportMyData, listSessions } from '#shared/api/my-data.ts'
import { call } from '../api.ts'
import { downloadBlob } from '../ui/download.ts'
import { showToast } from '../ui/toasts.ts'
import { queryKeys } from './query-keys.ts'

export function useSessions() {
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => call(listSessions, { signal }),
  })
}

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) => call(endSession, { params: { sessionId } }),
    onSuccess: () => showToast({ text: 'Daar bent u uitgelogd.' }),
    onError: (error) =>
      showToast({ text: `Uitloggen is niet gelukt. ${error.message}`, tone: 'bad' }),
    // A session that ended meanwhile leaves the list as well.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
}

export function useExportMyData() {
  return useMutation({
    mutationFn: () => call(exportMyData),
    onSuccess: (data) =>
      downloadBlob(
        `mijn-gegevens-${data.exportedAt.slice(0, 10)}.json`,
        new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      ),
    onError: (error) =>
      showToast({ text: `Het bestand is niet gemaakt. ${error.message}`, tone: 'bad' }),
  })
}
