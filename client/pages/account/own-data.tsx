import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { browserClock } from '#client/sync/clock.ts'
import { Button } from '#client/ui/button.tsx'
import { downloadBlob } from '#client/ui/download.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { isoDayOf } from '#shared/amsterdam.ts'
import { endSession, exportMyData, listSessions, type OwnSession } from '#shared/api/my-data.ts'
import { formatRecent } from '#shared/text/moment.ts'

const ways: Record<OwnSession['startedBy']['method'], string> = {
  mail: 'met een link uit uw mail',
  passkey: 'met een passkey',
  oidc: 'met uw account van uw organisatie',
  handed: 'met een link die iemand doorgaf',
}

/** When and how a session began, as a sentence without its end. */
export function describeSession({
  startedBy,
  startedAt,
}: Pick<OwnSession, 'startedBy' | 'startedAt'>): string {
  const way =
    startedBy.by === undefined
      ? ways[startedBy.method]
      : `met een link die ${startedBy.by.name} doorgaf`
  return `Ingelogd ${formatRecent(startedAt, new Date(browserClock.now()))}, ${way}`
}

/** The sessions of the user: from here they end the session of a shared computer that they left. */
export function OwnSessions() {
  const sessions = useSessions()
  const end = useEndSession()
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 className="card__title" id="sessions-title">
        Waar u bent ingelogd
      </h2>
      <div className="stack">
        <QueryView query={sessions} loadingLabel="Bezig met ophalen waar u bent ingelogd">
          {(data) => (
            <ul className="stack stack--tight">
              {data.sessions.map((session) => (
                <li key={session.id} className="button-row">
                  <span>
                    {describeSession(session)}
                    {session.isThis && ' (dit apparaat)'}
                  </span>
                  {!session.isThis && (
                    <Button
                      isPending={end.isPending && end.variables === session.id}
                      aria-label={`Daar uitloggen: ${describeSession(session)}`}
                      onPress={() => end.mutate(session.id)}
                    >
                      Daar uitloggen
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </QueryView>
        <p className="muted">
          Na uitloggen sluit daar elk open plan binnen een seconde. Wat al is opgeslagen, blijft in
          het plan.
        </p>
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
        Wat wij van u bewaren
      </h2>
      <div className="stack">
        <p>
          Uw naam en e-mailadres, in welke plannen u zit, uw reacties en akkoorden, wanneer u
          waaraan werkte, en vanaf welk netwerkadres u iets deed. Wat u in een plan schreef, hoort
          bij dat plan.
        </p>
        <p>
          U kunt dit alles downloaden. Wilt u dat uw gegevens worden verwijderd? Vraag dat aan de
          beheerder. Uw naam wordt dan overal vervangen; akkoorden die u gaf en bedragen blijven
          staan.
        </p>
        <div className="button-row">
          <Button isPending={download.isPending} onPress={() => download.mutate()}>
            Mijn gegevens downloaden
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
    onSuccess: () => showToast({ text: 'Daar bent u uitgelogd.' }),
    onError: (error) =>
      showToast({ text: `Uitloggen is niet gelukt. ${error.message}`, tone: 'bad' }),
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
    onError: (error) =>
      showToast({ text: `Het bestand is niet gemaakt. ${error.message}`, tone: 'bad' }),
  })
}
