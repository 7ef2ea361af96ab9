import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useUpdateMe } from '#client/hooks/use-me.ts'
import { realEmail } from '#client/text/email.ts'
import * as ownText from '#client/text/own-settings.ts'
import { Button } from '#client/ui/button.tsx'
import { FormErrors, RequiredNote } from '#client/ui/form-errors.tsx'
import { EmailField, NameField } from '#client/ui/person-fields.tsx'
import { type Me, ProfileSchema, type updateMe } from '#shared/api/me.ts'

type Saved = z.infer<typeof updateMe.response>
type ProfileFormProps = { me: Me; submitLabel: string; onSaved: (saved: Saved) => void }

/** Name and address. The placeholder name of an account without a name is not prefilled. */
export function ProfileForm({ me, submitLabel, onSaved }: ProfileFormProps) {
  const [name, setName] = useState(me.needsName ? '' : me.name)
  const [email, setEmail] = useState(realEmail(me.email))
  const form = useFormIssues()
  const update = useUpdateMe()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const profile = { name: name.trim(), email: email.trim() }
    const parsed = ProfileSchema.safeParse(profile)
    if (!form.report(parsed.success ? [] : issuesOfZod(parsed.error))) return
    // The promise, not the callbacks of `mutate`: the page that asks for a name unmounts as soon as there is one.
    update
      .mutateAsync(profile)
      .then(onSaved, (error: Error) => form.reportError(error, ['name', 'email']))
  }
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      <RequiredNote />
      <NameField form={form} description={ownText.nameHint} value={name} onChange={setName} />
      <EmailField form={form} description={ownText.emailHint} value={email} onChange={setEmail} />
      <div className="button-row">
        <Button kind="primary" type="submit" isPending={update.isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
