import type { Plan } from '#shared/api/plans.ts'
import { useUpdatePlan } from '../hooks/use-plans.ts'
import { showToast } from '../ui/toasts.ts'

/** Whether who only reads the plan also reads what is said about it; takes effect on their open screens at once. */
export function ReadersSeeComments({ plan }: { plan: Plan }) {
  const update = useUpdatePlan(plan.id)
  const isOn = update.isPending ? update.variables.readersSeeComments : plan.readersSeeComments
  const change = (readersSeeComments: boolean) =>
    update.mutate(
      { readersSeeComments },
      {
        onSuccess: () =>
          showToast({
            text: readersSeeComments
              ? 'Lezers zien nu de reacties.'
              : 'Lezers zien de reacties niet meer.',
          }),
        onError: (error) => showToast({ text: error.message, tone: 'bad' }),
      },
    )
  return (
    <section className="card" aria-labelledby="readers-title">
      <h2 className="card__title" id="readers-title">
        Lezers en reacties
      </h2>
      <label className="check">
        <input type="checkbox" checked={isOn} onChange={(event) => change(event.target.checked)} />
        <span>
          Lezers mogen de reacties lezen
          <small>
            Staat dit uit, dan ziet een lezer alleen het plan. Wijkpartners en het kernteam zien de
            reacties altijd.
          </small>
        </span>
      </label>
    </section>
  )
}
