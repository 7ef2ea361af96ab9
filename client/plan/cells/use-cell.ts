import { useId } from 'react'
import { useEditableSession, usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { cellPlace } from '#client/sync/place.ts'
import { type CellChange, cellKey, type Person } from '#client/sync/session/session.ts'
import { constant } from '#client/sync/source.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { CellValue } from '#shared/plan/content.ts'
import { setCell } from '#shared/plan/rows.ts'
import { peopleAt } from '../presence/presence.ts'

const noChanges = constant<ReadonlyMap<string, CellChange>>(new Map())

export type CellAddress = { table: string; row: string; column: string }

export type CellState = {
  /** Of the input; its messages hang on it. */
  id: string
  place: string
  people: readonly Person[]
  change: CellChange | undefined
  canWrite: boolean
  write: (value: PlainValue) => void
  undo: () => void
}

/** State that every kind of cell shares: its place, the other users in it, recent changes and how to write it. */
export function useCell({ table, row, column }: CellAddress): CellState {
  const { format, canWrite } = usePlanContext()
  const edit = useEditableSession()
  const place = cellPlace(table, row, column)
  const people = usePeople((everyone) => peopleAt(everyone, format, place))
  const change = useSource(edit?.recentChanges ?? noChanges, (changes) =>
    changes.get(cellKey(table, row, column)),
  )
  return {
    id: useId(),
    place,
    people,
    change,
    canWrite,
    write: (value) => edit?.change((doc) => setCell(doc, table, row, column, value)),
    undo: () => edit?.undo.undo(),
  }
}

/** A plain cell as text or number; a rich text never reaches these inputs. */
export function plainCell(value: CellValue | undefined): PlainValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
