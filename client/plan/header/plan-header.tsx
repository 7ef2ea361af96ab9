import {
  EllipsisVertical,
  FileDown,
  FileUp,
  Handshake,
  History as HistoryIcon,
  Keyboard,
  ListChecks,
  MessagesSquare,
  Redo2,
  Search,
  Undo2,
  Users,
} from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { askToFind } from '#client/hooks/find-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useAgreement } from '#client/hooks/use-agreement.ts'
import { useConsultation } from '#client/hooks/use-consultation.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { CommentsToggle } from '#client/panels/comments/comments-toggle.tsx'
import { ExportDialog } from '#client/panels/export-dialog.tsx'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { InboxBell } from '#client/panels/inbox/inbox-bell.tsx'
import { PeopleButton } from '#client/panels/people-popover.tsx'
import { ShortcutsDialog } from '#client/panels/shortcuts-dialog.tsx'
import { constant } from '#client/sync/source.ts'
import * as findText from '#client/text/find.ts'
import { formatPeriod } from '#client/text/period.ts'
import { BrandMark } from '#client/ui/brand.tsx'
import { ButtonLink, IconButton } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import { Menu, type MenuAction } from '#client/ui/menu.tsx'
import type { Plan } from '#shared/api/plans.ts'
import { summarize } from '#shared/plan/summary.ts'
import { SheetTabs } from '../sheet-tabs.tsx'
import { useIsCompact } from '../use-is-narrow.ts'
import type { Side } from '../use-side.ts'
import { nextStep } from './next-step.ts'
import { PartsStatus, SaveStatus } from './save-status.tsx'
import './plan-header.css'

const nothingToUndo = constant({ canUndo: false, canRedo: false })

type PlanHeaderProps = { plan: Plan; side: Side }

export function PlanHeader({ plan, side }: PlanHeaderProps) {
  const { session, format } = usePlanContext()
  const facts = useSource(session.content, (content) => summarize(content, format))
  const [open, setOpen] = useState<'export' | 'shortcuts' | null>(null)
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
          <h1 className="plan-header__title">{facts.title}</h1>
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
          <IconButton
            label={findText.title}
            icon={<Search className="icon" aria-hidden="true" />}
            onPress={() => askToFind()}
          />
          <InboxBell />
          <MoreMenu side={side} onOpen={setOpen} />
        </div>
        {plan.sections === null && <NextStepLink plan={plan} />}
      </div>
      <ExportDialog isOpen={open === 'export'} onClose={close} />
      <ShortcutsDialog isOpen={open === 'shortcuts'} onClose={close} />
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

type MoreMenuProps = { side: Side; onOpen: (dialog: 'export' | 'shortcuts') => void }

/** The other pages of the plan, and help; undo on a screen without a toolbar. */
function MoreMenu({ side, onOpen }: MoreMenuProps) {
  const { planId, parts, edit } = usePlanContext()
  const [, navigate] = useLocation()
  const isCompact = useIsCompact()
  const { canUndo, canRedo } = useSource(edit?.undo.state ?? nothingToUndo)
  const icon = { className: 'icon', 'aria-hidden': true } as const
  const small: MenuAction[] =
    edit !== null
      ? [
          {
            id: 'undo',
            label: 'Ongedaan maken',
            icon: <Undo2 {...icon} />,
            isDisabled: !canUndo,
            onAction: () => edit.undo.undo(),
          },
          {
            id: 'redo',
            label: 'Opnieuw',
            icon: <Redo2 {...icon} />,
            isDisabled: !canRedo,
            onAction: () => edit.undo.redo(),
          },
        ]
      : []
  const pages: MenuAction[] = [
    // Versions hold the whole plan.
    ...(parts === null
      ? [
          {
            id: 'history',
            label: side.shown === 'history' ? 'Geschiedenis sluiten' : 'Geschiedenis',
            icon: <HistoryIcon {...icon} />,
            onAction: () => side.toggle('history'),
          },
        ]
      : []),
    {
      id: 'export',
      label: 'Exporteren',
      icon: <FileDown {...icon} />,
      onAction: () => onOpen('export'),
    },
    ...(parts === null
      ? [
          {
            id: 'agreement',
            label: 'Akkoord',
            icon: <Handshake {...icon} />,
            onAction: () => navigate(`/plan/${planId}/akkoord`),
          },
        ]
      : []),
    {
      id: 'members',
      label: 'Leden',
      icon: <Users {...icon} />,
      onAction: () => navigate(`/plan/${planId}/leden`),
    },
  ]
  return (
    <Menu
      label="Meer en hulp"
      trigger={<EllipsisVertical {...icon} />}
      actions={[
        ...(isCompact ? small : []),
        ...pages,
        ...(edit !== null
          ? [
              {
                id: 'import',
                label: 'Importeren',
                icon: <FileUp {...icon} />,
                onAction: () => navigate(addressOfView(planId, { kind: 'import' })),
              },
            ]
          : []),
        // Only members of the whole plan see the names of the people who answered.
        ...(parts === null
          ? [
              {
                id: 'consultation',
                label: 'Consultatie',
                icon: <MessagesSquare {...icon} />,
                onAction: () => navigate(`/plan/${planId}/consultatie`),
              },
            ]
          : []),
        {
          id: 'shortcuts',
          label: 'Sneltoetsen',
          icon: <Keyboard {...icon} />,
          onAction: () => onOpen('shortcuts'),
        },
        {
          id: 'plans',
          label: 'Naar uw plannen',
          icon: <ListChecks {...icon} />,
          onAction: () => navigate('/'),
        },
      ]}
    />
  )
}
