import type { z } from 'zod'
import { useMe } from '#client/hooks/use-me.ts'
import { type Announcements, changeSettings, useSettings } from '#client/settings.ts'
import { Button } from '#client/ui/button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { type RadioCard, RadioCards } from '#client/ui/radio-cards.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { useCarefulSignOut } from '#client/ui/sign-out-dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { updateMe } from '#shared/api/me.ts'
import { meetsNeed } from '#shared/started-by.ts'
import type { DateStyle } from '#shared/text/moment.ts'
import { OrganisationCard } from '../organisation/organisation-card.tsx'
import { PasskeysCard } from '../passkeys/passkeys-card.tsx'
import { CalendarCard } from './calendar-card.tsx'
import { InboxSettings } from './inbox-settings.tsx'
import { MergeCard } from './merge-card.tsx'
import { OwnData, OwnSessions } from './own-data.tsx'
import { ProfileForm } from './profile-form.tsx'

export function AccountPage() {
  const me = useMe()
  const signOut = useCarefulSignOut()
  return (
    <Shell width="form">
      <PageHeader title="Uw gegevens" back={{ href: '/', label: 'Uw plannen' }} />
      <MergeCard />
      <QueryView query={me}>
        {(known) =>
          known === null ? null : (
            <section className="card" aria-labelledby="profile">
              <h2 className="card__title" id="profile">
                Naam en e-mailadres
              </h2>
              {meetsNeed(known.reach, 'own') ? (
                <ProfileForm
                  key={known.id}
                  me={known}
                  submitLabel="Opslaan"
                  onSaved={(saved) => showToast({ text: savedText(saved) })}
                />
              ) : (
                <p>
                  {known.name}, {known.email}. Log zelf in om dit te wijzigen.
                </p>
              )}
            </section>
          )
        }
      </QueryView>
      {me.data !== undefined && me.data !== null && meetsNeed(me.data.reach, 'own') && (
        <>
          <PasskeysCard />
          <OrganisationCard />
        </>
      )}
      <InboxSettings />
      {me.data != null && meetsNeed(me.data.reach, 'own') && <CalendarCard />}
      <AnnouncementSettings />
      <DateSettings />
      <OwnSessions />
      <OwnData />
      <section className="card" aria-labelledby="sign-out">
        <h2 className="card__title" id="sign-out">
          Uitloggen
        </h2>
        <div className="stack">
          <p>
            U logt alleen op dit apparaat uit. Doe dit altijd op een computer die anderen ook
            gebruiken.
          </p>
          <Button isPending={signOut.isPending} onPress={signOut.start}>
            Uitloggen
          </Button>
          {signOut.dialog}
        </div>
      </section>
    </Shell>
  )
}

/** A new address takes effect once the user proves it, in this browser. */
function savedText({ awaitsProof, isMailConfigured }: z.infer<typeof updateMe.response>): string {
  if (awaitsProof === null) return 'Uw gegevens zijn opgeslagen.'
  return isMailConfigured
    ? `Open de link die wij naar ${awaitsProof} sturen in deze browser. Daarna is dat uw adres.`
    : `Vraag de beheerder om de link voor ${awaitsProof} en open die in deze browser. Daarna is dat uw adres.`
}

const dateCards: readonly RadioCard<DateStyle>[] = [
  { value: 'words', title: '3 maart 2026' },
  { value: 'figures', title: '2026-03-03' },
]

function DateSettings() {
  const { dates } = useSettings()
  return (
    <section className="card" aria-labelledby="dates-title">
      <h2 className="card__title" id="dates-title">
        Datums
      </h2>
      <RadioCards
        id="dates"
        label="Hoe schrijft Wijktafel een datum?"
        description="Dit geldt voor dit apparaat en wordt meteen bewaard. In een plan en in bestanden blijft het zoals het formulier het vraagt."
        isRequired
        isGrid
        value={dates}
        onChange={(value) => changeSettings({ dates: value })}
        cards={dateCards}
      />
    </section>
  )
}

const announcementCards: readonly RadioCard<Announcements>[] = [
  {
    value: 'here',
    title: 'Alleen waar ik bezig ben',
    text: 'U hoort wat anderen doen in het onderdeel waar u staat.',
  },
  {
    value: 'all',
    title: 'Het hele plan',
    text: 'U hoort ook wie erbij komt en wat er in andere onderdelen verandert.',
  },
  {
    value: 'none',
    title: 'Geen meldingen',
    text: 'U werkt rustig door. U ziet wijzigingen van anderen wel, maar uw schermlezer leest ze niet voor.',
  },
]

function AnnouncementSettings() {
  const { announcements } = useSettings()
  return (
    <section className="card" aria-labelledby="announcements-title">
      <h2 className="card__title" id="announcements-title">
        Voorlezen
      </h2>
      <RadioCards
        id="announcements"
        label="Wat leest uw schermlezer voor over het werk van anderen?"
        description="Dit geldt voor dit apparaat en wordt meteen bewaard."
        isRequired
        value={announcements}
        onChange={(value) => changeSettings({ announcements: value })}
        cards={announcementCards}
      />
    </section>
  )
}
