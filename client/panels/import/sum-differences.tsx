import { useId } from 'react'
import type { SumDifference } from '#shared/import/compare-sums.ts'
import './sum-differences.css'

type SumDifferencesProps = {
  sums: readonly SumDifference[]
  isAccepted: boolean
  onAccept: (isAccepted: boolean) => void
}

/** The printed sums of the file that differ from the sums of the rows that come in. The user must accept them first. */
export function SumDifferences({ sums, isAccepted, onAccept }: SumDifferencesProps) {
  const id = useId()
  if (sums.length === 0) return null
  return (
    <section className="notice import__sums" aria-labelledby={id}>
      <h3 className="card__title" id={id}>
        Het bestand telt anders op
      </h3>
      <ul>
        {sums.map((sum) => (
          <li key={`${sum.table}/${sum.column}/${sum.where}/${sum.label}/${sum.printed}`}>
            {sum.label} ({sum.where}): in het bestand staat {sum.printedWords}. De regels die wij
            lezen zijn samen {sum.takenWords}. Het verschil is {sum.differenceWords}.
          </li>
        ))}
      </ul>
      <p>
        Kijk of alle regels hieronder staan, of er een totaal bij staat als regel, en wat er bij
        “Niet geplaatst” staat.
      </p>
      <label className="check">
        <input
          type="checkbox"
          checked={isAccepted}
          onChange={(event) => onAccept(event.target.checked)}
        />
        <span>Ik heb het verschil gezien en neem de regels zo over.</span>
      </label>
    </section>
  )
}

/** The sums of tables from which a row is accepted: a table that is left out can't add up wrongly. */
export function sumsOfChosen(
  sums: readonly SumDifference[],
  ids: ReadonlySet<string>,
): SumDifference[] {
  return sums.filter((sum) => [...ids].some((id) => id.startsWith(`row/${sum.table}/`)))
}

/** Identifies the differences that the user accepted; other differences must be accepted again. */
export function keyOfSums(sums: readonly SumDifference[]): string {
  return JSON.stringify(
    sums.map(({ table, column, printed, taken }) => [table, column, printed, taken]),
  )
}
