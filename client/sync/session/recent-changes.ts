import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { isPlain } from '#shared/format/columns.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { tableRows } from '#shared/plan/layout.ts'
import type { Clock } from '../clock.ts'
import { createSignal, type Source } from '../source.ts'
import { userOf } from './people.ts'
import { type CellChange, cellKey } from './session.ts'

const shownMs = 60_000
/** How long after an edit its overwriting by another user is reported. */
const mineMs = 10 * 60_000

export type RecentChanges = Source<ReadonlyMap<string, CellChange>> & { destroy(): void }

export type RecentChangesOptions = {
  doc: Y.Doc
  format: Format
  awareness: Awareness
  clock: Clock
  /** False during catch-up: changes made while this client was away are not recent. */
  isLive: () => boolean
}

/** The user who just changed a plain cell, and the local value that it replaced: the last write wins, but never silently. */
export function createRecentChanges({
  doc,
  format,
  awareness,
  clock,
  isLive,
}: RecentChangesOptions): RecentChanges {
  const signal = createSignal<ReadonlyMap<string, CellChange>>(new Map())
  const mine = new Map<string, { value: PlainValue; at: number }>()
  const timers = new Set<() => void>()

  const observers = tablesOf(format).map((table) => {
    const plain = new Set(table.columns.filter(isPlain).map((column) => column.id))
    const root = tableRows(doc, table.id)
    const observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) => {
      for (const event of events) {
        const row = event.path[0]
        if (event.path.length !== 1 || typeof row !== 'string' || !(event.target instanceof Y.Map))
          continue
        for (const [column, change] of event.changes.keys) {
          if (!plain.has(column)) continue
          const key = cellKey(table.id, row, column)
          if (transaction.local)
            mine.set(key, { value: plainOf(event.target.get(column)), at: clock.elapsed() })
          else if (isLive())
            note(
              { table: table.id, row, column },
              plainOf(change.oldValue),
              event.target._map.get(column),
            )
        }
      }
    }
    root.observeDeep(observe)
    return () => root.unobserveDeep(observe)
  })

  function note(
    cell: { table: string; row: string; column: string },
    before: PlainValue,
    item: Y.Item | undefined,
  ): void {
    // An emptied cell keeps the item of its former value, so the user who emptied it is unknown.
    const author =
      item === undefined || item.deleted ? null : userOf(awareness.getStates().get(item.id.client))
    const key = cellKey(cell.table, cell.row, cell.column)
    const own = mine.get(key)
    mine.delete(key)
    const wasMine = own !== undefined && own.value === before && clock.elapsed() - own.at <= mineMs
    const change: CellChange = {
      ...cell,
      by: author && { name: author.name, color: author.color },
      at: clock.now(),
      wasMine,
      mine: wasMine ? own.value : null,
    }
    signal.set(new Map(signal.get()).set(key, change))
    const cancel = clock.after(shownMs, () => {
      timers.delete(cancel)
      if (signal.get().get(key) !== change) return
      const rest = new Map(signal.get())
      rest.delete(key)
      signal.set(rest)
    })
    timers.add(cancel)
  }

  return {
    get: signal.get,
    subscribe: signal.subscribe,
    destroy: () => {
      for (const stop of [...observers, ...timers]) stop()
    },
  }
}

function plainOf(value: unknown): PlainValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
