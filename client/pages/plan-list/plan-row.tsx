import { EllipsisVertical, FileText, LogOut, Trash2, Users } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { formatRecent } from '#client/text/moment.ts'
import { formatPeriod } from '#client/text/period.ts'
import * as placeText from '#client/text/places.ts'
import * as planListText from '#client/text/plan-list.ts'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import { Menu } from '#client/ui/menu.tsx'
import { can } from '#shared/access.ts'
import type { PlanSummary } from '#shared/api/plans.ts'
import { formatEuro } from '#shared/money.ts'
import './plan-row.css'

type PlanRowProps = {
  plan: PlanSummary
  now: Date
  /** False when the plan can't be opened now. */
  isAvailable?: boolean
  /** Without it the row has no menu, because its actions need a connection. */
  onRemove?: () => void
  onLeave?: () => void
}

export function PlanRow({ plan, now, isAvailable = true, onRemove, onLeave }: PlanRowProps) {
  const [, navigate] = useLocation()
  const canManage = can(plan.role, 'manage')
  return (
    <li className={isAvailable ? 'plan-row' : 'plan-row plan-row--unavailable'}>
      <div className="plan-row__main">
        <h2 className="plan-row__title">
          {isAvailable ? (
            <Link className="plan-row__link" href={`/plan/${plan.id}`}>
              {plan.title}
            </Link>
          ) : (
            plan.title
          )}
        </h2>
        <p className="plan-row__meta">{metaOf(plan, now)}</p>
      </div>
      <div className="plan-row__status">
        <PlanStatusChip status={plan.status} submitted={plan.submitted} />
      </div>
      <div className="plan-row__total">
        {plan.totalCents !== null && (
          <>
            <span className="visually-hidden">{planListText.totalBudget} </span>
            {formatEuro(plan.totalCents)}
          </>
        )}
      </div>
      <div className="plan-row__menu">
        {onRemove !== undefined && (
          <Menu
            label={planListText.moreAbout(plan.title)}
            trigger={<EllipsisVertical className="icon" aria-hidden="true" />}
            actions={[
              {
                id: 'open',
                label: planListText.open,
                icon: <FileText className="icon" aria-hidden="true" />,
                onAction: () => navigate(`/plan/${plan.id}`),
              },
              {
                id: 'people',
                label: canManage ? planListText.membersAndInvites : placeText.members,
                icon: <Users className="icon" aria-hidden="true" />,
                onAction: () => navigate(`/plan/${plan.id}/leden`),
              },
              ...(onLeave === undefined
                ? []
                : [
                    {
                      id: 'leave',
                      label: planListText.leaveMenu,
                      icon: <LogOut className="icon" aria-hidden="true" />,
                      onAction: onLeave,
                    },
                  ]),
              ...(canManage
                ? [
                    {
                      id: 'remove',
                      label: planListText.removeMenu,
                      icon: <Trash2 className="icon" aria-hidden="true" />,
                      isDanger: true,
                      onAction: onRemove,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </div>
    </li>
  )
}

function metaOf(plan: PlanSummary, now: Date): string {
  const changed =
    plan.changedBy === null
      ? planListText.made(formatRecent(plan.createdAt, now))
      : planListText.changed(formatRecent(plan.changedAt, now), plan.changedBy.name)
  return [
    plan.format.name,
    formatPeriod(plan.periodFrom, plan.periodTo),
    changed,
    openThreadsText(plan.openThreads),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function openThreadsText(count: number | null): string {
  if (count === null || count === 0) return ''
  return planListText.openThreads(count)
}
