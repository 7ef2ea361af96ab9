import { useProblems } from '../problems.ts'
import './table-problems.css'

/** The problems of a table as a whole, shown at the table: a sum that is too low, a missing party. */
export function TableProblems({ tableId }: { tableId: string }) {
  const problems = useProblems(
    ({ target, severity, overrule }) =>
      target.kind === 'table' &&
      target.table === tableId &&
      severity !== 'info' &&
      overrule === null,
  )
  if (problems.length === 0) return null
  return (
    <ul className="table-problems" aria-label="Let op">
      {problems.map((problem) => (
        <li
          key={`${problem.rule} ${problem.message}`}
          className={`table-problems__item table-problems__item--${problem.severity}`}
        >
          <span aria-hidden="true">{problem.severity === 'block' ? '!' : '△'}</span>
          <span>{problem.message}</span>
        </li>
      ))}
    </ul>
  )
}
