import { useLocation, useSearch } from 'wouter'
import type { z } from 'zod'
import { useMe } from '#client/hooks/use-me.ts'
import { useAcceptInvite, useInvite } from '#client/hooks/use-members.ts'
import { useOrganisation } from '#client/hooks/use-organisation.ts'
import { ButtonLink } from '#client/ui/button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { PageHeading } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { roleExplanations, roleLabels } from '#shared/access.ts'
import type { Me } from '#shared/api/me.ts'
import type { getInvite } from '#shared/api/members.ts'
import { disciplines } from '#shared/disciplines.ts'
import { AppError } from '#shared/errors.ts'
import { formatList } from '#shared/format-list.ts'
import { formatDay } from '#shared/text/moment.ts'
import { OrganisationButton } from '../organisation/organisation-button.tsx'
import { welcomePath } from '../passkeys/welcome-page.tsx'
import { Either } from './either.tsx'
import { JoinAsMe, JoinForm } from './invite-join.tsx'
import './invite.css'

type Invitation = z.infer<typeof getInvite.response>

export function InvitePage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const invite = useInvite(token)
  const me = useMe()
  const isUseless =
    token === '' ||
    (invite.error instanceof AppError &&
      (invite.error.code === 'invite-invalid' || invite.error.code === 'not-found'))
  if (isUseless) return <InviteOver me={me.data ?? null} />
  return (
    <Shell width="narrow">
      {invite.data === undefined && <PageHeading className="visually-hidden" title="Uitnodiging" />}
      <QueryView query={invite} loadingLabel="Bezig met ophalen van de uitnodiging">
        {(invitation) => (
          <>
            <InviteText invitation={invitation} />
            {/* The form waits until the signed-in user is known: it must not ask a user for a name that we have. */}
            <QueryView query={me}>
              {(known) => <InviteAnswer token={token} invitation={invitation} me={known} />}
            </QueryView>
          </>
        )}
      </QueryView>
    </Shell>
  )
}

function InviteText({ invitation }: { invitation: Invitation }) {
  return (
    <>
      <PageHeader
        title={`Meedoen aan ${invitation.planTitle}`}
        lead={`${invitation.invitedBy} nodigt u uit.`}
      />
      <div className="card">
        <dl className="facts">
          <dt>Uw rol</dt>
          <dd>
            <strong>{roleLabels[invitation.role]}</strong>
            <br />
            {roleExplanations[invitation.role]}
          </dd>
          {invitation.discipline !== null && (
            <>
              <dt>Discipline</dt>
              <dd>{disciplines[invitation.discipline].label}</dd>
            </>
          )}
          {invitation.sections !== null && (
            <>
              <dt>U ziet</dt>
              <dd>Een deel van het plan: {formatList(invitation.sections)}</dd>
            </>
          )}
          <dt>Geldig tot</dt>
          <dd>{formatDay(invitation.expiresAt)}</dd>
        </dl>
      </div>
    </>
  )
}

function InviteAnswer({
  token,
  invitation,
  me,
}: {
  token: string
  invitation: Invitation
  me: Me | null
}) {
  const accept = useAcceptInvite(token)
  const organisation = useOrganisation()
  const [, navigate] = useLocation()
  const toPlan = (planId: string) => navigate(`/plan/${planId}`, { replace: true })
  return (
    <div className="card stack">
      {me !== null && !me.needsName ? (
        <JoinAsMe me={me} token={token} accept={accept} onJoined={toPlan} />
      ) : (
        <>
          <JoinForm
            email={invitation.email}
            name={invitation.name}
            token={token}
            accept={accept}
            // A new member has no way to sign in again yet.
            onJoined={(planId) => navigate(welcomePath(`/plan/${planId}`), { replace: true })}
          />
          {organisation !== null && me === null && (
            <>
              <Either />
              <OrganisationButton label={`Meedoen via ${organisation}`} token={token} />
            </>
          )}
        </>
      )}
      <p className="notice notice--quiet">
        In een plan staan geen gegevens van patiënten of cliënten.
      </p>
    </div>
  )
}

function InviteOver({ me }: { me: Me | null }) {
  return (
    <Shell width="narrow">
      <PageHeader
        title="Deze uitnodiging werkt niet meer"
        lead="De link is verlopen, al gebruikt of ingetrokken. Een link is steeds voor één persoon."
      />
      <div className="card stack">
        <p>Vraag de persoon die u heeft uitgenodigd om een nieuwe link.</p>
        <p>Deed u al mee? Dan heeft u geen uitnodiging meer nodig.</p>
        <div className="button-row">
          {me === null ? (
            <ButtonLink href="/sign-in">Inloggen</ButtonLink>
          ) : (
            <ButtonLink href="/">Naar uw plannen</ButtonLink>
          )}
        </div>
      </div>
    </Shell>
  )
}
