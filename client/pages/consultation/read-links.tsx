import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useReadLinkActions, useReadLinks } from '#client/hooks/use-consultation.ts'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import * as actionText from '#client/text/actions.ts'
import * as consultationText from '#client/text/consultation.ts'
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
import './people.css'

/** Links by which readers without an account read the text of the consultation. */
export function ReadLinks({ planId }: { planId: string }) {
  const links = useReadLinks(planId)
  const { create, revoke } = useReadLinkActions(planId)
  const [revoking, setRevoking] = useState<ReadLink | null>(null)
  return (
    <div className="stack">
      <p>{consultationText.readLinksLead}</p>
      {create.data === undefined ? (
        <NewLink create={create} />
      ) : (
        <MadeLink made={create.data} onDone={create.reset} />
      )}
      <QueryView query={links}>
        {(list) =>
          list.length === 0 ? (
            <p className="muted">{consultationText.noReadLinks}</p>
          ) : (
            <ul className="people" aria-label={consultationText.workingReadLinks}>
              {list.map((link) => (
                <li key={link.id} className="person person--link">
                  <div>
                    <p className="person__name">{link.label}</p>
                    <p className="person__detail">
                      {consultationText.readLinkFacts(
                        link.createdBy.name,
                        formatDay(link.createdAt),
                      )}
                    </p>
                  </div>
                  <div className="person__action">
                    {link.canRevoke && (
                      <Button
                        kind="quiet"
                        onPress={() => setRevoking(link)}
                        aria-label={consultationText.readLinkWithdrawOf(link.label)}
                      >
                        {actionText.withdraw}
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
        title={consultationText.readLinkWithdrawAsk}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        confirmLabel={consultationText.readLinkWithdraw}
        onConfirm={async () => {
          if (revoking === null) return
          await revoke.mutateAsync(revoking.id)
          focusHeadingWhenLost()
          showToast({ text: consultationText.readLinkIsWithdrawn })
        }}
      >
        <p>{consultationText.readLinkWithdrawText(revoking?.label)}</p>
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
    <form noValidate className="form" onSubmit={submit} aria-label={consultationText.newReadLink}>
      <FormErrors form={form} />
      <TextField
        id="link-name"
        label={consultationText.readLinkFor}
        description={consultationText.readLinkForHint}
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
          {consultationText.readLinkMake}
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
        {consultationText.readLinkIsMade}
      </h3>
      <p>{consultationText.readLinkMadeText(formatUntil(made.expiresAt))}</p>
      <CopyLink id="read-url" label={consultationText.readLink} url={made.url} />
      <div className="button-row">
        <Button onPress={onDone}>{consultationText.readLinkMakeAnother}</Button>
      </div>
    </div>
  )
}
