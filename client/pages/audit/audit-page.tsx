import { useLocation, useSearch } from 'wouter'
import { addressOf } from '#client/api.ts'
import { useAudit } from '#client/hooks/use-audit.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import * as auditText from '#client/text/audit.ts'
import * as placeText from '#client/text/places.ts'
import { Button } from '#client/ui/button.tsx'
import { DownloadButton } from '#client/ui/download-button.tsx'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { type AuditFilter, exportAuditCsv, exportAuditJson } from '#shared/api/audit.ts'
import { AuditFilters } from './audit-filters.tsx'
import { AuditList } from './audit-list.tsx'
import { ChainCard } from './chain-card.tsx'
import { addressOfFilter, filterOf } from './filter-address.ts'
import './audit-page.css'

/** The audit trail of a plan, for its coordinators and for an administrator, who may read the trail but not the plan. */
export function AuditPage({ planId }: { planId: string }) {
  // An administrator who is no member gets a refusal here; the page works without it.
  const plan = usePlan(planId).data
  const [, navigate] = useLocation()
  const filter = filterOf(useSearch())
  const trail = useAudit(planId, filter)
  const isFiltered = Object.keys(filter).length > 0
  const choose = (next: AuditFilter) => navigate(addressOfFilter(planId, next), { replace: true })
  return (
    <Shell>
      <PageHeader
        title={placeText.audit}
        back={
          plan === undefined
            ? { href: '/', label: placeText.plans }
            : { href: `/plan/${planId}/akkoord`, label: plan.title }
        }
        lead={auditText.lead}
      />
      <QueryView query={trail} loadingLabel={auditText.loading}>
        {({ pages }) => {
          const [first] = pages
          const lines = pages.flatMap((page) => page.lines)
          return (
            <>
              <ChainCard planId={planId} />
              <section className="card audit" aria-labelledby="audit-lines">
                <h2 className="card__title" id="audit-lines">
                  {auditText.lines}
                </h2>
                <AuditFilters filter={filter} people={first?.people ?? []} onChange={choose} />
                <div className="audit__bar">
                  <p role="status">
                    {countText(first?.matching ?? 0, first?.total ?? 0, isFiltered)}
                  </p>
                  <div className="button-row">
                    <DownloadButton
                      address={addressOf(exportAuditCsv.path, { planId }, filter)}
                      fileName="logboek.csv"
                    >
                      {auditText.asCsv(isFiltered)}
                    </DownloadButton>
                    <DownloadButton
                      address={addressOf(exportAuditJson.path, { planId })}
                      fileName="logboek.json"
                    >
                      {auditText.asJson}
                    </DownloadButton>
                  </div>
                </div>
                {lines.length === 0 ? (
                  <NothingFound isFiltered={isFiltered} onClear={() => choose({})} />
                ) : (
                  <AuditList lines={lines} />
                )}
                {trail.hasNextPage && (
                  <Button
                    isPending={trail.isFetchingNextPage}
                    onPress={() => void trail.fetchNextPage()}
                  >
                    {auditText.showOlder}
                  </Button>
                )}
              </section>
            </>
          )
        }}
      </QueryView>
    </Shell>
  )
}

function countText(matching: number, total: number, isFiltered: boolean): string {
  return isFiltered ? auditText.matchingCount(matching, total) : auditText.lineCount(total)
}

function NothingFound({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) return <EmptyState title={auditText.isEmpty}>{auditText.isEmptyText}</EmptyState>
  return (
    <EmptyState
      title={auditText.nothingFound}
      actions={<Button onPress={onClear}>{auditText.showAll}</Button>}
    >
      {auditText.nothingFoundText}
    </EmptyState>
  )
}
