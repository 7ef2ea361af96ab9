import { useState } from 'react'
import { Link } from 'wouter'
import { useAccount, useEndSessionsOf } from '#client/hooks/use-administration.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { realEmail } from '#client/text/email.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { roleLabels } from '#shared/access.ts'
import type { AccountDetails } from '#shared/api/administration.ts'
import { counted } from '#shared/counted.ts'
import { formatDay } from '#shared/text/moment.ts'
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
    <AdminPage lead="U ziet hoe iemand inlogt en in welke plannen die zit. De plannen zelf leest u hier niet.">
      <QueryView query={account} loadingLabel="Bezig met ophalen van deze persoon">
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
        <dt>E-mailadres</dt>
        <dd>
          {email === '' ? 'geen' : email}
          {email !== '' && !person.isEmailProven && ' (nog niet bevestigd)'}
        </dd>
        <dt>Rol</dt>
        <dd>{person.isAdmin ? 'Beheerder van deze Wijktafel' : 'Gebruiker'}</dd>
        <dt>Account sinds</dt>
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
    ...(isEmailProven ? ['Met een link per mail, als deze Wijktafel mail verstuurt'] : []),
    ...passkeys.map(
      ({ name, lastUsedAt }) => `Met de passkey “${name}”, ${lastUsedText(lastUsedAt)}`,
    ),
    ...organisationAccounts.map(
      ({ label, issuer, lastUsedAt }) =>
        `Via de organisatie (${new URL(issuer).host}) als ${label}, ${lastUsedText(lastUsedAt)}`,
    ),
  ]
  return (
    <section className="card" aria-labelledby="admin-ways">
      <h2 className="card__title" id="admin-ways">
        Manieren om in te loggen
      </h2>
      {ways.length === 0 ? (
        <p>Geen eigen manier. Deze persoon heeft na het uitloggen een inloglink nodig.</p>
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
  at === null ? 'nog niet gebruikt' : `laatst gebruikt op ${formatDay(at)}`

function Sessions({ person, isMe }: PersonProps & { isMe: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const end = useEndSessionsOf()
  return (
    <section className="card stack" aria-labelledby="admin-sessions">
      <h2 className="card__title" id="admin-sessions">
        Waar {person.name} is ingelogd
      </h2>
      {person.openSessions.length === 0 ? (
        <p>Nergens.</p>
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
              {isMe ? 'Op andere apparaten uitloggen' : 'Overal uitloggen'}
            </Button>
          </div>
        </>
      )}
      <ConfirmDialog
        title={`${person.name} uitloggen`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Uitloggen"
        onConfirm={async () => {
          const { ended } = await end.mutateAsync(person.id)
          showToast({ text: `${counted(ended, 'sessie', 'sessies')} beëindigd.` })
        }}
      >
        <p>
          Open plannen sluiten daar binnen een seconde. Wat is opgeslagen, blijft in het plan.
          Opnieuw inloggen kan op de gewone manier.
        </p>
      </ConfirmDialog>
    </section>
  )
}

function Plans({ person: { memberOf } }: PersonProps) {
  return (
    <section className="card" aria-labelledby="admin-member-of">
      <h2 className="card__title" id="admin-member-of">
        Plannen
      </h2>
      {memberOf.length === 0 ? (
        <p>In geen enkel plan.</p>
      ) : (
        <ul className="admin-rows">
          {memberOf.map(({ id, title, role }) => (
            <li key={id} className="admin-row">
              <span>{title}</span>
              <span className="admin-row__detail">{roleLabels[role]}</span>
              <Link href={`/plan/${id}/logboek`} className="link">
                Logboek
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
