import { useId } from 'react'
import type * as Y from 'yjs'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { cellPlace } from '#client/sync/place.ts'
import {
  type CellChange,
  cellKey,
  type EditableSession,
  type Person,
  wholeView,
} from '#client/sync/session/session.ts'
import { constant } from '#client/sync/source.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { CellValue } from '#shared/plan/content.ts'
import { typeCell } from '#shared/plan/rows.ts'
import { peopleAt } from '../presence/presence.ts'

const noChanges = constant<ReadonlyMap<string, CellChange>>(new Map())

export type CellAddress = { table: string; row: string; column: string }

type CellShown = {
  /** The id of the input, from which the ids of its messages are made. */
  id: string
  place: string
  people: readonly Person[]
  change: CellChange | undefined
}

export type WritableCell = CellShown & {
  kind: 'writable'
  write: (value: PlainValue) => void
  undo: () => void
}

export type CellState = WritableCell | (CellShown & { kind: 'shown' })

/** State that every kind of cell shares: its place, the other users in it, recent changes and how to write it. */
export function useCell({ table, row, column }: CellAddress): CellState {
  const { session, format, edit } = usePlanContext()
  const place = cellPlace(table, row, column)
  const people = usePeople((everyone) => peopleAt(everyone, format, place))
  const change = useSource(wholeView(session)?.recentChanges ?? noChanges, (changes) =>
    changes.get(cellKey(table, row, column)),
  )
  const definition = tableOf(format, table)
  return cellState({ id: useId(), place, people, change }, edit, (doc, value) => {
    if (definition !== undefined) typeCell(doc, definition, { row, column, value })
  })
}

export function cellState(
  shown: CellShown,
  edit: EditableSession | null,
  set: (doc: Y.Doc, value: PlainValue) => void,
): CellState {
  if (edit === null) return { kind: 'shown', ...shown }
  return {
    kind: 'writable',
    ...shown,
    write: (value) => edit.change((doc) => set(doc, value)),
    undo: () => edit.undo.undo(),
  }
}

/** A plain cell as text or number; a rich text never reaches these inputs. */
export function plainCell(value: CellValue | undefined): PlainValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
