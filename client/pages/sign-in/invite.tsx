import { useLocation, useSearch } from 'wouter'
import type { z } from 'zod'
import { useMe } from '#client/hooks/use-me.ts'
import { useAcceptInvite, useInvite } from '#client/hooks/use-members.ts'
import { useOrganisation } from '#client/hooks/use-organisation.ts'
import * as actionText from '#client/text/actions.ts'
import { formatDay } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import * as signInText from '#client/text/sign-in.ts'
import * as termText from '#client/text/terms.ts'
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
      {invite.data === undefined && (
        <PageHeading className="visually-hidden" title={signInText.invite} />
      )}
      <QueryView query={invite} loadingLabel={signInText.loadingInvite}>
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
        title={signInText.joinPlan(invitation.planTitle)}
        lead={signInText.invitedBy(invitation.invitedBy)}
      />
      <div className="card">
        <dl className="facts">
          <dt>{signInText.yourRole}</dt>
          <dd>
            <strong>{roleLabels[invitation.role]}</strong>
            <br />
            {roleExplanations[invitation.role]}
          </dd>
          {invitation.discipline !== null && (
            <>
              <dt>{termText.discipline}</dt>
              <dd>{disciplines[invitation.discipline].label}</dd>
            </>
          )}
          {invitation.sections !== null && (
            <>
              <dt>{signInText.youSee}</dt>
              <dd>{signInText.partOfPlan(formatList(invitation.sections))}</dd>
            </>
          )}
          <dt>{signInText.validUntil}</dt>
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
              <OrganisationButton label={signInText.joinVia(organisation)} token={token} />
            </>
          )}
        </>
      )}
      <p className="notice notice--quiet">{signInText.noPatients}</p>
    </div>
  )
}

function InviteOver({ me }: { me: Me | null }) {
  return (
    <Shell width="narrow">
      <PageHeader title={signInText.inviteEnded} lead={signInText.inviteEndedLead} />
      <div className="card stack">
        <p>{signInText.askNewInvite}</p>
        <p>{signInText.joinedBefore}</p>
        <div className="button-row">
          {me === null ? (
            <ButtonLink href="/sign-in">{actionText.signIn}</ButtonLink>
          ) : (
            <ButtonLink href="/">{placeText.toPlans}</ButtonLink>
          )}
        </div>
      </div>
    </Shell>
  )
}
