import { useSearch } from 'wouter'
import { useUnsubscribe } from '../hooks/use-mail.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { Shell } from '../ui/shell.tsx'

/** Asks first: mail scanners open every link in a mail, and must not unsubscribe its reader. */
export function UnsubscribePage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const leave = useUnsubscribe(token)
  if (leave.isSuccess) {
    return (
      <Shell width="narrow">
        <PageHeader
          takesFocus
          title="U krijgt geen mail over plannen meer"
          lead="Inloglinks en uitnodigingen komen nog wel. In Wijktafel zelf ziet u alles."
        />
        <div className="card stack">
          <p>Bedenkt u zich? Log in en kies hoe vaak u mail wilt.</p>
          <div className="button-row">
            <ButtonLink href="/mail">Mail over plannen</ButtonLink>
          </div>
        </div>
      </Shell>
    )
  }
  return (
    <Shell width="narrow">
      <PageHeader
        title="Geen mail over plannen meer?"
        lead="Dit geldt voor al uw plannen in Wijktafel."
      />
      <div className="card stack">
        <p>U kunt ook kiezen voor minder mail: één per dag of één per week.</p>
        <RefusalText error={leave.error} />
        <div className="button-row">
          {token !== '' && (
            <Button kind="primary" isPending={leave.isPending} onPress={() => leave.mutate()}>
              Geen mail meer
            </Button>
          )}
          <ButtonLink href="/mail">Minder mail kiezen</ButtonLink>
        </div>
      </div>
    </Shell>
  )
}
