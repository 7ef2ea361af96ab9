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
  Undo2,
  Users,
} from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { CommentsToggle } from '#client/panels/comments/comments-toggle.tsx'
import { ExportDialog } from '#client/panels/export-dialog.tsx'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { InboxBell } from '#client/panels/inbox/inbox-bell.tsx'
import { PeopleButton } from '#client/panels/people-popover.tsx'
import { ShortcutsDialog } from '#client/panels/shortcuts-dialog.tsx'
import { constant } from '#client/sync/source.ts'
import { formatPeriod } from '#client/text/period.ts'
import { BrandMark } from '#client/ui/brand.tsx'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { PlanStatusChip } from '#client/ui/chip.tsx'
import { Menu, type MenuAction } from '#client/ui/menu.tsx'
import type { Plan } from '#shared/api/plans.ts'
import { summarize } from '#shared/plan/summary.ts'
import { useIsCompact } from '../use-is-narrow.ts'
import type { Side } from '../use-side.ts'
import { PartsStatus, SaveStatus } from './save-status.tsx'
import './plan-header.css'
import '#client/ui/button.css'

const nothingToUndo = constant({ canUndo: false, canRedo: false })

type PlanHeaderProps = { plan: Plan; side: Side }

export function PlanHeader({ plan, side }: PlanHeaderProps) {
  const { session, format, planId, parts } = usePlanContext()
  const facts = useSource(session.content, (content) => summarize(content, format))
  const [open, setOpen] = useState<'export' | 'shortcuts' | null>(null)
  const close = () => setOpen(null)
  const sub = [
    facts.team,
    formatPeriod(facts.periodFrom, facts.periodTo),
    `formulier ${format.name}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
  return (
    <header className="plan-header">
      <Link href="/" className="plan-header__home" aria-label="Wijktafel, naar uw plannen">
        <BrandMark />
      </Link>
      <div className="plan-header__text">
        <h1 className="plan-header__title">{facts.title}</h1>
        <div className="plan-header__sub">{sub}</div>
      </div>
      <div className="plan-header__status">
        <PlanStatusChip status={plan.status} submitted={plan.submitted} />
      </div>
      <div className="plan-header__end">
        {session.kind === 'whole' && <SaveStatus session={session} />}
        {session.kind === 'parts' && <PartsStatus session={session} />}
        {plan.sections === null && <PeopleButton />}
        <InboxBell />
        <span className="plan-header__wide">
          <CommentsToggle
            isOpen={side.shown === 'comments'}
            onToggle={() => side.toggle('comments')}
          />
        </span>
        {plan.sections === null && (
          <span className="plan-header__wide">
            <button
              type="button"
              className="button"
              aria-pressed={side.shown === 'history'}
              onClick={() => side.toggle('history')}
            >
              <HistoryIcon className="icon" aria-hidden="true" />
              Geschiedenis
            </button>
          </span>
        )}
        <span className="plan-header__wide">
          <ButtonLink href={`/plan/${planId}/leden`}>Leden</ButtonLink>
        </span>
        {parts === null && (
          <span className="plan-header__wide">
            <ButtonLink href={`/plan/${planId}/akkoord`}>Akkoord</ButtonLink>
          </span>
        )}
        <span className="plan-header__wide">
          <Button onPress={() => setOpen('export')}>Exporteren</Button>
        </span>
        <MoreMenu onOpen={setOpen} />
      </div>
      <ExportDialog isOpen={open === 'export'} onClose={close} />
      <ShortcutsDialog isOpen={open === 'shortcuts'} onClose={close} />
    </header>
  )
}

/** Help, and on a small screen the actions for which the header has no room. */
function MoreMenu({ onOpen }: { onOpen: (dialog: 'export' | 'shortcuts') => void }) {
  const { planId, parts, edit } = usePlanContext()
  const [, navigate] = useLocation()
  const isCompact = useIsCompact()
  const { canUndo, canRedo } = useSource(edit?.undo.state ?? nothingToUndo)
  const icon = { className: 'icon', 'aria-hidden': true } as const
  const small: MenuAction[] = [
    ...(edit !== null
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
