import { useAuditChain } from '#client/hooks/use-audit.ts'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import type { AuditChain } from '#shared/api/audit.ts'
import { formatRecent } from '#shared/text/moment.ts'
import './chain-card.css'

/** Whether the audit trail is unchanged: the server recomputes its hash chain. */
export function ChainCard({ planId }: { planId: string }) {
  const chain = useAuditChain(planId)
  return (
    <section className="card audit-chain" aria-labelledby="audit-chain">
      <h2 className="card__title" id="audit-chain">
        Is er iets veranderd aan het logboek?
      </h2>
      <QueryView query={chain} loadingLabel="Bezig met controleren van het logboek">
        {(found) => <Verdict chain={found} />}
      </QueryView>
      {chain.data !== undefined && (
        <Button kind="quiet" isPending={chain.isFetching} onPress={() => void chain.refetch()}>
          Opnieuw controleren
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
          <Chip tone="bad">Het logboek is gewijzigd</Chip>
        </p>
        <p>
          Gecontroleerd {when}: {fault}. Waarschuw de beheerder. Wat vóór die regel staat, klopt nog
          wel.
        </p>
      </div>
    )
  return (
    <div role="status">
      <p>
        <Chip tone="ok">Het logboek klopt</Chip>
      </p>
      <p>
        Gecontroleerd {when}:{' '}
        {total === 1
          ? 'de ene regel is nog zoals die is geschreven'
          : `alle ${total} regels zijn nog zoals ze zijn geschreven`}
        .{' '}
        {signedUpTo === null
          ? 'Bij de eerste versie die ter akkoord ligt, wordt het logboek ook ondertekend.'
          : `Tot en met regel ${signedUpTo} is het logboek ook ondertekend.`}
      </p>
    </div>
  )
}
