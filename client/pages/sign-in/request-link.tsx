import { useMutation } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { call } from '#client/api.ts'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { rememberReturn } from '#client/session.ts'
import { askForLinkMessage } from '#client/text/message-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { EmailField } from '#client/ui/person-fields.tsx'
import { requestLink } from '#shared/api/me.ts'

/** Shows the same text for a known and an unknown address, as the server does. */
export function RequestLink({
  returnPath,
  isPrimary = true,
}: {
  returnPath: string | null
  /** False beside a way in that is better. */
  isPrimary?: boolean
}) {
  const [email, setEmail] = useState('')
  const form = useFormIssues()
  const request = useMutation({
    mutationFn: () => call(requestLink, { body: { email: email.trim() } }),
    onSuccess: () => rememberReturn(returnPath),
    onError: (error) => form.reportError(error, ['email']),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = requestLink.body?.safeParse({ email: email.trim() })
    if (form.report(parsed === undefined || parsed.success ? [] : issuesOfZod(parsed.error)))
      request.mutate()
  }

  if (request.isSuccess)
    return (
      <LinkRequested
        email={email.trim()}
        isMailConfigured={request.data.isMailConfigured}
        onAgain={() => request.reset()}
      />
    )
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      <EmailField
        form={form}
        // The passkeys of this device are offered in this field (usePasskeySignIn).
        autoComplete="username webauthn"
        description="Het adres waarop u bent uitgenodigd."
        value={email}
        onChange={setEmail}
      />
      <Button
        kind={isPrimary ? 'primary' : 'secondary'}
        type="submit"
        isLarge
        isWide
        isPending={request.isPending}
      >
        <Mail className="icon" aria-hidden="true" />
        Stuur mij een inloglink
      </Button>
    </form>
  )
}

function LinkRequested({
  email,
  isMailConfigured,
  onAgain,
}: {
  email: string
  isMailConfigured: boolean
  onAgain: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="stack--tight stack">
      <h2 className="card__title" ref={heading} tabIndex={-1}>
        {isMailConfigured ? 'Kijk in uw mail' : 'Vraag uw coördinator om een link'}
      </h2>
      {isMailConfigured ? (
        <>
          <p>
            Is <strong>{email}</strong> bij ons bekend, dan heeft u binnen een paar minuten een mail
            met een inloglink.
          </p>
          <p className="muted">
            Niets gekregen? Kijk bij de ongewenste mail, of vraag de coördinator van uw plan met
            welk adres u bent uitgenodigd.
          </p>
        </>
      ) : (
        <>
          <p>
            Deze Wijktafel verstuurt geen mail. De coördinator van uw plan kan u meteen een
            inloglink geven: in het plan bij Leden, met de knop ‘Inloglink’ achter uw naam. De link
            werkt één keer, en u logt ermee in op dit apparaat.
          </p>
          <CopyMessage
            id="ask-for-link"
            label="Bericht aan de coördinator"
            {...askForLinkMessage({ email, site: window.location.origin })}
          />
          <p className="muted">
            Bent u de enige coördinator? Dan kan de beheerder van deze Wijktafel u een link geven.
          </p>
        </>
      )}
      <Button onPress={onAgain}>Ander e-mailadres gebruiken</Button>
    </div>
  )
}
