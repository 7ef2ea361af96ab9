import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Me, signIn } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { call } from '../api.ts'
import { changePerson } from '../hooks/use-me.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { RequestLink } from './request-link.tsx'

type UseLinkProps = {
  token: string
  me: Me | null
  onSignedIn: (me: Me) => void
  returnPath: string | null
}

/** A sign-in link was opened. Only the press uses it up: mail scanners open links too, and would spend it. */
export function UseLink({ token, me, onSignedIn, returnPath }: UseLinkProps) {
  const client = useQueryClient()
  const consume = useMutation({
    mutationFn: () => call(signIn, { body: { token } }),
    onSuccess: (signedIn) => {
      changePerson(client, signedIn)
      onSignedIn(signedIn)
    },
  })

  if (consume.error instanceof AppError && consume.error.code === 'link-invalid') {
    return (
      <>
        <PageHeader
          key="refused"
          takesFocus
          title="Deze link werkt niet meer"
          lead="De inloglink is verlopen of al een keer gebruikt. Vraag hieronder een nieuwe aan."
        />
        <div className="card">
          <RequestLink returnPath={returnPath} />
        </div>
      </>
    )
  }
  return (
    <>
      <PageHeader
        title="Inloggen bij Wijktafel"
        lead="Deze link is persoonlijk en werkt één keer. Na het inloggen blijft u op dit apparaat ingelogd."
      />
      <div className="card stack">
        {me !== null && !me.needsName && (
          <p>U bent nu ingelogd als {me.name}. Met deze link logt u opnieuw in.</p>
        )}
        <Button
          kind="primary"
          isLarge
          isWide
          isPending={consume.isPending}
          onPress={() => consume.mutate()}
        >
          Inloggen
        </Button>
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
