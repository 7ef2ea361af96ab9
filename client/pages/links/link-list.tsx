import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import * as actionText from '#client/text/actions.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Person } from '#shared/api/comments.ts'
import { CreateReadLinkSchema } from '#shared/api/read-links.ts'
import './link-list.css'
import '../consultation/people.css'

type ListedLink = {
  id: string
  /** The intended readers, in the words of the user who made the link. */
  label: string
  createdBy: Person
  createdAt: string
  canRevoke: boolean
}

export type LinkTexts<Made> = {
  label: string
  example: string
  /** The form's button, and its name. */
  make: string
  form: string
  made: string
  keep: (made: Made) => string
  url: string
  another: string
  none: string
  all: string
  facts: (name: string, day: string) => string
  revoke: (link: Pick<ListedLink, 'label'>) => string
  revokeTitle: string
  revokeText: (label: string | undefined) => string
  revokeDo: string
  revoked: string
}

type Create<Made> = {
  data: Made | undefined
  isPending: boolean
  reset: () => void
  mutate: (label: string, on: { onError: (error: Error) => void }) => void
}

type LinkListProps<Made> = {
  /** Prefix of the ids of its fields, unique on the page. */
  id: string
  texts: LinkTexts<Made>
  links: readonly ListedLink[]
  create: Create<Made>
  revoke: (linkId: string) => Promise<unknown>
  /** False: links are only listed and revoked. */
  canMake?: boolean
}

/** Links for readers without an account: making one, which is shown once, and revoking it. */
export function LinkList<Made extends { url: string }>({
  id,
  texts,
  links,
  create,
  revoke,
  canMake = true,
}: LinkListProps<Made>) {
  const [revoking, setRevoking] = useState<ListedLink | null>(null)
  return (
    <>
      {create.data !== undefined && (
        <MadeLink id={id} texts={texts} made={create.data} onDone={create.reset} />
      )}
      {create.data === undefined && canMake && <NewLink texts={texts} create={create} />}
      {links.length === 0 ? (
        <p className="muted">{texts.none}</p>
      ) : (
        <ul className="people" aria-label={texts.all}>
          {links.map((link) => (
            <li key={link.id} className="person person--link">
              <div>
                <p className="person__name">{link.label}</p>
                <p className="person__detail">
                  {texts.facts(link.createdBy.name, formatDay(link.createdAt))}
                </p>
              </div>
              <div className="person__action">
                {link.canRevoke && (
                  <Button
                    kind="quiet"
                    onPress={() => setRevoking(link)}
                    aria-label={texts.revoke(link)}
                  >
                    {actionText.withdraw}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        title={texts.revokeTitle}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        confirmLabel={texts.revokeDo}
        onConfirm={async () => {
          if (revoking === null) return
          await revoke(revoking.id)
          focusHeadingWhenLost()
          showToast({ text: texts.revoked })
        }}
      >
        <p>{texts.revokeText(revoking?.label)}</p>
      </ConfirmDialog>
    </>
  )
}

function NewLink<Made>({ texts, create }: { texts: LinkTexts<Made>; create: Create<Made> }) {
  const [label, setLabel] = useState('')
  const form = useFormIssues()
  const field = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = CreateReadLinkSchema.safeParse({ label })
    if (
      !form.report(
        parsed.success ? [] : issuesOfZod(parsed.error).map((issue) => ({ ...issue, field })),
      )
    )
      return
    create.mutate(label, { onError: (error) => form.reportError(error, []) })
  }
  return (
    <form noValidate className="form" onSubmit={submit} aria-label={texts.form}>
      <FormErrors form={form} />
      <TextField
        id={field}
        label={texts.label}
        description={texts.example}
        isRequired
        maxLength={80}
        value={label}
        onChange={(value) => {
          setLabel(value)
          form.clear(field)
        }}
        error={form.errorOf(field)}
      />
      <div className="button-row">
        <Button type="submit" isPending={create.isPending}>
          {texts.make}
        </Button>
      </div>
    </form>
  )
}

function MadeLink<Made extends { url: string }>({
  id,
  texts,
  made,
  onDone,
}: {
  id: string
  texts: LinkTexts<Made>
  made: Made
  onDone: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="made-link">
      <h3 className="card__subtitle" ref={heading} tabIndex={-1}>
        {texts.made}
      </h3>
      <p>{texts.keep(made)}</p>
      <CopyLink id={`${id}-url`} label={texts.url} url={made.url} />
      <div className="button-row">
        <Button onPress={onDone}>{texts.another}</Button>
      </div>
    </div>
  )
}
