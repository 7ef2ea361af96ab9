import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useReadLinkActions, useReadLinks } from '#client/hooks/use-consultation.ts'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { Button } from '#client/ui/button.tsx'
import { CopyLink } from '#client/ui/copy-link.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { CreateReadLinkSchema, type ReadLink } from '#shared/api/read-links.ts'
import { formatDay, formatUntil } from '#shared/text/moment.ts'
import './read-links.css'
import '../members/people.css'

/** Links by which readers without an account read the text of the consultation. */
export function ReadLinks({ planId }: { planId: string }) {
  const links = useReadLinks(planId)
  const { create, revoke } = useReadLinkActions(planId)
  const [revoking, setRevoking] = useState<ReadLink | null>(null)
  return (
    <div className="stack">
      <p>
        Met een leeslink leest iemand zonder account de tekst die ter consultatie ligt. Reacties en
        namen van leden staan er niet bij. De link werkt tot de consultatie sluit en kan eerder
        worden ingetrokken. Iedereen die de link heeft, kan lezen.
      </p>
      {create.data === undefined ? (
        <NewLink create={create} />
      ) : (
        <MadeLink made={create.data} onDone={create.reset} />
      )}
      <QueryView query={links}>
        {(list) =>
          list.length === 0 ? (
            <p className="muted">Er zijn nog geen leeslinks.</p>
          ) : (
            <ul className="people" aria-label="Leeslinks die nu werken">
              {list.map((link) => (
                <li key={link.id} className="person person--link">
                  <div>
                    <p className="person__name">{link.label}</p>
                    <p className="person__detail">
                      Gemaakt door {link.createdBy.name} op {formatDay(link.createdAt)}
                    </p>
                  </div>
                  <div className="person__action">
                    {link.canRevoke && (
                      <Button
                        kind="quiet"
                        onPress={() => setRevoking(link)}
                        aria-label={`Leeslink intrekken: ${link.label}`}
                      >
                        Intrekken
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <ConfirmDialog
        title="Leeslink intrekken?"
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        confirmLabel="Leeslink intrekken"
        onConfirm={async () => {
          if (revoking === null) return
          await revoke.mutateAsync(revoking.id)
          focusHeadingWhenLost()
          showToast({ text: 'De leeslink is ingetrokken.' })
        }}
      >
        <p>De link voor “{revoking?.label}” werkt daarna niet meer.</p>
      </ConfirmDialog>
    </div>
  )
}

type Create = ReturnType<typeof useReadLinkActions>['create']

function NewLink({ create }: { create: Create }) {
  const [label, setLabel] = useState('')
  const form = useFormIssues()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = CreateReadLinkSchema.safeParse({ label })
    if (
      !form.report(
        parsed.success
          ? []
          : issuesOfZod(parsed.error).map((issue) => ({ ...issue, field: 'link-name' })),
      )
    )
      return
    create.mutate(label, { onError: (error) => form.reportError(error, []) })
  }
  return (
    <form noValidate className="form" onSubmit={submit} aria-label="Nieuwe leeslink">
      <FormErrors form={form} />
      <TextField
        id="link-name"
        label="Voor wie is de link?"
        description="Bijvoorbeeld: de vier praktijken van Ilse. Zo weet u later welke u kunt intrekken."
        isRequired
        maxLength={80}
        value={label}
        onChange={(value) => {
          setLabel(value)
          form.clear('link-name')
        }}
        error={form.errorOf('link-name')}
      />
      <div className="button-row">
        <Button type="submit" isPending={create.isPending}>
          Leeslink maken
        </Button>
      </div>
    </form>
  )
}

function MadeLink({
  made,
  onDone,
}: {
  made: { url: string; expiresAt: string }
  onDone: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="read-links">
      <h3 className="card__subtitle" ref={heading} tabIndex={-1}>
        De leeslink is klaar
      </h3>
      <p>
        De link werkt {formatUntil(made.expiresAt)} . U ziet de link alleen nu. Stuur de link zelf
        door.
      </p>
      <CopyLink id="read-url" label="Leeslink" url={made.url} />
      <div className="button-row">
        <Button onPress={onDone}>Nog een leeslink maken</Button>
      </div>
    </div>
  )
}
