import { usePlanContext } from '../hooks/plan-context.ts'
import { useSource } from '../hooks/use-source.ts'
import { problemsOf } from './problems.ts'

/** What the rules of the form say about a table as a whole, where one works on it: a sum that is too low, a missing party. */
export function TableProblems({ tableId }: { tableId: string }) {
  const { session, format } = usePlanContext()
  const problems = useSource(session.content, (content) => problemsOf(content, format).filter(({ target, severity }) => target.kind === 'table' && target.table === tableId && severity !== 'info'))
  if (problems.length === 0) return null
  return (
    <ul className="table-problems" aria-label="Let op">
      {problems.map((problem) => (
        <li key={`${problem.rule} ${problem.message}`} className={`table-problems__item table-problems__item--${problem.severity}`}>
          <span aria-hidden="true">{problem.severity === 'block' ? '!' : '△'}</span>
          <span>
            {problem.message} <small>{problem.rule}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}
