import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { changePerson } from '#client/hooks/use-me.ts'
import { tellTabs } from '#client/session-tabs.ts'
import * as actionText from '#client/text/actions.ts'
import { realEmail } from '#client/text/email.ts'
import { formatUntil } from '#client/text/moment.ts'
import * as signInText from '#client/text/sign-in.ts'
import { Button } from '#client/ui/button.tsx'
import { ErrorState } from '#client/ui/error-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { describeLink, type Me, signIn } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { SignedInWays } from './signed-in-ways.tsx'
import { WaysIn } from './ways-in.tsx'
import './bullets.css'

type UseLinkProps = {
  token: string
  me: Me | null
  onSignedIn: (me: Me) => void
  returnPath: string | null
}

/** Opened by a sign-in link. Only the press of the button spends the link, because mail scanners open links too. */
export function UseLink({ token, me, onSignedIn, returnPath }: UseLinkProps) {
  const client = useQueryClient()
  const described = useQuery({
    queryKey: ['sign-in-link', token],
    retry: false,
    queryFn: ({ signal }) => call(describeLink, { params: { token }, signal }),
  })
  const handed = described.data?.handed ?? null
  const consume = useMutation({
    mutationFn: () => call(signIn, { body: { token } }),
    onSuccess: (signedIn) => {
      changePerson(client, signedIn)
      tellTabs()
      onSignedIn(signedIn)
    },
  })

  const error = consume.error ?? described.error
  const code = error instanceof AppError && !consume.isSuccess ? error.code : null
  if (code === 'link-invalid')
    return (
      <LinkEnded
        me={me}
        takesFocus={consume.isError}
        returnPath={returnPath}
        onSignedIn={onSignedIn}
      />
    )
  if (code === 'change-elsewhere')
    return (
      <>
        <PageHeader
          key="elsewhere"
          takesFocus
          title={signInText.signInForAddress}
          lead={signInText.signInForAddressLead}
        />
        {me !== null && !me.needsName && <p>{signInText.workingAs(me.name)}</p>}
        {/* The link was not spent: it confirms the address once its owner is signed in here. */}
        <WaysIn returnPath={null} onSignedIn={() => consume.reset()} />
      </>
    )
  return (
    <>
      {handed === null ? (
        <PageHeader title={signInText.linkTitle} lead={signInText.linkLead} />
      ) : (
        <PageHeader title={signInText.welcomeBack} lead={givenBy(handed)} />
      )}
      <div className="card stack">
        {me !== null && !me.needsName && <p>{signInText.signInAgain(me.name)}</p>}
        {handed !== null && (
          <>
            <p>
              <strong>{handed.person.name}</strong>
              <br />
              {realEmail(handed.person.email)}
            </p>
            <ul className="bullets">
              <li>{signInText.linkWorksOnce(formatUntil(described.data?.expiresAt ?? ''))}</li>
              <li>{signInText.linkReplacesEarlier}</li>
              <li>{signInText.linkIsRecorded}</li>
            </ul>
          </>
        )}
        <Button
          kind="primary"
          isLarge
          isWide
          isPending={consume.isPending}
          onPress={() => consume.mutate()}
        >
          {handed === null ? actionText.signIn : signInText.signInAs(handed.person.name)}
        </Button>
        {handed !== null && (
          <p className="muted">{signInText.isNotYou(handed.person.name, handed.by)}</p>
        )}
        <p className="muted">{signInText.signOutAfter}</p>
      </div>
      {consume.isError && (
        <ErrorState
          error={consume.error}
          onRetry={() => consume.mutate()}
          isRetrying={consume.isPending}
        />
      )}
    </>
  )
}

type LinkEndedProps = Pick<UseLinkProps, 'me' | 'onSignedIn' | 'returnPath'> & {
  takesFocus: boolean
}

/** Used, expired, replaced by a newer one or never made: all are refused alike. */
function LinkEnded({ me, takesFocus, returnPath, onSignedIn }: LinkEndedProps) {
  const isSignedIn = me !== null && !me.needsName
  return (
    <>
      <PageHeader
        key="refused"
        takesFocus={takesFocus}
        title={signInText.linkEnded}
        lead={isSignedIn ? signInText.linkEndedSignedIn(me.name) : signInText.linkEndedLead}
      />
      {isSignedIn ? <SignedInWays /> : <WaysIn returnPath={returnPath} onSignedIn={onSignedIn} />}
    </>
  )
}

function givenBy({ by, planTitle }: { by: string; planTitle: string | null }): string {
  return planTitle === null
    ? signInText.linkFromAdministrator(by)
    : signInText.linkFromCoordinator(by, planTitle)
}
