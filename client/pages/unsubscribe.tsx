import { useSearch } from 'wouter'
import * as appText from '#client/text/app.ts'
import { AppError } from '#shared/errors.ts'
import { useUnsubscribe } from '../hooks/use-mail.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { Shell } from '../ui/shell.tsx'

/** Asks first: mail scanners open every link in a mail, and must not unsubscribe its reader. */
export function UnsubscribePage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const leave = useUnsubscribe(token)
  const isRefused = leave.error instanceof AppError && leave.error.code === 'unsubscribe-invalid'
  if (leave.isSuccess) {
    return (
      <Shell width="narrow">
        <PageHeader takesFocus title={appText.unsubscribed} lead={appText.unsubscribedLead} />
        <div className="card stack">
          <p>{appText.unsubscribedUndo}</p>
          <div className="button-row">
            <ButtonLink href="/mail">{appText.mailSettings}</ButtonLink>
          </div>
        </div>
      </Shell>
    )
  }
  return (
    <Shell width="narrow">
      <PageHeader title={appText.unsubscribeAsk} lead={appText.unsubscribeLead} />
      <div className="card stack">
        <p>{appText.unsubscribeLess}</p>
        <RefusalText error={leave.error} />
        <div className="button-row">
          {token !== '' && !isRefused && (
            <Button kind="primary" isPending={leave.isPending} onPress={() => leave.mutate()}>
              {appText.unsubscribe}
            </Button>
          )}
          <ButtonLink href="/mail">
            {isRefused ? appText.mailSettings : appText.chooseLess}
          </ButtonLink>
        </div>
      </div>
    </Shell>
  )
}
