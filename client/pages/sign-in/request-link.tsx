import { useMutation } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { call } from '#client/api.ts'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useSendsMail } from '#client/hooks/use-organisation.ts'
import { rememberReturn } from '#client/session.ts'
import { askForLinkMessage } from '#client/text/message-texts.ts'
import * as signInText from '#client/text/sign-in.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyMessage } from '#client/ui/copy-message.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { EmailField } from '#client/ui/person-fields.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
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
  const sendsMail = useSendsMail()
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
        description={signInText.emailHint}
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
        {sendsMail && <Mail className="icon" aria-hidden="true" />}
        {sendsMail ? signInText.sendLink : signInText.askLink}
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
        {isMailConfigured ? signInText.lookInMail : signInText.askCoordinator}
      </h2>
      {isMailConfigured ? (
        <>
          <p>
            <Sentence parts={signInText.linkIsSent(<strong>{email}</strong>)} />
          </p>
          <p className="muted">{signInText.nothingReceived}</p>
        </>
      ) : (
        <>
          <p>{signInText.coordinatorGivesLink}</p>
          <CopyMessage
            id="ask-for-link"
            label={signInText.messageToCoordinator}
            {...askForLinkMessage({ email, site: window.location.origin })}
          />
          <p className="muted">{signInText.onlyCoordinator}</p>
        </>
      )}
      <Button onPress={onAgain}>{signInText.otherEmail}</Button>
    </div>
  )
}
