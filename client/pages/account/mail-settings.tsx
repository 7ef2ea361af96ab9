import { useMailSettings, useUpdateMailSettings } from '#client/hooks/use-mail.ts'
import { useMe } from '#client/hooks/use-me.ts'
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
    title: 'Direct',
    text: 'Meteen als iemand u noemt of uw discipline iets vraagt. Het andere nieuws één keer per dag, ’s ochtends.',
  },
  { value: 'daily', title: 'Dagelijks', text: 'Al het nieuws in één mail per dag, ’s ochtends.' },
  {
    value: 'weekly',
    title: 'Wekelijks',
    text: 'Al het nieuws in één mail per week, op maandagochtend.',
  },
  {
    value: 'none',
    title: 'Geen',
    text: 'Geen mail over plannen, ook niet als een plan ter consultatie gaat. In Wijktafel zelf ziet u alles.',
  },
]

/** Reached from the account menu and from every mail. */
export function MailSettingsPage() {
  const me = useMe()
  if (me.data === null)
    return (
      <NotSignedIn returnPath="/mail">
        Log in om te kiezen hoe vaak u mail krijgt. Daarna komt u hier terug.
      </NotSignedIn>
    )
  return (
    <Shell width="form">
      <PageHeader
        title="Mail over plannen"
        back={{ href: '/', label: 'Uw plannen' }}
        lead="Wat u al in Wijktafel heeft gelezen, mailen we niet. Wat u zelf schrijft ook niet."
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
            Hoe vaak
          </h2>
          {!isMailConfigured && (
            <p className="notice">
              Deze Wijktafel verstuurt nu geen mail. Uw keuze blijft bewaard en geldt zodra dat wel
              kan.
            </p>
          )}
          <RadioCards
            id="rhythm"
            label="Hoe vaak wilt u mail over uw plannen?"
            description="Dit geldt voor al uw plannen en wordt meteen bewaard. Inloglinks en uitnodigingen krijgt u altijd. De vraag om te reageren in een consultatie komt apart."
            isRequired
            value={update.isPending ? update.variables : rhythm}
            onChange={(next) =>
              update.mutate(next, {
                onSuccess: () => showToast({ text: 'Uw keuze is bewaard.' }),
                onError: (error) =>
                  showToast({ text: `Bewaren is niet gelukt. ${error.message}`, tone: 'bad' }),
              })
            }
            cards={rhythms}
          />
        </section>
      )}
    </QueryView>
  )
}
