import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/api.ts'
import { changePerson } from '#client/hooks/use-me.ts'
import { tellTabs } from '#client/session-tabs.ts'
import { realEmail } from '#client/text/email.ts'
import { Button } from '#client/ui/button.tsx'
import { ErrorState } from '#client/ui/error-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { describeLink, type Me, signIn } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { formatUntil } from '#shared/text/moment.ts'
import { RequestLink } from './request-link.tsx'
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
  if (error instanceof AppError && error.code === 'link-invalid' && !consume.isSuccess) {
    return (
      <>
        <PageHeader
          key="refused"
          takesFocus
          title="Deze link werkt niet meer"
          lead="De inloglink is verlopen of al een keer gebruikt. Kreeg u hem van uw coördinator? Vraag die om een nieuwe. Anders vraagt u er hieronder een aan."
        />
        <div className="card">
          <RequestLink returnPath={returnPath} />
        </div>
      </>
    )
  }
  return (
    <>
      {handed === null ? (
        <PageHeader
          title="Inloggen bij Wijktafel"
          lead="Deze link is persoonlijk en werkt één keer. Na het inloggen blijft u op dit apparaat ingelogd."
        />
      ) : (
        <PageHeader title="Welkom terug" lead={givenBy(handed)} />
      )}
      <div className="card stack">
        {me !== null && !me.needsName && (
          <p>U bent nu ingelogd als {me.name}. Met deze link logt u opnieuw in.</p>
        )}
        {handed !== null && (
          <>
            <p>
              <strong>{handed.person.name}</strong>
              <br />
              {realEmail(handed.person.email)}
            </p>
            <ul className="bullets">
              <li>De link werkt één keer, {formatUntil(described.data?.expiresAt ?? '')}.</li>
              <li>Eerdere doorgegeven links van u werken daarna niet meer.</li>
              <li>In het plan staat dat u met een doorgegeven link bent ingelogd.</li>
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
          {handed === null ? 'Inloggen' : `Inloggen als ${handed.person.name}`}
        </Button>
        {handed !== null && (
          <p className="muted">
            Bent u niet {handed.person.name}? Sluit deze pagina dan en vertel het {handed.by}.
          </p>
        )}
        <p className="muted">
          Werkt u op een computer die anderen ook gebruiken? Log dan uit als u klaar bent.
        </p>
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

function givenBy({ by, planTitle }: { by: string; planTitle: string | null }): string {
  return planTitle === null
    ? `${by}, beheerder van Wijktafel, gaf u deze inloglink.`
    : `${by}, coördinator van ${planTitle}, gaf u deze inloglink.`
}
