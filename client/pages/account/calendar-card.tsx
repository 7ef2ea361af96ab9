import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import * as accountText from '#client/text/account.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { getCalendar, makeCalendar, removeCalendar } from '#shared/api/calendar.ts'

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
      showToast({ text: accountText.calendarWithdrawn })
      return refresh()
    },
  })
  return (
    <section className="card" aria-labelledby="calendar-title">
      <h2 className="card__title" id="calendar-title">
        {accountText.calendar}
      </h2>
      <div className="stack">
        <p>{accountText.calendarLead}</p>
        <QueryView query={calendar}>
          {({ madeAt }) => (
            <>
              {make.data !== undefined && (
                <>
                  <CopyLink
                    id="calendar-url"
                    label={accountText.calendarAddress}
                    url={make.data.url}
                  />
                  <p>{accountText.calendarShownOnce}</p>
                </>
              )}
              {make.data === undefined && madeAt !== null && (
                <p className="muted">{accountText.calendarMade(formatDay(madeAt))}</p>
              )}
              <div className="button-row">
                <Button isPending={make.isPending} onPress={() => make.mutate()}>
                  {madeAt === null ? accountText.calendarMake : accountText.calendarMakeAnew}
                </Button>
                {madeAt !== null && (
                  <Button kind="quiet" isPending={remove.isPending} onPress={() => remove.mutate()}>
                    {accountText.calendarWithdraw}
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
