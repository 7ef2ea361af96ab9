import { useEffect, useRef, useState } from 'react'
import { isOffline } from '#client/api.ts'
import type { PlanList as ListOfPlans } from '#client/hooks/plan-pages.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { useLeavePlan } from '#client/hooks/use-members.ts'
import { useDeletePlan, usePlans } from '#client/hooks/use-plans.ts'
import { plansOnDevice } from '#client/sync/device/offline-manifest.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { untilDrawn } from '#client/ui/until-drawn.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { matches } from '#shared/fold.ts'
import { MergeCard } from '../account/merge-card.tsx'
import { ForYou, ForYouLead } from './for-you.tsx'
import { OfflinePlans } from './offline-plans.tsx'
import { PlanRow } from './plan-row.tsx'
import { RescueList } from './rescue-list.tsx'
import './plan-list.css'

/** A list shorter than this is read faster than it is filtered. */
const filterAbove = 8

/** One request for a name, not one for each letter of it. */
const typingMs = 250

export function PlanListPage() {
  const plans = usePlans()
  const userId = useMe().data?.id
  const isAway = plans.isError && isOffline(plans.error)
  const count = plans.data?.total ?? 0
  return (
    <Shell>
      <PageHeader title="Voor u" lead={<ForYouLead />} />
      <MergeCard />
      <ForYou />
      <div className="plan-list__head">
        <h2 className="plan-list__heading">Uw plannen</h2>
        {plans.data !== undefined && count > 0 && (
          <p className="plan-list__lead">{leadOf(plans.data)}</p>
        )}
        {count > 0 && !isAway && <ButtonLink href="/nieuw">Nieuw plan</ButtonLink>}
      </div>
      <QueryView query={plans} loadingLabel="Bezig met ophalen van uw plannen">
        {(list) => {
          if (list.plans.length === 0) return <NoPlans />
          return isAway && userId !== undefined ? (
            <OfflinePlans plans={list.plans} onDevice={plansOnDevice(userId)} now={new Date()} />
          ) : (
            <PlanList all={plans} list={list} />
          )
        }}
      </QueryView>
      <RescueList />
    </Shell>
  )
}

function leadOf({ total, inApproval }: ListOfPlans): string {
  const plans = total === 1 ? '1 plan.' : `${total} plannen.`
  if (inApproval === 0) return plans
  return inApproval === 1
    ? `${plans} 1 plan ligt voor akkoord voor.`
    : `${plans} ${inApproval} plannen liggen voor akkoord voor.`
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

type Pages = Pick<
  ReturnType<typeof usePlans>,
  'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isPlaceholderData'
>

/** Searches the loaded plans if all are loaded, and on the server otherwise. */
function useFound(
  all: Pages,
  list: ListOfPlans,
  query: string,
): { pages: Pages; found: ListOfPlans } {
  const search = useSettled(query, typingMs)
  const isAtServer = query !== '' && all.hasNextPage
  const asked = usePlans(isAtServer ? search : '')
  if (isAtServer && asked.data !== undefined) return { pages: asked, found: asked.data }
  if (query === '') return { pages: all, found: list }
  const plans = list.plans.filter((plan) =>
    matches(query, [plan.title, plan.wijk, plan.team, plan.format.name]),
  )
  return { pages: all, found: { ...list, plans, total: plans.length } }
}

function PlanList({ all, list }: { all: Pages; list: ListOfPlans }) {
  const [typed, setTyped] = useState('')
  const query = typed.trim()
  const [removing, setRemoving] = useState<PlanSummary | null>(null)
  const remove = useDeletePlan()
  const [leaving, setLeaving] = useState<PlanSummary | null>(null)
  const leave = useLeavePlan()
  const { pages, found } = useFound(all, list, query)
  const shown = found.plans
  return (
    <>
      {list.total > filterAbove && (
        <div className="plan-filter">
          <TextField
            id="plan-filter"
            type="search"
            label="Zoek op naam, wijk of team"
            isBare
            value={typed}
            onChange={setTyped}
          />
          <p role="status" className="visually-hidden">
            {query === '' || pages.isPlaceholderData
              ? ''
              : `${found.total} van ${list.total} plannen`}
          </p>
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState title="Geen plan gevonden">
          <p>Er is geen plan met “{query}”. Zoek op een deel van de naam, de wijk of het team.</p>
        </EmptyState>
      ) : (
        <PlanPages
          plans={shown}
          total={found.total}
          pages={pages}
          onRemove={setRemoving}
          onLeave={setLeaving}
        />
      )}
      <ConfirmDialog
        title="Plan verlaten?"
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        confirmLabel="Plan verlaten"
        onConfirm={async () => {
          if (leaving === null) return
          await leave.mutateAsync(leaving.id)
          focusHeadingWhenLost()
          showToast({ text: `U doet niet meer mee aan ${leaving.title}.` })
        }}
      >
        <p>
          U kunt <strong>{leaving?.title}</strong> daarna niet meer openen. Wat u schreef en uw
          akkoorden blijven staan. Terugkomen kan met een nieuwe uitnodiging.
        </p>
      </ConfirmDialog>
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

/** After "more" the focus moves to the first new plan; on a reload of the list it stays where it is. */
function PlanPages({
  plans,
  total,
  pages,
  onRemove,
  onLeave,
}: {
  plans: readonly PlanSummary[]
  total: number
  pages: Pages
  onRemove: (plan: PlanSummary) => void
  onLeave: (plan: PlanSummary) => void
}) {
  const now = new Date()
  const list = useRef<HTMLUListElement>(null)
  const showMore = async () => {
    const before = plans.length
    await pages.fetchNextPage()
    untilDrawn(() => {
      const link = list.current?.children[before]?.querySelector('a')
      link?.focus()
      return link != null
    })
  }
  return (
    <>
      <ul className="plan-list" aria-label="Plannen" ref={list}>
        {plans.map((plan) => (
          <PlanRow
            key={plan.id}
            plan={plan}
            now={now}
            onRemove={() => onRemove(plan)}
            onLeave={() => onLeave(plan)}
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className="plan-more">
          <p role="status">
            {plans.length} van {total} plannen
          </p>
          <Button isPending={pages.isFetchingNextPage} onPress={() => void showMore()}>
            Meer plannen tonen
          </Button>
        </div>
      )}
    </>
  )
}

/** The value after it has been stable for `quietMs`: a search does not send a request for each letter. */
function useSettled<T>(value: T, quietMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), quietMs)
    return () => clearTimeout(timer)
  }, [value, quietMs])
  return settled
}
