import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '#client/hooks/use-me.ts'
import { useAnswerOfOrganisation, useOrganisation } from '#client/hooks/use-organisation.ts'
import { takeRememberedReturn } from '#client/session.ts'
import { ButtonLink } from '#client/ui/button.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { AppError } from '#shared/errors.ts'
import { OrganisationButton } from './organisation-button.tsx'

/** The organisation sends the browser back here, with an answer in the address that is good once. */
export function CallbackPage() {
  const [, navigate] = useLocation()
  const { mutate, error } = useAnswerOfOrganisation()
  const isHandedOver = useRef(false)
  useEffect(() => {
    // React runs an effect twice while developing.
    if (isHandedOver.current) return
    isHandedOver.current = true
    const { search } = window.location
    if (search === '') return navigate('/sign-in', { replace: true })
    // A reload, a bookmark or a look at the screen must not carry the answer.
    window.history.replaceState(null, '', window.location.pathname)
    const goTo = (path: string) => navigate(path, { replace: true })
    mutate(search, {
      onSuccess: (outcome) => {
        switch (outcome.kind) {
          case 'signed-in':
            return goTo(takeRememberedReturn() ?? '/')
          case 'invited':
            return goTo(`/invite?token=${encodeURIComponent(outcome.invite)}`)
          case 'joined':
            return goTo(`/plan/${outcome.planId}`)
          case 'linked':
            showToast({ text: 'Uw organisatie-account is gekoppeld.' })
            return goTo('/account')
        }
      },
    })
  }, [mutate, navigate])
  return (
    <Shell width="narrow">
      {error === null ? <Loading label="Bezig met inloggen" /> : <Refused error={error} />}
    </Shell>
  )
}

function Refused({ error }: { error: Error }) {
  const me = useMe().data
  const name = useOrganisation()
  const isUnknown = error instanceof AppError && error.code === 'oidc-unknown'
  const isSignedIn = me !== null && me !== undefined
  return (
    <>
      <PageHeader
        takesFocus
        title={
          isUnknown
            ? 'Uw organisatie-account is hier nog niet bekend'
            : 'Inloggen via uw organisatie is niet gelukt'
        }
      />
      <div className="card stack" role="alert">
        <p>
          {isUnknown
            ? 'Kreeg u een uitnodiging? Open die, en kies daar om met uw organisatie mee te doen. Had u al een account? Log dan in zoals u gewend bent en koppel uw organisatie-account bij “Uw gegevens”.'
            : error.message}
        </p>
        {!isSignedIn && !isUnknown && name !== null && (
          <OrganisationButton label={`Opnieuw: inloggen met ${name}`} />
        )}
        <div className="button-row">
          {isSignedIn ? (
            <ButtonLink href="/account">Naar “Uw gegevens”</ButtonLink>
          ) : (
            <ButtonLink href="/sign-in">Op een andere manier inloggen</ButtonLink>
          )}
        </div>
      </div>
    </>
  )
}
