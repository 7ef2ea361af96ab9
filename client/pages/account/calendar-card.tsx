import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { getCalendar, makeCalendar, removeCalendar } from '#shared/api/calendar.ts'
import { formatDay } from '#shared/text/moment.ts'

/** The address with which a calendar program shows deadlines and actions; a secret, and revocable. */
export function CalendarCard() {
  const client = useQueryClient()
  const calendar = useQuery({
    queryKey: queryKeys.calendar,
    queryFn: ({ signal }) => call(getCalendar, { signal }),
  })
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.calendar })
  const make = useMutation({ mutationFn: () => call(makeCalendar), onSuccess: refresh })
  const remove = useMutation({
    mutationFn: () => call(removeCalendar),
    onSuccess: () => {
      make.reset()
      showToast({ text: 'Het agenda-adres werkt niet meer.' })
      return refresh()
    },
  })
  return (
    <section className="card" aria-labelledby="calendar-title">
      <h2 className="card__title" id="calendar-title">
        In uw eigen agenda
      </h2>
      <div className="stack">
        <p>
          Uw agenda kan de data van akkoorden, consultaties, vragen en acties tonen. Maak een adres
          en voeg het in uw agendaprogramma toe als abonnement.
        </p>
        <QueryView query={calendar}>
          {({ madeAt }) => (
            <>
              {make.data !== undefined && (
                <>
                  <CopyLink id="calendar-url" label="Agenda-adres" url={make.data.url} />
                  <p>
                    U ziet het adres alleen nu. Geef het aan niemand: iedereen met dit adres ziet
                    deze data.
                  </p>
                </>
              )}
              {make.data === undefined && madeAt !== null && (
                <p className="muted">
                  U maakte een adres op {formatDay(madeAt)}. Kwijt? Maak een nieuw: het oude werkt
                  dan niet meer.
                </p>
              )}
              <div className="button-row">
                <Button isPending={make.isPending} onPress={() => make.mutate()}>
                  {madeAt === null ? 'Agenda-adres maken' : 'Nieuw agenda-adres maken'}
                </Button>
                {madeAt !== null && (
                  <Button kind="quiet" isPending={remove.isPending} onPress={() => remove.mutate()}>
                    Agenda-adres intrekken
                  </Button>
                )}
              </div>
            </>
          )}
        </QueryView>
        <div role="alert">
          {(make.error ?? remove.error) !== null && (
            <p className="error-text">{(make.error ?? remove.error)?.message}</p>
          )}
        </div>
      </div>
    </section>
  )
}
