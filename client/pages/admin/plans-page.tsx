import { useState } from 'react'
import { Link } from 'wouter'
import { useManagedPlans } from '#client/hooks/use-administration.ts'
import { formatBytes } from '#client/panels/export-file.ts'
import { Button } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import type { ManagedPlan } from '#shared/api/administration.ts'
import { counted } from '#shared/counted.ts'
import { formatList } from '#shared/format-list.ts'
import { formatDay } from '#shared/text/moment.ts'
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
    <AdminPage lead="U ziet wie elk plan beheert, hoe groot het is en wanneer eraan is gewerkt. De tekst leest u hier niet.">
      <section className="card stack" aria-labelledby="admin-plans">
        <h2 className="card__title" id="admin-plans">
          {isOrphaned ? 'Plannen zonder coördinator' : 'Plannen'}
        </h2>
        <SearchForm label="Zoek op naam, wijk of team" onSearch={setQ} />
        <div className="button-row">
          <Button kind="quiet" onPress={() => setOrphaned(!isOrphaned)}>
            {isOrphaned ? 'Alle plannen tonen' : 'Alleen plannen zonder coördinator'}
          </Button>
        </div>
        <PagedRows query={plans} one="plan" many="plannen">
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
          {formName}, {counted(members, 'lid', 'leden')}, {formatBytes(bytes)}, laatst gewijzigd op{' '}
          {formatDay(changedAt)}
        </span>
      </span>
      {coordinators.length === 0 ? (
        <GiveCoordinator plan={plan} />
      ) : (
        <span className="admin-row__detail">
          Coördinator: {formatList(coordinators.map(({ name }) => name))}
        </span>
      )}
      <Link href={`/plan/${id}/logboek`} className="link" aria-label={`Logboek van ${title}`}>
        Logboek
      </Link>
    </li>
  )
}
