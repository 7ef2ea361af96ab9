import { useState } from 'react'
import type { PlanSummary } from '#shared/api/plans.ts'
import { isOffline } from '../api.ts'
import { useMe } from '../hooks/use-me.ts'
import { useDeletePlan, usePlans } from '../hooks/use-plans.ts'
import { plansOnDevice } from '../sync/known.ts'
import { matches } from '../text/fold.ts'
import { ButtonLink } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { focusHeadingWhenLost } from '../ui/page-heading.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { Shell } from '../ui/shell.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toasts.ts'
import { OfflinePlans } from './offline-plans.tsx'
import { PlanRow } from './plan-row.tsx'
import { RescueList } from './rescue-list.tsx'

/** Below this a list is read faster than a filter is used. */
const filterAbove = 8

export function PlanListPage() {
  const plans = usePlans()
  const userId = useMe().data?.id
  const isAway = plans.isError && isOffline(plans.error)
  const count = plans.data?.length ?? 0
  return (
    <Shell>
      <PageHeader
        title="Uw plannen"
        {...(plans.data === undefined || count === 0 ? {} : { lead: leadOf(plans.data) })}
        actions={
          count > 0 &&
          !isAway && (
            <ButtonLink kind="primary" href="/nieuw">
              Nieuw plan
            </ButtonLink>
          )
        }
      />
      <QueryView query={plans} loadingLabel="Bezig met ophalen van uw plannen">
        {(list) => {
          if (list.length === 0) return <NoPlans />
          return isAway && userId !== undefined ? (
            <OfflinePlans plans={list} onDevice={plansOnDevice(userId)} now={new Date()} />
          ) : (
            <PlanList plans={list} />
          )
        }}
      </QueryView>
      <RescueList />
    </Shell>
  )
}

function leadOf(plans: readonly PlanSummary[]): string {
  const waiting = plans.filter((plan) => plan.status === 'approval').length
  const total = plans.length === 1 ? '1 plan.' : `${plans.length} plannen.`
  if (waiting === 0) return total
  return waiting === 1
    ? `${total} Er ligt 1 plan ter akkoord.`
    : `${total} Er liggen ${waiting} plannen ter akkoord.`
}

function NoPlans() {
  return (
    <EmptyState
      title="U heeft nog geen plan"
      actions={
        <ButtonLink kind="primary" href="/nieuw">
          Nieuw plan maken
        </ButtonLink>
      }
    >
      <p>
        Maak een plan en nodig daarna uw kernteam uit. Bestaat het plan al? Vraag dan de coördinator
        om een uitnodiging; daarna staat het hier.
      </p>
    </EmptyState>
  )
}

function PlanList({ plans }: { plans: readonly PlanSummary[] }) {
  const [query, setQuery] = useState('')
  const [removing, setRemoving] = useState<PlanSummary | null>(null)
  const remove = useDeletePlan()
  const shown =
    query.trim() === ''
      ? plans
      : plans.filter((plan) =>
          matches(query.trim(), [plan.title, plan.wijk, plan.team, plan.format.name]),
        )
  const now = new Date()
  return (
    <>
      {plans.length > filterAbove && (
        <div className="plan-filter">
          <TextField
            id="plan-filter"
            type="search"
            label="Zoek op naam, wijk of team"
            isBare
            value={query}
            onChange={setQuery}
          />
          <p role="status" className="visually-hidden">
            {query.trim() === '' ? '' : `${shown.length} van ${plans.length} plannen`}
          </p>
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState title="Geen plan gevonden">
          <p>
            Er is geen plan met “{query.trim()}”. Zoek op een deel van de naam, de wijk of het team.
          </p>
        </EmptyState>
      ) : (
        <ul className="plan-list" aria-label="Plannen">
          {shown.map((plan) => (
            <PlanRow key={plan.id} plan={plan} now={now} onRemove={() => setRemoving(plan)} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        title="Plan verwijderen?"
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        confirmLabel="Plan verwijderen"
        onConfirm={async () => {
          if (removing === null) return
          await remove.mutateAsync(removing.id)
          focusHeadingWhenLost()
          showToast({ text: `${removing.title} is verwijderd.` })
        }}
      >
        <p>
          <strong>{removing?.title}</strong> verdwijnt voor alle leden, met alle reacties. U kunt
          dit niet ongedaan maken.
        </p>
      </ConfirmDialog>
    </>
  )
}
