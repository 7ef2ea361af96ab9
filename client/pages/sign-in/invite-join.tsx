import { type FormEvent, useState } from 'react'
import { type FormIssue, issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useSignOut } from '#client/hooks/use-me.ts'
import type { useAcceptInvite } from '#client/hooks/use-members.ts'
import { signInPath } from '#client/session.ts'
import * as signInText from '#client/text/sign-in.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { EmailField, NameField } from '#client/ui/person-fields.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import type { Me } from '#shared/api/me.ts'
import { acceptInvite } from '#shared/api/members.ts'
import { AppError } from '#shared/errors.ts'

type JoinProps = {
  token: string
  accept: ReturnType<typeof useAcceptInvite>
  onJoined: (planId: string) => void
}

export function JoinForm({
  email: addressedTo,
  name: invitedAs,
  token,
  accept,
  onJoined,
}: JoinProps & { email: string | null; name: string | null }) {
  const [name, setName] = useState(invitedAs ?? '')
  const [email, setEmail] = useState(addressedTo ?? '')
  const form = useFormIssues()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { name: name.trim(), email: email.trim() }
    const parsed = acceptInvite.body?.safeParse(body)
    const issues: FormIssue[] =
      parsed === undefined || parsed.success ? [] : issuesOfZod(parsed.error)
    if (form.report(issues))
      accept.mutate(body, {
        onSuccess: ({ planId }) => onJoined(planId),
        onError: (error) => form.reportError(error, ['name', 'email']),
      })
  }
  const isKnown = accept.error instanceof AppError && accept.error.code === 'sign-in-first'
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      {isKnown && (
        <ButtonLink href={signInPath(`/invite?token=${encodeURIComponent(token)}`)}>
          {signInText.signInFirst}
        </ButtonLink>
      )}
      <NameField form={form} value={name} onChange={setName} />
      <EmailField
        form={form}
        isReadOnly={addressedTo !== null}
        description={addressedTo === null ? signInText.emailForLater : signInText.emailOfInvite}
        value={email}
        onChange={setEmail}
      />
      <Button kind="primary" type="submit" isLarge isPending={accept.isPending}>
        {signInText.join}
      </Button>
    </form>
  )
}

/** On a shared computer the signed-in user may be a colleague. */
export function JoinAsMe({ me, accept, onJoined }: JoinProps & { me: Me }) {
  const form = useFormIssues()
  const signOut = useSignOut({ stays: true })
  const join = () =>
    accept.mutate(
      {},
      {
        onSuccess: ({ planId }) => onJoined(planId),
        onError: (error) => form.reportError(error, []),
      },
    )
  return (
    <>
      <FormErrors form={form} />
      <Button kind="primary" isLarge isWide isPending={accept.isPending} onPress={join}>
        {signInText.joinAs(me.name)}
      </Button>
      <p className="muted">
        <Sentence
          parts={signInText.notYou(
            (words) => (
              <Button kind="quiet" isPending={signOut.isPending} onPress={() => signOut.mutate()}>
                {words}
              </Button>
            ),
            me.name,
          )}
        />
      </p>
    </>
  )
}
