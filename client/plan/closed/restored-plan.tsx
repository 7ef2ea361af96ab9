import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { useSource } from '#client/hooks/use-source.ts'
import type { WholeView } from '#client/sync/session/session.ts'
import { Button } from '#client/ui/button.tsx'
import { downloadText } from '#client/ui/download.ts'
import { ErrorState } from '#client/ui/error-state.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { getContent } from '#shared/api/plans.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { RestoredDifferences } from './restored-differences.tsx'

type RestoredPlanProps = { session: WholeView; reopen: () => void }

/** The plan was restored from a backup, or a standby took over without its last changes (PROTOCOL OF2, EP3): nothing is written back automatically; this shows the differences. */
export function RestoredPlan({ session, reopen }: RestoredPlanProps) {
  const queries = useQueryClient()
  const hasUnsaved = useSource(session.hasUnsaved)
  const [isDownloaded, setDownloaded] = useState(false)
  const { planId, format } = session
  // Without a copy on this device there is nothing to compare, and nothing to lose.
  const hasCopy = useSource(session.isLoaded)
  useEffect(() => {
    if (hasCopy) return
    session.forgetLocalCopy()
    reopen()
  }, [hasCopy, session, reopen])
  const restored = useQuery({
    queryKey: [...queryKeys.plan(planId), 'restored'],
    enabled: hasCopy,
    gcTime: 0,
    // Later edits of others are no differences of this user's copy.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call(getContent, { params: { planId }, signal }),
  })
  const comparison =
    restored.data === undefined ? null : comparePlans(restored.data, session.content.get(), format)
  const isEqual = comparison?.sections.length === 0

  const openRestored = () => {
    if (isDownloaded || isEqual) session.forgetLocalCopy()
    else session.leaveLocalCopy()
    void queries.invalidateQueries({ queryKey: queryKeys.plan(planId), exact: true })
    reopen()
  }
  return (
    <Shell>
      <PageHeader
        takesFocus
        title="Dit plan is teruggezet naar een eerder moment"
        lead={
          isEqual
            ? 'Uw kopie en het teruggezette plan zijn gelijk: u mist niets.'
            : 'Dat gebeurt na een storing, of als de beheerder een reservekopie terugzet. Op uw scherm stond nog het plan van daarvoor. Wij namen daar niets vanzelf van over. Hieronder ziet u wat er verschilt.'
        }
        actions={
          <>
            <Button
              onPress={() => {
                downloadText(session.rescueCopy())
                setDownloaded(true)
              }}
            >
              Kopie downloaden
            </Button>
            <Button kind="primary" onPress={openRestored}>
              Teruggezet plan openen
            </Button>
          </>
        }
      />
      {!isEqual && (
        <div className="notice">
          <p>
            {hasUnsaved &&
              'Een deel van wat u typte was nog niet opgeslagen en staat alleen in uw kopie. '}
            {afterwards(session.isKept(), isDownloaded)}
          </p>
        </div>
      )}
      {comparison !== null && <RestoredDifferences comparison={comparison} />}
      {restored.isPending && hasCopy && <Loading label="Bezig met vergelijken" lines={6} />}
      {restored.isError && (
        <ErrorState
          error={restored.error}
          isRetrying={restored.isFetching}
          onRetry={() => void restored.refetch()}
        />
      )}
    </Shell>
  )
}

function afterwards(isKept: boolean, isDownloaded: boolean): string {
  if (isDownloaded)
    return 'U heeft de kopie gedownload. Zodra u het teruggezette plan opent, wordt de kopie van dit apparaat gewist.'
  if (isKept)
    return 'Uw kopie blijft nog 7 dagen op dit apparaat. U vindt de kopie onder uw plannen.'
  return 'Dit apparaat kan de kopie niet bewaren. Download de kopie voordat u verdergaat.'
}
