import { type Person, wholeView } from '../sync/session/session.ts'
import { constant } from '../sync/source.ts'
import { usePlanContext } from './plan-context.ts'
import { useSource } from './use-source.ts'

/** A read-only plan has no presence. */
const nobody = constant<readonly Person[]>([])

/** A selection from the people who have the plan open, this user included. */
export function usePeople<T>(select: (people: readonly Person[]) => T): T {
  return useSource(wholeView(usePlanContext().session)?.people ?? nobody, select)
}
