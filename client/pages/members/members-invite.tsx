import { type FormEvent, useEffect, useRef, useState } from 'react'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useCreateInvite } from '#client/hooks/use-members.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { EmailField } from '#client/ui/person-fields.tsx'
import { type RadioCard, RadioCards } from '#client/ui/radio-cards.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { can, type Role, RoleSchema, roleExplanations, roleLabels } from '#shared/access.ts'
import { CreateInviteSchema } from '#shared/api/members.ts'
import type { Parts } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import { type DisciplineChoice, disciplineChoices } from './members-choices.ts'
import { PartsChoice } from './parts-choice.tsx'
import './invite-link.css'

const roleCards: readonly RadioCard<Role>[] = RoleSchema.options.map((role) => ({
  value: role,
  title: roleLabels[role],
  text: roleExplanations[role],
}))

type Draft = { role: Role; discipline: DisciplineChoice; email: string; sections: Parts }

const emptyDraft: Draft = { role: 'editor', discipline: '', email: '', sections: null }

export function InviteForm({ planId, format }: { planId: string; format: Format | null }) {
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const form = useFormIssues()
  const create = useCreateInvite(planId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const email = draft.email.trim()
    // Anyone who writes sees the whole plan; a choice made before another role was chosen does not count.
    const parts = can(draft.role, 'write') ? null : draft.sections
    const body = {
      role: draft.role,
      discipline: draft.discipline === '' ? null : draft.discipline,
      email: email === '' ? null : email,
      sections: parts === null ? null : [...parts],
    }
    const parsed = CreateInviteSchema.safeParse(body)
    if (form.report(parsed.success ? [] : issuesOfZod(parsed.error)))
      create.mutate(body, {
        onError: (error) => form.reportError(error, ['role', 'discipline', 'email', 'sections']),
      })
  }

  if (create.data !== undefined) {
    return (
      <InviteLink
        invite={create.data}
        email={draft.email.trim()}
        onDone={() => {
          setDraft(emptyDraft)
          create.reset()
        }}
      />
    )
  }
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      <RadioCards
        id="role"
        label="Wat gaat deze persoon doen?"
        isGrid
        isRequired
        value={draft.role}
        onChange={(role) => setDraft((before) => ({ ...before, role }))}
        cards={roleCards}
        error={form.errorOf('role')}
      />
      {format !== null && !can(draft.role, 'write') && (
        <PartsChoice
          id="sections"
          format={format}
          value={draft.sections}
          onChange={(sections) => {
            setDraft((before) => ({ ...before, sections }))
            form.clear('sections')
          }}
          error={form.errorOf('sections')}
        />
      )}
      <div className="form__row">
        <SelectField
          id="discipline"
          label="Discipline"
          value={draft.discipline}
          choices={disciplineChoices}
          onChange={(discipline) => setDraft((before) => ({ ...before, discipline }))}
          error={form.errorOf('discipline')}
        />
        <EmailField
          form={form}
          autoComplete="off"
          isRequired={false}
          value={draft.email}
          onChange={(email) => setDraft((before) => ({ ...before, email }))}
        />
      </div>
      <p className="muted">
        Met een e-mailadres werkt de uitnodiging alleen voor dat adres. Zonder adres krijgt u een
        link die u zelf doorstuurt.
      </p>
      <div className="button-row">
        <Button kind="primary" type="submit" isPending={create.isPending}>
          Uitnodiging maken
        </Button>
      </div>
    </form>
  )
}

type InviteLinkProps = {
  invite: { url: string; expiresAt: string; isMailed: boolean }
  email: string
  onDone: () => void
}

function InviteLink({ invite, email, onDone }: InviteLinkProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="invite-link">
      <h3 className="card__subtitle" ref={heading} tabIndex={-1}>
        {invite.isMailed ? `De uitnodiging is gemaild naar ${email}` : 'De uitnodiging is klaar'}
      </h3>
      <p>
        {invite.isMailed
          ? 'Komt de mail niet aan? Stuur dan deze link.'
          : 'Er is geen mail verstuurd. Stuur deze link zelf door.'}{' '}
        Hij is voor één persoon, werkt één keer en is geldig tot {formatDay(invite.expiresAt)}. De
        link staat hier alleen nu.
      </p>
      <CopyLink id="invite-url" label="Persoonlijke link" url={invite.url} />
      <div className="button-row">
        <Button onPress={onDone}>Nog iemand uitnodigen</Button>
      </div>
    </div>
  )
}
