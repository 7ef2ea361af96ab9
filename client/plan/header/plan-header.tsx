import { Keyboard, ListChecks, Users } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Plan } from '#shared/api/plans.ts'
import { summarize } from '#shared/plan/summary.ts'
import { ExportDialog } from '../../panels/export-dialog.tsx'
import { PeopleButton } from '../../panels/people-popover.tsx'
import { ShortcutsDialog } from '../../panels/shortcuts-dialog.tsx'
import { useSource } from '../../hooks/use-source.ts'
import { formatPeriod } from '../../text/period.ts'
import { BrandMark } from '../../ui/brand.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { PlanStatusChip } from '../../ui/chip.tsx'
import { Menu } from '../../ui/menu.tsx'
import { usePlanContext } from '../plan-context.ts'
import { SaveStatus } from './save-status.tsx'

export function PlanHeader({ plan }: { plan: Plan }) {
  const { session, format, planId } = usePlanContext()
  const facts = useSource(session.content, (content) => summarize(content, format))
  const [open, setOpen] = useState<'export' | 'shortcuts' | null>(null)
  const [, navigate] = useLocation()
  const close = () => setOpen(null)
  const sub = [facts.team, formatPeriod(facts.periodFrom, facts.periodTo), `format ${format.name}`].filter((part) => part !== '').join(' · ')
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
        <PlanStatusChip status={plan.status} />
      </div>
      <div className="plan-header__end">
        <SaveStatus />
        <PeopleButton />
        <span className="plan-header__wide">
          <ButtonLink href={`/plan/${planId}/leden`}>Leden</ButtonLink>
        </span>
        <span className="plan-header__wide">
          <Button onPress={() => setOpen('export')}>Exporteren</Button>
        </span>
        <Menu
          label="Meer"
          trigger={<span aria-hidden="true">?</span>}
          triggerClass="button button--quiet button--icon plan-header__help"
          actions={[
            { id: 'shortcuts', label: 'Sneltoetsen', icon: <Keyboard className="icon" aria-hidden="true" />, onAction: () => setOpen('shortcuts') },
            { id: 'members', label: 'Leden', icon: <Users className="icon" aria-hidden="true" />, onAction: () => navigate(`/plan/${planId}/leden`) },
            { id: 'export', label: 'Exporteren', onAction: () => setOpen('export') },
            { id: 'plans', label: 'Naar uw plannen', icon: <ListChecks className="icon" aria-hidden="true" />, onAction: () => navigate('/') },
          ]}
        />
      </div>
      <ExportDialog isOpen={open === 'export'} onClose={close} title={facts.title} />
      <ShortcutsDialog isOpen={open === 'shortcuts'} onClose={close} />
    </header>
  )
}
