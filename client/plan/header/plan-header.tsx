import { EllipsisVertical, Search } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { askToFind, findStore } from '#client/hooks/find-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useAgreement } from '#client/hooks/use-agreement.ts'
import { useConsultation } from '#client/hooks/use-consultation.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { CommentsToggle } from '#client/panels/comments/comments-toggle.tsx'
import { ExportDialog } from '#client/panels/export-dialog.tsx'
import { InboxBell } from '#client/panels/inbox/inbox-bell.tsx'
import { PeopleButton } from '#client/panels/people-popover.tsx'
import * as findText from '#client/text/find.ts'
import { formatPeriod } from '#client/text/period.ts'
import * as actionText from '#client/text/plan-actions.ts'
import { BrandMark } from '#client/ui/brand.tsx'
import { ButtonLink, IconButton } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import { Menu } from '#client/ui/menu.tsx'
import { useHeadingFocus } from '#client/ui/page-heading.tsx'
import type { Plan } from '#shared/api/plans.ts'
import { summarize } from '#shared/plan/summary.ts'
import { ActionDialogs } from '../actions/action-dialogs.tsx'
import type { ActionDialog, ShownAction } from '../actions/plan-actions.ts'
import { usePlanActions } from '../actions/use-plan-actions.ts'
import { SheetTabs } from '../sheet-tabs.tsx'
import { useIsCompact } from '../use-is-narrow.ts'
import type { Side } from '../use-side.ts'
import { nextStep } from './next-step.ts'
import { PartsStatus, SaveStatus } from './save-status.tsx'
import './plan-header.css'

type PlanHeaderProps = { plan: Plan; side: Side }

export function PlanHeader({ plan, side }: PlanHeaderProps) {
  const { session, format } = usePlanContext()
  const facts = useSource(session.content, (content) => summarize(content, format))
  const [open, setOpen] = useState<ActionDialog | null>(null)
  const actions = usePlanActions(side, setOpen)
  const heading = useHeadingFocus()
  const canFind = useSource(findStore.canFind)
  const close = () => setOpen(null)
  const sub = [facts.team, formatPeriod(facts.periodFrom, facts.periodTo)]
    .filter((part) => part !== '')
    .join(' · ')
  return (
    <header className="plan-header">
      <Link href="/" className="plan-header__home" aria-label="Wijktafel, naar uw plannen">
        <BrandMark />
      </Link>
      <div className="plan-header__about">
        <div className="plan-header__text">
          <h1 className="plan-header__title" tabIndex={-1} ref={heading}>
            {facts.title}
          </h1>
          <div className="plan-header__sub">{sub}</div>
        </div>
        <div className="plan-header__status">
          <PlanStatusChip status={plan.status} submitted={plan.submitted} />
        </div>
      </div>
      <SheetTabs />
      <div className="plan-header__end">
        {session.kind === 'whole' && <SaveStatus session={session} />}
        {session.kind === 'parts' && <PartsStatus session={session} />}
        {plan.sections === null && <PeopleButton />}
        <div className="plan-header__icons">
          <span className="plan-header__wide">
            <CommentsToggle
              isOpen={side.shown === 'comments'}
              onToggle={() => side.toggle('comments')}
            />
          </span>
          {canFind && (
            <IconButton
              label={findText.title}
              icon={<Search className="icon" aria-hidden="true" />}
              onPress={() => askToFind()}
            />
          )}
          <InboxBell />
          <MoreMenu actions={actions} />
        </div>
        {plan.sections === null && <NextStepLink plan={plan} />}
      </div>
      <ExportDialog isOpen={open === 'export'} onClose={close} />
      <ActionDialogs actions={actions} open={open} setOpen={setOpen} />
    </header>
  )
}

/** The one filled button of the screen. */
function NextStepLink({ plan }: { plan: Plan }) {
  const { planId, role } = usePlanContext()
  const consultation = useConsultation(planId)
  const agreement = useAgreement(planId)
  const step = nextStep({
    status: plan.status,
    role,
    wasConsulted: consultation.data === undefined ? undefined : consultation.data !== null,
    hasToAnswer:
      agreement.data?.seats.some(
        ({ canAnswer, standing }) =>
          canAnswer && standing.kind !== 'agreed' && standing.kind !== 'not-agreed',
      ) ?? false,
    isCorrection: plan.submitted !== null,
  })
  if (step === null) return null
  return (
    <span className="plan-header__wide">
      <ButtonLink kind="primary" href={`/plan/${planId}/${step.page}`}>
        {step.label}
      </ButtonLink>
    </span>
  )
}

/** The other pages of the plan, and help; undo on a screen without a toolbar. */
function MoreMenu({ actions }: { actions: readonly ShownAction[] }) {
  const isCompact = useIsCompact()
  return (
    <Menu
      label={actionText.menu}
      trigger={<EllipsisVertical className="icon" aria-hidden="true" />}
      actions={actions
        .filter(({ inMenu }) => inMenu === 'always' || (inMenu === 'compact' && isCompact))
        .map((action) => ({
          id: action.id,
          label: action.label,
          icon: <action.icon className="icon" aria-hidden="true" />,
          isDisabled: action.isDisabled,
          onAction: action.run,
        }))}
    />
  )
}
