import { useId } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { fieldPlace } from '#client/sync/place.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { setValue } from '#shared/plan/rows.ts'
import { type CellState, cellState } from '../cells/use-cell.ts'
import { peopleAt } from '../presence/presence.ts'

/** A single value of the plan, in the shape that the inputs of cells take. */
export function useValue(valueId: string): { value: PlainValue; cell: CellState } {
  const { session, format, edit } = usePlanContext()
  const id = useId()
  const place = fieldPlace(valueId)
  const value = useSource(session.content, (content) => content.values[valueId] ?? null)
  const people = usePeople((everyone) => peopleAt(everyone, format, place))
  const shown = { id, place, people, change: undefined }
  return { value, cell: cellState(shown, edit, (doc, next) => setValue(doc, valueId, next)) }
}
