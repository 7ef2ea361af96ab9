import { useId } from 'react'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { setValue } from '#shared/plan/rows.ts'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { useSource } from '../../hooks/use-source.ts'
import { fieldPlace } from '../../sync/place.ts'
import type { CellState } from '../cells/use-cell.ts'
import { peopleAt } from '../presence.ts'

/** A single value of the plan, as the inputs of cells take it. */
export function useValue(valueId: string): { value: PlainValue; cell: CellState } {
  const { session, format, canWrite } = usePlanContext()
  const id = useId()
  const place = fieldPlace(valueId)
  const value = useSource(session.content, (content) => content.values[valueId] ?? null)
  const people = useSource(session.people, (everyone) => peopleAt(everyone, format, place))
  const write = (next: PlainValue) => session.change((doc) => setValue(doc, valueId, next))
  return {
    value,
    cell: {
      id,
      place,
      people,
      change: undefined,
      canWrite,
      write,
      undo: () => session.undo.undo(),
    },
  }
}
