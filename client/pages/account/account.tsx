import type { z } from 'zod'
import { useMe } from '#client/hooks/use-me.ts'
import {
  type Announcements,
  changeSettings,
  type Settings,
  type Theme,
  useSettings,
} from '#client/settings.ts'
import * as accountText from '#client/text/account.ts'
import * as actionText from '#client/text/actions.ts'
import * as placeText from '#client/text/places.ts'
import * as termText from '#client/text/terms.ts'
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
      <PageHeader title={placeText.account} back={{ href: '/', label: placeText.plans }} />
      <MergeCard />
      <QueryView query={me}>
        {(known) =>
          known === null ? null : (
            <section className="card" aria-labelledby="profile">
              <h2 className="card__title" id="profile">
                {accountText.nameAndEmail}
              </h2>
              {meetsNeed(known.reach, 'own') ? (
                <ProfileForm
                  key={known.id}
                  me={known}
                  submitLabel={actionText.save}
                  onSaved={(saved) => showToast({ text: savedText(saved) })}
                />
              ) : (
                <p>{accountText.handedSession(known.name, known.email)}</p>
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
      <DeviceSetting
        name="announcements"
        title={accountText.announcements}
        label={accountText.announcementsLabel}
        description={accountText.announcementsScope}
        cards={announcementCards}
      />
      <DeviceSetting
        name="dates"
        title={accountText.dates}
        label={accountText.datesLabel}
        description={accountText.datesScope}
        isGrid
        cards={dateCards}
      />
      <DeviceSetting
        name="theme"
        title={accountText.theme}
        label={accountText.themeLabel}
        description={accountText.themeScope}
        cards={themeCards}
      />
      <OwnSessions />
      <OwnData />
      <section className="card" aria-labelledby="sign-out">
        <h2 className="card__title" id="sign-out">
          {actionText.signOut}
        </h2>
        <div className="stack">
          <p>{accountText.signOutLead}</p>
          <Button isPending={signOut.isPending} onPress={signOut.start}>
            {actionText.signOut}
          </Button>
          {signOut.dialog}
        </div>
      </section>
    </Shell>
  )
}

/** A new address takes effect once the user proves it, in this browser. */
function savedText({ awaitsProof, isMailConfigured }: z.infer<typeof updateMe.response>): string {
  if (awaitsProof === null) return accountText.saved
  return isMailConfigured
    ? accountText.proveByMail(awaitsProof)
    : accountText.proveByAdministrator(awaitsProof)
}

const dateCards: readonly RadioCard<DateStyle>[] = [
  { value: 'words', title: accountText.dateInWords },
  { value: 'figures', title: '2026-03-03' },
]

const announcementCards: readonly RadioCard<Announcements>[] = [
  {
    value: 'here',
    title: accountText.announceHere,
    text: accountText.announceHereText,
  },
  {
    value: 'all',
    title: termText.wholePlan,
    text: accountText.announceAllText,
  },
  {
    value: 'none',
    title: accountText.announceNone,
    text: accountText.announceNoneText,
  },
]

const themeCards: readonly RadioCard<Theme>[] = [
  { value: 'device', title: accountText.themeDevice },
  { value: 'light', title: accountText.themeLight },
  { value: 'dark', title: accountText.themeDark },
]

type Choice = 'announcements' | 'dates' | 'theme'

type DeviceSettingProps<Name extends Choice> = {
  name: Name
  title: string
  label: string
  description: string
  isGrid?: boolean
  cards: readonly RadioCard<Settings[Name]>[]
}

/** A choice that holds on this device, in a card of its own. */
function DeviceSetting<Name extends Choice>({ name, title, ...cards }: DeviceSettingProps<Name>) {
  const value = useSettings()[name]
  return (
    <section className="card" aria-labelledby={`${name}-title`}>
      <h2 className="card__title" id={`${name}-title`}>
        {title}
      </h2>
      <RadioCards
        id={name}
        isRequired
        value={value}
        onChange={(next) => changeSettings({ [name]: next })}
        {...cards}
      />
    </section>
  )
}
