import { useId } from 'react'
import * as importText from '#client/text/import.ts'
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
        {importText.sumsDiffer}
      </h3>
      <ul>
        {sums.map((sum) => (
          <li key={`${sum.table}/${sum.column}/${sum.where}/${sum.label}/${sum.printed}`}>
            {importText.sumDiffers(
              sum.label,
              sum.where,
              sum.printedWords,
              sum.takenWords,
              sum.differenceWords,
            )}
          </li>
        ))}
      </ul>
      <p>{importText.sumsCheck}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={isAccepted}
          onChange={(event) => onAccept(event.target.checked)}
        />
        <span>{importText.sumsSeen}</span>
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
