import { useInbox, useUpdateInbox } from '#client/hooks/use-inbox.ts'
import * as accountText from '#client/text/account.ts'
import * as placeText from '#client/text/places.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { InboxKindSchema, inboxKindLabels } from '#shared/api/inbox.ts'

/** Which kinds of question are shown under "Voor u"; what is switched off stays in the plan itself. */
export function InboxSettings() {
  const inbox = useInbox()
  const update = useUpdateInbox()
  return (
    <section className="card" aria-labelledby="inbox-title">
      <h2 className="card__title" id="inbox-title">
        {placeText.forYou}
      </h2>
      <p>{accountText.inboxLead}</p>
      <QueryView query={inbox}>
        {({ muted }) => {
          const shown = update.isPending ? update.variables : muted
          return (
            <fieldset>
              <legend className="visually-hidden">{accountText.inboxKinds}</legend>
              {InboxKindSchema.options.map((kind) => (
                <div key={kind}>
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={!shown.includes(kind)}
                      onChange={(event) =>
                        update.mutate(
                          event.target.checked
                            ? muted.filter((one) => one !== kind)
                            : [...muted, kind],
                          {
                            onError: (error) => showToast({ text: error.message, tone: 'bad' }),
                          },
                        )
                      }
                    />
                    <span>{inboxKindLabels[kind]}</span>
                  </label>
                </div>
              ))}
            </fieldset>
          )
        }}
      </QueryView>
    </section>
  )
}
