import { useState } from 'react'
import { Link } from 'wouter'
import { useAccount, useEndSessionsOf } from '#client/hooks/use-administration.ts'
import { useMe } from '#client/hooks/use-me.ts'
import * as actionText from '#client/text/actions.ts'
import * as adminText from '#client/text/admin.ts'
import { realEmail } from '#client/text/email.ts'
import { formatDay } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import * as termText from '#client/text/terms.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { roleLabels } from '#shared/access.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import { describeSession } from '../account/own-data.tsx'
import { AdminPage } from './admin-page.tsx'
import { ForgetPerson } from './forget-person.tsx'
import { MergePerson } from './merge-person.tsx'
import { PersonLink } from './person-link.tsx'
import '../sign-in/invite.css'
import './admin.css'

/** One account: how its person signs in, where they are signed in, and what an administrator can do for them. */
export function AdminPersonPage({ userId }: { userId: string }) {
  const account = useAccount(userId)
  const me = useMe().data
  return (
    <AdminPage lead={adminText.personLead}>
      <QueryView query={account} loadingLabel={adminText.loadingPerson}>
        {(person) => (
          <>
            <Profile person={person} />
            <WaysIn person={person} />
            <Sessions person={person} isMe={me?.id === person.id} />
            <Plans person={person} />
            {!person.isAdmin && <MergePerson person={person} />}
            {me?.id !== person.id && <ForgetPerson person={person} />}
          </>
        )}
      </QueryView>
    </AdminPage>
  )
}

type PersonProps = { person: AccountDetails }

function Profile({ person }: PersonProps) {
  const email = realEmail(person.email)
  return (
    <section className="card stack" aria-labelledby="admin-profile">
      <h2 className="card__title" id="admin-profile">
        {person.name}
      </h2>
      <dl className="facts">
        <dt>{termText.email}</dt>
        <dd>
          {email === ''
            ? adminText.noEmail
            : person.isEmailProven
              ? email
              : adminText.unprovenEmail(email)}
        </dd>
        <dt>{termText.role}</dt>
        <dd>{person.isAdmin ? adminText.isAdministrator : adminText.isUser}</dd>
        <dt>{adminText.accountSince}</dt>
        <dd>{formatDay(person.createdAt)}</dd>
      </dl>
      <div className="button-row">
        <PersonLink person={person} />
      </div>
    </section>
  )
}

function WaysIn({ person: { passkeys, organisationAccounts, isEmailProven } }: PersonProps) {
  const ways = [
    ...(isEmailProven ? [adminText.wayByMail] : []),
    ...passkeys.map(({ name, lastUsedAt }) =>
      adminText.wayByPasskey(name, lastUsedText(lastUsedAt)),
    ),
    ...organisationAccounts.map(({ label, issuer, lastUsedAt }) =>
      adminText.wayByOrganisation(new URL(issuer).host, label, lastUsedText(lastUsedAt)),
    ),
  ]
  return (
    <section className="card" aria-labelledby="admin-ways">
      <h2 className="card__title" id="admin-ways">
        {adminText.waysIn}
      </h2>
      {ways.length === 0 ? (
        <p>{adminText.noWayIn}</p>
      ) : (
        <ul className="admin-rows">
          {ways.map((way) => (
            <li key={way} className="admin-row">
              {way}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const lastUsedText = (at: string | null) =>
  at === null ? termText.neverUsed : termText.lastUsed(formatDay(at))

function Sessions({ person, isMe }: PersonProps & { isMe: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const end = useEndSessionsOf()
  return (
    <section className="card stack" aria-labelledby="admin-sessions">
      <h2 className="card__title" id="admin-sessions">
        {adminText.sessionsOf(person.name)}
      </h2>
      {person.openSessions.length === 0 ? (
        <p>{adminText.noSessions}</p>
      ) : (
        <>
          <ul className="admin-rows">
            {person.openSessions.map((session) => (
              <li key={session.id} className="admin-row">
                {describeSession(session)}
              </li>
            ))}
          </ul>
          <div className="button-row">
            <Button onPress={() => setAsking(true)}>
              {isMe ? adminText.signOutElsewhere : adminText.signOutEverywhere}
            </Button>
          </div>
        </>
      )}
      <ConfirmDialog
        title={adminText.signOutPerson(person.name)}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel={actionText.signOut}
        onConfirm={async () => {
          const { ended } = await end.mutateAsync(person.id)
          showToast({ text: adminText.sessionsEnded(ended) })
        }}
      >
        <p>{adminText.signOutLead}</p>
      </ConfirmDialog>
    </section>
  )
}

function Plans({ person: { memberOf } }: PersonProps) {
  return (
    <section className="card" aria-labelledby="admin-member-of">
      <h2 className="card__title" id="admin-member-of">
        {adminText.plans}
      </h2>
      {memberOf.length === 0 ? (
        <p>{adminText.noPlans}</p>
      ) : (
        <ul className="admin-rows">
          {memberOf.map(({ id, title, role }) => (
            <li key={id} className="admin-row">
              <span>{title}</span>
              <span className="admin-row__detail">{roleLabels[role]}</span>
              <Link href={`/plan/${id}/logboek`} className="link">
                {placeText.audit}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
