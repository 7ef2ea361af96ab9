import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { browserClock } from '#client/sync/clock.ts'
import * as accountText from '#client/text/account.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { downloadBlob } from '#client/ui/download.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { isoDayOf } from '#shared/amsterdam.ts'
import { endSession, exportMyData, listSessions, type OwnSession } from '#shared/api/my-data.ts'

const ways: Record<OwnSession['startedBy']['method'], string> = accountText.ways

/** When and how a session began, as a sentence without its end. */
export function describeSession({
  startedBy,
  startedAt,
}: Pick<OwnSession, 'startedBy' | 'startedAt'>): string {
  const way =
    startedBy.by === undefined
      ? ways[startedBy.method]
      : accountText.wayByHandedLink(startedBy.by.name)
  return accountText.signedInSince(formatRecent(startedAt, new Date(browserClock.now())), way)
}

/** The sessions of the user: from here they end the session of a shared computer that they left. */
export function OwnSessions() {
  const sessions = useSessions()
  const end = useEndSession()
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 className="card__title" id="sessions-title">
        {accountText.sessions}
      </h2>
      <div className="stack">
        <QueryView query={sessions} loadingLabel={accountText.loadingSessions}>
          {(data) => (
            <ul className="stack stack--tight">
              {data.sessions.map((session) => (
                <li key={session.id} className="button-row">
                  <span>
                    {session.isThis
                      ? accountText.thisDevice(describeSession(session))
                      : describeSession(session)}
                  </span>
                  {!session.isThis && (
                    <Button
                      isPending={end.isPending && end.variables === session.id}
                      aria-label={accountText.signOutThereOf(describeSession(session))}
                      onPress={() => end.mutate(session.id)}
                    >
                      {accountText.signOutThere}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </QueryView>
        <p className="muted">{accountText.signOutThereLead}</p>
      </div>
    </section>
  )
}

/** The data that is kept about the user, in words and as a file. */
export function OwnData() {
  const download = useExportMyData()
  return (
    <section className="card" aria-labelledby="own-data-title">
      <h2 className="card__title" id="own-data-title">
        {accountText.ownData}
      </h2>
      <div className="stack">
        <p>{accountText.ownDataKept}</p>
        <p>{accountText.ownDataLead}</p>
        <div className="button-row">
          <Button isPending={download.isPending} onPress={() => download.mutate()}>
            {accountText.ownDataDownload}
          </Button>
        </div>
      </div>
    </section>
  )
}

function useSessions() {
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => call(listSessions, { signal }),
  })
}

function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) => call(endSession, { params: { sessionId } }),
    onSuccess: () => showToast({ text: accountText.signedOutThere }),
    onError: (error) => showToast({ text: accountText.signOutFailed(error.message), tone: 'bad' }),
    // A session that ended meanwhile leaves the list as well.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
}

function useExportMyData() {
  return useMutation({
    mutationFn: () => call(exportMyData),
    onSuccess: (data) =>
      downloadBlob(
        `mijn-gegevens-${isoDayOf(data.exportedAt)}.json`,
        new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      ),
    onError: (error) => showToast({ text: accountText.fileNotMade(error.message), tone: 'bad' }),
  })
}
