import { type FormEvent, useState } from 'react'
import { type Me, ProfileSchema } from '#shared/api/me.ts'
import { issuesOfZod, useFormIssues } from '../hooks/use-form-issues.ts'
import { useUpdateMe } from '../hooks/use-me.ts'
import { realEmail } from '../text/email.ts'
import { Button } from '../ui/button.tsx'
import { FormErrors, RequiredNote } from '../ui/form-errors.tsx'
import { TextField } from '../ui/text-field.tsx'

type ProfileFormProps = { me: Me; submitLabel: string; onSaved: (me: Me) => void }

/** Name and address. The name that stands in for an unknown person is not offered as an answer. */
export function ProfileForm({ me, submitLabel, onSaved }: ProfileFormProps) {
  const [name, setName] = useState(me.needsName ? '' : me.name)
  const [email, setEmail] = useState(realEmail(me.email))
  const form = useFormIssues()
  const update = useUpdateMe()
  const isEmailRequired = realEmail(me.email) !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = email.trim()
    const profile =
      address === '' && !isEmailRequired
        ? { name: name.trim() }
        : { name: name.trim(), email: address }
    const parsed = ProfileSchema.safeParse(profile)
    if (!form.report(parsed.success ? [] : issuesOfZod(parsed.error))) return
    update.mutate(profile, {
      onSuccess: onSaved,
      onError: (error) => form.reportError(error, ['name', 'email']),
    })
  }
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      <RequiredNote />
      <TextField
        id="name"
        label="Uw naam"
        autoComplete="name"
        isRequired
        maxLength={120}
        description="Uw collega’s zien deze naam bij wat u schrijft."
        value={name}
        onChange={(value) => {
          setName(value)
          form.clear('name')
        }}
        error={form.errorOf('name')}
      />
      <TextField
        id="email"
        label="E-mailadres"
        type="email"
        autoComplete="email"
        isRequired={isEmailRequired}
        description="Hierop krijgt u een nieuwe inloglink als u die aanvraagt."
        value={email}
        onChange={(value) => {
          setEmail(value)
          form.clear('email')
        }}
        error={form.errorOf('email')}
      />
      <div className="button-row">
        <Button kind="primary" type="submit" isPending={update.isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
