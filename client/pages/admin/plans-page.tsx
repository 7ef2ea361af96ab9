import { useState } from 'react'
import { Link } from 'wouter'
import { useManagedPlans } from '#client/hooks/use-administration.ts'
import { formatBytes } from '#client/panels/export-file.ts'
import * as adminText from '#client/text/admin.ts'
import { formatDay } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import * as termText from '#client/text/terms.ts'
import { Button } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import type { ManagedPlan } from '#shared/api/administration.ts'
import { formatList } from '#shared/format-list.ts'
import { AdminPage } from './admin-page.tsx'
import { GiveCoordinator } from './give-coordinator.tsx'
import { PagedRows } from './paged-rows.tsx'
import { SearchForm } from './search-form.tsx'
import './admin.css'

export function AdminPlansPage() {
  const [q, setQ] = useState('')
  const [isOrphaned, setOrphaned] = useState(false)
  const plans = useManagedPlans({ q, isOrphaned })
  return (
    <AdminPage lead={adminText.plansLead}>
      <section className="card stack" aria-labelledby="admin-plans">
        <h2 className="card__title" id="admin-plans">
          {isOrphaned ? adminText.orphanedPlans : adminText.plans}
        </h2>
        <SearchForm label={adminText.searchPlans} onSearch={setQ} />
        <div className="button-row">
          <Button kind="quiet" onPress={() => setOrphaned(!isOrphaned)}>
            {isOrphaned ? adminText.showAllPlans : adminText.showOrphanedPlans}
          </Button>
        </div>
        <PagedRows
          query={plans}
          loadingLabel={adminText.loadingPlans}
          totalText={termText.plans}
          moreLabel={adminText.morePlans}
        >
          {(page) => page.plans.map((plan) => <PlanRow key={plan.id} plan={plan} />)}
        </PagedRows>
      </section>
    </AdminPage>
  )
}

function PlanRow({ plan }: { plan: ManagedPlan }) {
  const { id, title, formName, status, coordinators, members, bytes, changedAt } = plan
  return (
    <li className="admin-row">
      <span>
        <strong>{title}</strong> <PlanStatusChip status={status} />
        <br />
        <span className="admin-row__detail">
          {adminText.planFacts(formName, members, formatBytes(bytes), formatDay(changedAt))}
        </span>
      </span>
      {coordinators.length === 0 ? (
        <GiveCoordinator plan={plan} />
      ) : (
        <span className="admin-row__detail">
          {adminText.coordinators(formatList(coordinators.map(({ name }) => name)))}
        </span>
      )}
      <Link href={`/plan/${id}/logboek`} className="link" aria-label={placeText.auditOf(title)}>
        {placeText.audit}
      </Link>
    </li>
  )
}
