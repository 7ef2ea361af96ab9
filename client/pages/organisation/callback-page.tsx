import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '#client/hooks/use-me.ts'
import { useAnswerOfOrganisation, useOrganisation } from '#client/hooks/use-organisation.ts'
import { takeRememberedReturn } from '#client/session.ts'
import * as signInText from '#client/text/sign-in.ts'
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
            showToast({ text: signInText.organisationLinked })
            return goTo('/account')
        }
      },
    })
  }, [mutate, navigate])
  return (
    <Shell width="narrow">
      {error === null ? <Loading label={signInText.signingIn} /> : <Refused error={error} />}
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
        title={isUnknown ? signInText.unknownAccount : signInText.organisationFailed}
      />
      <div className="card stack" role="alert">
        <p>{isUnknown ? signInText.unknownAccountText : error.message}</p>
        {!isSignedIn && !isUnknown && name !== null && (
          <OrganisationButton label={signInText.organisationAgain(name)} />
        )}
        <div className="button-row">
          {isSignedIn ? (
            <ButtonLink href="/account">{signInText.toAccount}</ButtonLink>
          ) : (
            <ButtonLink href="/sign-in">{signInText.otherWay}</ButtonLink>
          )}
        </div>
      </div>
    </>
  )
}
