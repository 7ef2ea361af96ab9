import { useMailSettings, useUpdateMailSettings } from '#client/hooks/use-mail.ts'
import { useMe } from '#client/hooks/use-me.ts'
import * as ownText from '#client/text/own-settings.ts'
import * as placeText from '#client/text/places.ts'
import { NotSignedIn } from '#client/ui/not-signed-in.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { type RadioCard, RadioCards } from '#client/ui/radio-cards.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { MailRhythm } from '#shared/api/mail.ts'

const rhythms: readonly RadioCard<MailRhythm>[] = [
  {
    value: 'direct',
    title: ownText.mailDirect,
    text: ownText.mailDirectText,
  },
  { value: 'daily', title: ownText.mailDaily, text: ownText.mailDailyText },
  {
    value: 'weekly',
    title: ownText.mailWeekly,
    text: ownText.mailWeeklyText,
  },
  {
    value: 'none',
    title: ownText.mailNever,
    text: ownText.mailNeverText,
  },
]

/** Reached from the account menu and from every mail. */
export function MailSettingsPage() {
  const me = useMe()
  if (me.data === null) return <NotSignedIn returnPath="/mail">{ownText.mailSignIn}</NotSignedIn>
  return (
    <Shell width="form">
      <PageHeader
        title={ownText.mailTitle}
        back={{ href: '/', label: placeText.plans }}
        lead={ownText.mailLead}
      />
      <Choice />
    </Shell>
  )
}

function Choice() {
  const settings = useMailSettings()
  const update = useUpdateMailSettings()
  return (
    <QueryView query={settings}>
      {({ rhythm, isMailConfigured }) => (
        <section className="card stack" aria-labelledby="rhythm-title">
          <h2 className="card__title" id="rhythm-title">
            {ownText.mailRhythm}
          </h2>
          {!isMailConfigured && <p className="notice">{ownText.mailIsOff}</p>}
          <RadioCards
            id="rhythm"
            label={ownText.mailRhythmLabel}
            description={ownText.mailRhythmScope}
            isRequired
            value={update.isPending ? update.variables : rhythm}
            onChange={(next) =>
              update.mutate(next, {
                onSuccess: () => showToast({ text: ownText.mailSaved }),
                onError: (error) =>
                  showToast({ text: ownText.mailNotSaved(error.message), tone: 'bad' }),
              })
            }
            cards={rhythms}
          />
        </section>
      )}
    </QueryView>
  )
}
