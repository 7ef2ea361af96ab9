import { useAuditChain } from '#client/hooks/use-audit.ts'
import * as auditText from '#client/text/audit.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import type { AuditChain } from '#shared/api/audit.ts'
import './chain-card.css'

/** Whether the audit trail is unchanged: the server recomputes its hash chain. */
export function ChainCard({ planId }: { planId: string }) {
  const chain = useAuditChain(planId)
  return (
    <section className="card audit-chain" aria-labelledby="audit-chain">
      <h2 className="card__title" id="audit-chain">
        {auditText.verify}
      </h2>
      <QueryView query={chain} loadingLabel={auditText.verifying}>
        {(found) => <Verdict chain={found} />}
      </QueryView>
      {chain.data !== undefined && (
        <Button kind="quiet" isPending={chain.isFetching} onPress={() => void chain.refetch()}>
          {auditText.verifyAgain}
        </Button>
      )}
    </section>
  )
}

function Verdict({ chain: { total, fault, signedUpTo, checkedAt } }: { chain: AuditChain }) {
  const when = formatRecent(checkedAt, new Date())
  if (fault !== null)
    return (
      <div role="alert">
        <p>
          <Chip tone="bad">{auditText.isChanged}</Chip>
        </p>
        <p>{auditText.changedText(when, fault)}</p>
      </div>
    )
  return (
    <div role="status">
      <p>
        <Chip tone="ok">{auditText.isIntact}</Chip>
      </p>
      <p>{auditText.intactText(when, total, signedUpTo)}</p>
    </div>
  )
}
