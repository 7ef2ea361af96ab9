import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { formatEuro, formatHundredths } from '#shared/money.ts'
import { type BudgetSummary, budgetSummary } from '#shared/plan/summary.ts'
import { budgetShares } from './budget-shares.ts'
import { BudgetSplit } from './budget-split.tsx'
import './budget-bar.css'

/** Always in view: the budget, its division and the amount left. */
export function BudgetBar() {
  const { session, format } = usePlanContext()
  const summary = useSource(session.content, (content) => budgetSummary(content, format))
  const shares = useSource(session.content, (content) => budgetShares(content, format))
  if (summary === null) return null
  return (
    <section className="budget-bar tabular" aria-label="Begroting in het kort">
      <span className="budget-bar__total">
        <span className="budget-bar__long">Totaal begroot</span>
        <span className="budget-bar__brief">Totaal</span>{' '}
        <strong>{formatEuro(summary.totalCents)}</strong>
      </span>
      <BudgetSplit shares={shares} />
      <span className="budget-bar__end">
        {summary.hoursHundredths !== null && (
          <span className="budget-bar__long">{formatHundredths(summary.hoursHundredths)} uur</span>
        )}
        {summary.incomeCents !== null && (
          <span className="budget-bar__long">Inkomsten {formatEuro(summary.incomeCents)}</span>
        )}
        {summary.availableCents !== null && (
          <span className="budget-bar__long">Beschikbaar {formatEuro(summary.availableCents)}</span>
        )}
        <Left summary={summary} />
      </span>
    </section>
  )
}

function Left({ summary }: { summary: BudgetSummary }) {
  const { format, edit, goTo } = usePlanContext()
  const { available } = format.summary
  if (summary.leftCents !== null)
    return (
      <Amount
        cents={summary.leftCents}
        label="Nog te verdelen"
        brief="nog"
        over="te veel verdeeld"
      />
    )
  if (summary.balanceCents !== null)
    return (
      <Amount
        cents={summary.balanceCents}
        label="Saldo"
        brief="saldo"
        over="meer uitgaven dan inkomsten"
      />
    )
  if (available === undefined || edit === null) return null
  return (
    <button type="button" className="budget-bar__fill" onClick={() => goTo({ field: available })}>
      Beschikbaar bedrag invullen
    </button>
  )
}

/** The amount left, or in words the amount over budget: the colour only repeats it. */
function Amount({
  cents,
  label,
  brief,
  over,
}: {
  cents: number
  label: string
  brief: string
  over: string
}) {
  if (cents < 0) {
    return (
      <span className="budget-bar__left budget-bar__left--over">
        <strong>{formatEuro(-cents)}</strong> {over}
      </span>
    )
  }
  return (
    <span className="budget-bar__left">
      <span className="budget-bar__long">{label}</span>
      <span className="budget-bar__brief">{brief}</span> <strong>{formatEuro(cents)}</strong>
    </span>
  )
}
