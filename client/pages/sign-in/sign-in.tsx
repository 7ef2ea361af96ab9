import { useEffect } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { useMe } from '#client/hooks/use-me.ts'
import { safeReturnPath, takeRememberedReturn } from '#client/session.ts'
import * as actionText from '#client/text/actions.ts'
import * as signInText from '#client/text/sign-in.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { NamePage } from '../account/name-page.tsx'
import { welcomePath } from '../passkeys/welcome-page.tsx'
import { SignedInWays } from './signed-in-ways.tsx'
import { UseLink } from './use-link.tsx'
import { WaysIn } from './ways-in.tsx'

export function SignInPage() {
  const search = new URLSearchParams(useSearch())
  const [, navigate] = useLocation()
  const me = useMe().data
  const token = search.get('token') ?? ''
  const returnPath = safeReturnPath(search.get('return'))
  const nextPath = () => returnPath ?? takeRememberedReturn() ?? '/'
  const goOn = () => navigate(nextPath(), { replace: true })
  // A user who just gave their name has no way to sign in again yet.
  const welcome = () => navigate(welcomePath(nextPath()), { replace: true })

  // A user who has a session already, for instance from another tab, goes on.
  const isDone =
    token === '' && me !== null && me !== undefined && !me.needsName && returnPath !== null
  useEffect(() => {
    if (isDone) navigate(returnPath, { replace: true })
  }, [isDone, navigate, returnPath])

  if (me?.needsName === true && token === '') return <NamePage me={me} onDone={welcome} />
  return (
    <Shell width="narrow">
      {token !== '' ? (
        <UseLink
          token={token}
          me={me ?? null}
          onSignedIn={(signedIn) =>
            signedIn.needsName ? navigate('/sign-in', { replace: true }) : goOn()
          }
          returnPath={returnPath}
        />
      ) : me === null || me === undefined ? (
        <>
          <PageHeader title={actionText.signIn} lead={signInText.lead} />
          <div className="stack">
            <WaysIn returnPath={returnPath} onSignedIn={goOn} />
            <p className="muted">
              <Sentence
                parts={signInText.connectionTest((words) => (
                  <Link href="/verbindingstest" className="link">
                    {words}
                  </Link>
                ))}
              />
            </p>
          </div>
        </>
      ) : (
        <>
          <PageHeader title={signInText.isSignedIn} lead={signInText.workingAs(me.name)} />
          <SignedInWays />
        </>
      )}
    </Shell>
  )
}
