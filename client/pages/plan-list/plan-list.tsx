import { useRef, useState } from 'react'
import { isOffline } from '#client/api.ts'
import type { PlanList as ListOfPlans } from '#client/hooks/plan-pages.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { useLeavePlan } from '#client/hooks/use-members.ts'
import { useDeletePlan, usePlans } from '#client/hooks/use-plans.ts'
import { plansOnDevice } from '#client/sync/device/offline-manifest.ts'
import * as placeText from '#client/text/places.ts'
import * as planListText from '#client/text/plan-list.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { EmptyState } from '#client/ui/empty-state.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { untilDrawn } from '#client/ui/until-drawn.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { matches } from '#shared/fold.ts'
import { limits } from '#shared/limits.ts'
import { MergeCard } from '../account/merge-card.tsx'
import { ForYou, ForYouLead } from './for-you.tsx'
import { OfflinePlans } from './offline-plans.tsx'
import { PlanRow } from './plan-row.tsx'
import { RescueList } from './rescue-list.tsx'
import { TextHits } from './text-hits.tsx'
import { useSettled } from './use-settled.ts'
import './plan-list.css'

export function PlanListPage() {
  const plans = usePlans()
  const userId = useMe().data?.id
  const isAway = plans.isError && isOffline(plans.error)
  const count = plans.data?.total ?? 0
  return (
    <Shell width="broad">
      <PageHeader title={placeText.forYou} lead={<ForYouLead />} />
      <MergeCard />
      <ForYou />
      <div className="plan-list__head">
        <h2 className="plan-list__heading">{placeText.plans}</h2>
        {plans.data !== undefined && count > 0 && (
          <p className="plan-list__lead">
            {planListText.plansLead(plans.data.total, plans.data.inApproval)}
          </p>
        )}
        {count > 0 && !isAway && <ButtonLink href="/nieuw">{placeText.newPlan}</ButtonLink>}
      </div>
      <QueryView query={plans} loadingLabel={planListText.loading}>
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

function NoPlans() {
  return (
    <EmptyState
      title={planListText.none}
      actions={
        <ButtonLink kind="primary" href="/nieuw">
          {planListText.makeOne}
        </ButtonLink>
      }
    >
      <p>{planListText.noneText}</p>
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
  const search = useSettled(query)
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
      <div className="plan-filter">
        <TextField
          id="plan-filter"
          type="search"
          label={planListText.search}
          isBare
          maxLength={limits.searchLength.max}
          value={typed}
          onChange={setTyped}
        />
        <p role="status" className="visually-hidden">
          {query === '' || pages.isPlaceholderData
            ? ''
            : planListText.found(found.total, list.total)}
        </p>
      </div>
      {shown.length === 0 ? (
        <p>{planListText.nothingFoundText(query)}</p>
      ) : (
        <PlanPages
          plans={shown}
          total={found.total}
          pages={pages}
          onRemove={setRemoving}
          onLeave={setLeaving}
        />
      )}
      <TextHits query={query} />
      <ConfirmDialog
        title={planListText.leaveAsk}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        confirmLabel={planListText.leave}
        onConfirm={async () => {
          if (leaving === null) return
          await leave.mutateAsync(leaving.id)
          focusHeadingWhenLost()
          showToast({ text: planListText.left(leaving.title) })
        }}
      >
        <p>
          <Sentence parts={planListText.leaveText(<strong>{leaving?.title}</strong>)} />
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        title={planListText.removeAsk}
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        confirmLabel={planListText.remove}
        onConfirm={async () => {
          if (removing === null) return
          await remove.mutateAsync(removing.id)
          focusHeadingWhenLost()
          showToast({ text: planListText.removed(removing.title) })
        }}
      >
        <p>
          <Sentence parts={planListText.removeText(<strong>{removing?.title}</strong>)} />
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
      <ul className="plan-list" aria-label={planListText.plans} ref={list}>
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
          <p role="status">{planListText.shown(plans.length, total)}</p>
          <Button isPending={pages.isFetchingNextPage} onPress={() => void showMore()}>
            {planListText.showMore}
          </Button>
        </div>
      )}
    </>
  )
}
