import { useId } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { fieldPlace } from '#client/sync/place.ts'
import { editable } from '#client/sync/session/session.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { setValue } from '#shared/plan/rows.ts'
import type { CellState } from '../cells/use-cell.ts'
import { peopleAt } from '../presence/presence.ts'

/** A single value of the plan, as the inputs of cells take it. */
export function useValue(valueId: string): { value: PlainValue; cell: CellState } {
  const { session, format, canWrite } = usePlanContext()
  const edit = editable(session)
  const id = useId()
  const place = fieldPlace(valueId)
  const value = useSource(session.content, (content) => content.values[valueId] ?? null)
  const people = usePeople((everyone) => peopleAt(everyone, format, place))
  const write = (next: PlainValue) => edit?.change((doc) => setValue(doc, valueId, next))
  return {
    value,
    cell: {
      id,
      place,
      people,
      change: undefined,
      canWrite,
      write,
      undo: () => edit?.undo.undo(),
    },
  }
}
